/* Text of a page saved as a file, so that no paper needs a file on the server in each format. */

const KEPT_FOR = 2000; // milliseconds until the browser may forget the text

/**
 * @param {string} name of the file
 * @param {string} text
 */
export function saveText(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/octet-stream" })); // no ending is added to the name
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_FOR);
}
