/* Fills in the menu of a page that has only its first level; the links of the whole menu start at the root of the site. */

const place = document.querySelector(".sidebar-tree");
if (place) {
  const root = document.documentElement.dataset.content_root ?? "";
  place.innerHTML = /** @type {{cardcatalogMenu?: string}} */ (globalThis).cardcatalogMenu ?? place.innerHTML;
  for (const link of place.querySelectorAll("a")) {
    const address = link.getAttribute("href") ?? "";
    link.setAttribute("href", /^[a-z]+:/.test(address) ? address : root + address);
  }
  for (const caption of place.querySelectorAll("[role=heading]:not([aria-level])")) {
    caption.setAttribute("aria-level", "2"); // Sphinx gives captions no rank
  }
}
