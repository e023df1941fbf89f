/* Runs before the page shows, so that a reader of compact lists never sees cards flash up first. */

let isCompact = document.currentScript?.dataset.long === "yes"; // unless the reader chose
try {
  const choice = localStorage.getItem("cardcatalog-compact");
  isCompact = choice ? choice === "yes" : isCompact;
} catch {
  // storage is off
}
document.documentElement.classList.toggle("cc-compact", isCompact);
