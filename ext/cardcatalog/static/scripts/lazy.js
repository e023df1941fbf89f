/* Work that can wait: values that are made when they are first read, and steps between which the browser can answer. */

/**
 * @template T
 * @param {Record<string, () => T>} makers
 * @returns {Record<string, T>} the values by the same names
 */
export function lazily(makers) {
  /** @type {Record<string, T>} */
  const values = {};
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

/** @param {(() => unknown)[]} steps */
export async function inSteps(steps) {
  for (const step of steps) {
    await pause();
    step();
  }
}
