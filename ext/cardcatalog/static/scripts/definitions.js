/* The Escape key hides the definition of a keyword until pointer or focus return to it. */

export function enableEscape() {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") {
      return;
    }
    for (const badge of document.querySelectorAll(".cc-keyword:is(:hover, :focus-visible)")) {
      const restore = () => badge.classList.remove("cc-hushed");
      badge.classList.add("cc-hushed");
      badge.addEventListener("pointerleave", restore, { once: true });
      badge.addEventListener("blur", restore, { once: true });
    }
  });
}
