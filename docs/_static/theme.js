/* Runs before anything shows, so that a reader who chose light or dark never sees the other flash up. Furo takes no-js away
   when the page is there; then, since it has a rule for all within any class, a browser styles the whole page once more. */

document.documentElement.classList.remove("no-js");
document.body.dataset.theme = "auto";
try {
  document.body.dataset.theme = localStorage.getItem("theme") || "auto";
} catch {
  // storage is off
}
