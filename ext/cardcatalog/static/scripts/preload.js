/* Runs early on the page of the explorer: a search from a link shows none of the first papers, and what it waits for loads
   while the script does that asks for it. If that script fails, the page is as it is without JavaScript. */

import { urlOf } from "./site.js";

const root = document.documentElement;

if (location.search && location.protocol !== "file:") { // from which browsers load no data
  root.classList.add("cc-asked");
  const href = urlOf("explorer/papers.json");
  document.head.append(Object.assign(document.createElement("link"), { rel: "preload", as: "fetch", crossOrigin: "anonymous", href }));
}

// A script that does not load is the target; one that a browser cannot read or run is named.
addEventListener("error", ({ target, filename }) => {
  const file = target instanceof HTMLScriptElement ? target.src : filename;
  if (file?.includes("cardcatalog-explorer.js") && !("cardcatalogExplorer" in window)) {
    root.classList.add("cc-broken");
  }
}, true);
