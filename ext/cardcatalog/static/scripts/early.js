/* Runs before the page shows, so that a reader who chose compact lists never sees cards flash up first. */

try {
  if (localStorage.getItem("cardcatalog-compact") === "yes") {
    document.documentElement.classList.add("cc-compact");
  }
} catch {
  // storage is off
}
