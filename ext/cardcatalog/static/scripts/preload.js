/* Runs early on the page of the explorer: a search from a link shows none of the first papers, and what it waits for loads
   while the script does that asks for it. */

import { urlOf } from "./site.js";

if (location.search && location.protocol !== "file:") { // from which browsers load no data
  document.documentElement.classList.add("cc-asked");
  const href = urlOf("explorer/papers.json");
  document.head.append(Object.assign(document.createElement("link"), { rel: "preload", as: "fetch", crossOrigin: "anonymous", href }));
}
