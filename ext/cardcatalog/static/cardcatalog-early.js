/* Runs before the page shows, so that who chose compact lists sees no cards flash up first. */

/* Texts that scripts show, in the language of the site: cardcatalog-words.js, which follows on sites that are not in
   English, has the translations. Values stand in braces. */

window.cardcatalogWords = {
  language: "en",
  texts: {},
  form: (n) => Number(n !== 1),
  fill: (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all),
  number(number) {
    return number.toLocaleString(this.language);
  },
  gettext(text, values = {}) {
    const found = this.texts[text] ?? text;
    return this.fill(Array.isArray(found) ? found[this.form(1)] : found, values); // of a text with a plural, the singular
  },
  ngettext(one, many, number, values = {}) {
    const forms = this.texts[one] ?? [one, many];
    return this.fill(forms[this.form(number)], { number: this.number(number), ...values });
  },
};

try {
  if (localStorage.getItem("cardcatalog-compact") === "yes") {
    document.documentElement.classList.add("cc-compact");
  }
} catch {
  // storage is off
}
