/* Elements made in one expression, and found from an event. */

/**
 * Return a new element. Attributes that are null, undefined or false are left out; true is an empty value.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number | boolean | null | undefined>} [attributes]
 * @param {...(Node | string | number | null)} content null is left out
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, attributes = {}, ...content) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  for (const part of content) {
    if (part !== null) {
      element.append(typeof part === "number" ? String(part) : part);
    }
  }
  return element;
}

/**
 * Return a button that does something when it is pressed.
 * @param {Record<string, string | boolean>} attributes
 * @param {string} text
 * @param {() => void} act
 */
export function makeButton(attributes, text, act) {
  const button = make("button", { type: "button", ...attributes }, text);
  button.addEventListener("click", act);
  return button;
}

/**
 * Return the element around the target of an event that a selector matches.
 * @param {Event} event
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
export function closest(event, selector) {
  return event.target instanceof Element ? event.target.closest(selector) : null;
}
