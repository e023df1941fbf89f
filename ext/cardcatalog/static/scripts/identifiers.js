/* Identifiers of papers as readers paste them: arXiv, ACL Anthology, DOI, OpenReview, or any URL. */

const ARXIV = String.raw`(\d{4}\.\d{4,5}|[a-z-]{2,10}(?:\.[a-z]{2})?/\d{7})(?:v\d+)?(?!\d)`;
const ACL = String.raw`(\d{4}\.[a-z0-9_]+-[a-z0-9_]+\.\d+|[a-z]\d{2}-\d{4})`;

/** @typedef {"arXiv" | "ACL" | "DOI" | "OpenReview" | "URL"} Kind */
/** @typedef {{kind: Kind, value: string}} Identifier */

// The first that fits wins: some DOIs are made of an identifier of another kind.
/** @type {[Kind, RegExp][]} */
const FORMS = [
  ["arXiv", new RegExp(String.raw`(?:^|(?<!\w)(?:arxiv|ar5iv|alphaxiv|huggingface)(?:\.org|\.co|[:./]|abs|pdf|html|papers|overview)*)${ARXIV}`, "i")],
  ["ACL", new RegExp(String.raw`(?:^|aclanthology\.org/|aclweb\.org/anthology/|10\.18653/v1/)${ACL}(?:\.pdf|\.bib|/)?$`, "i")],
  ["DOI", /(?<![\w.])(10\.\d{4,9}(?:\.\d+)*\/[^\s"<>?#]*[^\s"<>?#.,;])/i],
  ["OpenReview", /openreview\.net\/\w+\?(?:[^\s&#]*&)*id=([\w-]+)/i],
  ["URL", /^https?:\/\/(?:www\.)?([^\s#]+?)\/?(?:#\S*)?$/i],
];

/**
 * Return the identifier that a text is, or null; its value has neither version nor case, except on OpenReview.
 * @param {string} text
 * @returns {Identifier | null}
 */
export function identify(text) {
  const bare = decode(text)
    .trim()
    .replace(/^arxiv[\s:]+/i, "arxiv:")
    .replace(/^doi[\s:]+/i, "")
    .replace(/^[<("']+|\s*\[[\w.-]+\]$|[>)"'.,;]+$/g, "");
  for (const [kind, form] of /\s/.test(bare) ? [] : FORMS) {
    const value = form.exec(bare)?.[1];
    if (value) {
      return { kind, value: kind === "OpenReview" ? value : value.toLowerCase().replace(/\.pdf$/, "") };
    }
  }
  return null;
}

/** @param {string} url */
function decode(url) {
  try {
    return decodeURIComponent(url);
  } catch {
    return url; // a per cent sign that encodes nothing
  }
}
