/* Where the files of the site are, and JSON loaded from there. */

// Scripts are in a folder below the root of the site.
export const root = new URL("..", /** @type {HTMLScriptElement} */ (document.currentScript).src);

/** @param {string} path from the root of the site */
export function urlOf(path) {
  return new URL(path, root).href;
}

/**
 * @param {string} path from the root of the site
 * @returns {Promise<any>}
 * @throws {Error} if the network or the server fails
 */
export async function fetchJson(path) {
  const response = await fetch(urlOf(path));
  if (!response.ok) {
    throw new Error(`${path}: ${response.status}`);
  }
  return response.json();
}
