/* The link of a paper's page to its entry, which leads to its line: lines are in one file, so that pages do not change
   with them. Without it the link leads to the file. */

import { fetchJson } from "./site.js";

/** @param {HTMLAnchorElement} link */
async function addLine(link) {
  const { fragment } = link.dataset;
  const key = /** @type {HTMLElement | null} */ (link.closest(".cc-paper"))?.dataset.key ?? "";
  try {
    const line = (await fetchJson("entry-lines.json"))[key];
    if (fragment && line) {
      link.href = link.href.replace(/#.*|$/, fragment.replace("{line}", line));
    }
  } catch {
    // the file is a good place, too
  }
  delete link.dataset.fragment;
}

export function enableEntryLinks() {
  const link = /** @type {HTMLAnchorElement | null} */ (document.querySelector(".cc-edit[data-fragment]"));
  if (!link) {
    return;
  }
  for (const name of ["pointerover", "focus"]) {
    link.addEventListener(name, () => addLine(link), { once: true });
  }
  link.addEventListener("click", async (event) => {
    if (link.dataset.fragment && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      await addLine(link);
      location.assign(link.href);
    }
  });
}
