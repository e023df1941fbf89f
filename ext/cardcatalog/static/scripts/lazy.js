/* Work that can wait: values that are made when they are first read, and steps between which the browser can answer. */

/**
 * @template T
 * @param {Record<string, () => T>} makers
 * @param {Record<string, T>} values to which they are added, in place of those of the same names
 * @returns {Record<string, T>} the values by the same names
 */
export function lazily(makers, values = {}) {
  for (const [name, make] of Object.entries(makers)) {
    const keep = (/** @type {T} */ value) => Object.defineProperty(values, name, { value, enumerable: true, configurable: true });
    Object.defineProperty(values, name, { get: () => keep(make())[name], enumerable: true, configurable: true });
  }
  return values;
}

/** Wait until the browser has done what it had to do in between. */
export function pause() {
  return new Promise((resolve) => setTimeout(resolve));
}

/** Wait until the browser has painted the page, which it does as soon as it has the style sheets and shows the tab. */
export function firstPaint() {
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))); // the second comes after it
}

/** @param {(() => unknown)[]} steps */
export async function inSteps(steps) {
  for (const step of steps) {
    await pause();
    step();
  }
}
