/* Runs early on the page of the explorer: the data that its script will ask for load while that script does. */

import { urlOf } from "./site.js";

if (location.protocol !== "file:") { // from which browsers load no data
  const href = urlOf(location.search ? "explorer/papers.json" : "explorer/first.json");
  document.head.append(Object.assign(document.createElement("link"), { rel: "preload", as: "fetch", crossOrigin: "anonymous", href }));
}
