/* An invented catalog of five papers, as explorer/papers.json has it. */

/** @returns {import("../../ext/cardcatalog/static/scripts/search-index.js").Data} */
export function catalog() {
  return {
    hasPages: true,
    hasProse: false,
    search: "search.html",
    page: ["paper/", ".html"],
    perFile: 2,
    find: "https://find.example.org/?q=",
    categories: [
      ["nets", "Networks", -1, "papers/nets.html", [], ["models"]],
      ["weights", "Weights", 0, "papers/weights.html", [], []],
      ["caches", "Caches", 0, "papers/caches.html", [], []],
      ["survey", "Survey", -1, "papers/survey.html", ["review"], []],
    ],
    keywords: [
      ["ptq", "PTQ", "Training", "keywords.html#ptq", ["post-training quantization"], "After training."],
      ["smoothing", "Smoothing", "Ideas", "keywords.html#smoothing", [], "Rescaling channels."],
      ["rotation", "Rotation", "Ideas", "keywords.html#rotation", [], ""],
    ],
    venues: [["ICLR", "Learning Representations"], ["ICML", ""]],
    widths: { weights: ["2", "4"], activations: ["8"], cache: ["4"] },
    bits: [["W2", 0, -1, -1, ["W2A16", "2-bit"]], ["W4A8KV4", 1, 0, 0, ["W4", "A8", "KV4", "4-bit"]]],
    kinds: ["Code", "Paper"],
    papers: {
      key: ["dorn2025rotating", "cole2024smooth", "berg2023scales", "abel2021rounding", "eco2020survey"],
      title: [
        "Rotating Weights: A Study of Weights",
        "Smooth Activations",
        "Shared Scales for Caches",
        "Rounding: Über-Well without Data",
        "A Survey of Large Networks",
      ],
      authors: [["Dorn, D."], ["Ann Cole", "Bo Berg"], ["Bo Berg"], ["Ada Abel"], ["U. Müller"]],
      others: [3],
      editors: [],
      dates: {},
      html: {},
      former: { 2: "Common Scales" },
      gist: {},
      path: {},
      coins: [],
      starts: {},
      inverted: {},
      ids: { 4: "eco2019survey" },
      bits: { 0: [0, 1], 2: [1] },
      added: { 1: '<p class="own">Best paper</p>' },
      address: {},
      year: [2025, 2024, 2023, 2021, 0],
      venue: [0, 1, 0, 1, -1],
      categories: [[1], [1], [2], [1, 2], [3]],
      keywords: [[0, 2], [0, 1], [1], [0], []],
      code: [0, 3],
      links: [[0, "https://example.org/code"], [1, "https://example.org/paper"], [], [1, "p", 0, "c"], []],
    },
  };
}
