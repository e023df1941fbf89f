/* Runs before anything shows, so that a reader who chose light or dark never sees the other flash up. */

document.body.dataset.theme = "auto";
try {
  document.body.dataset.theme = localStorage.getItem("theme") || "auto";
} catch {
  // storage is off
}
