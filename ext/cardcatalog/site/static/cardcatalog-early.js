/* Runs before the page shows, so that who chose compact lists sees no cards flash up first. */

try {
  if (localStorage.getItem("cardcatalog-compact") === "yes") {
    document.documentElement.classList.add("cc-compact");
  }
} catch {
  // storage is off
}
