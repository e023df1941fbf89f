"""Sites in other languages than English: the texts of the extension are translated, and marked with the language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup, Tag
from click.testing import CliRunner
from sphinx import locale
from sphinx.cmd.build import build_main

from cardcatalog.messages import LOCALE
from cardcatalog_tools.commands import main
from tests.sphinx.helpers import Project, fold, texts

LANGUAGES = {"de": "de", "ja": "ja", "zh_CN": "zh-CN"}
"""Languages as Sphinx writes them, and as HTML does."""

NO_WORDS = frozenset({"{first} and {second}", "{name} et al."})
"""Texts between values that any title might hold."""

ENTRY = """\
@article{{k{n},
  title    = {{Xyz {n}}},
  author   = {{{authors}}},
  journal  = {{Qrs {half}}},
  {year}
  keywords = {{uvw, u{half}}},
  category = {{mno}},
  url      = {{https://example.org/{n}}},
  code     = {{https://example.org/code/{n}}},
  formertitle = {{Old {n}}},
  creationdate = {{2026-01-0{day}}},
}}
"""

SETTINGS = """\
html_baseurl = "https://example.org/stu/"
cardcatalog_edit_url = "https://example.org/{path}"
cardcatalog_report_url = "https://example.org/?t={title}"
"""

PAGES = {
    "h": "```{paper:health}\n```\n\n```{paper:health} no-doi\n:limit: 3\n```\n",
    "c": "```{paper:chart}\n:by: keyword\n:over: year\n```\n\n```{paper:chart}\n:by: venue\n```\n\n"
    "```{paper:chart}\n:by: keyword\n:over: keyword\n```\n",
    "l": "```{paper:list}\n:group-by: keyword\n```\n\n```{paper:list}\n:style: table\n```\n",
    "e": "```{paper:extract}\n```\n",
    "p": "```{paper:problems}\n```\n",
    "r": "{paper:ref}`k1` {paper:ref}`k2` {paper:count}`papers`\n",
}


def make(folder: Path, language: str) -> Path:
    """Make a site of a language with all that the extension can write, build it, and return where it is."""
    people = [
        "Abc, A",
        "Abc, A and Def, D",
        " and ".join(f"Name{n}, N" for n in range(14)),
        "Abc, A and Ghi, G and others",
    ]
    entries = (
        ENTRY.format(
            n=n, half=n // 2, authors=people[n % 4], year="" if n == 7 else f"year = {{{2010 + n}}},", day=1 + n
        )
        for n in range(8)
    )
    (folder / "my.bib").write_text("\n".join(entries), encoding="utf-8")
    root = folder / "site"
    options = ["--bib", str(folder / "my.bib"), "--language", language, "--title", "Stu"]
    done = CliRunner().invoke(main, ["init", str(root), *options])
    assert done.exit_code == 0, done.output
    for name, text in PAGES.items():
        (root / "docs" / f"{name}.md").write_text(f"---\norphan: true\n---\n\n# Stu\n\n{text}", encoding="utf-8")
    with (root / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write(SETTINGS)
    build(root)
    return root / "html"


def build(root: Path, *options: str) -> None:
    """Build a site with every warning an error; Sphinx keeps translations for the whole process, so they are let go."""
    try:
        strict = ["-q", "-n", "-W", "--keep-going", "-c", str(root), "-d", str(root / "doctrees"), *options]
        assert build_main([*strict, str(root / "docs"), str(root / "html")]) == 0
    finally:
        locale.translators.clear()


@pytest.fixture(scope="session")
def site_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Sites in a language, each made once."""
    return cache(lambda language: make(tmp_path_factory.mktemp(f"lang-{language}"), language))


def english_texts(language: str) -> dict[str, re.Pattern[str]]:
    """Return patterns of each English text whose translation differs, with any values in it."""
    with (LOCALE / language / "LC_MESSAGES" / "cardcatalog.po").open("rb") as file:
        catalog = read_po(file, locale=language)
    found = {}
    for message in catalog:
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        translated = [message.string] if isinstance(message.string, str) else list(message.string or ())
        for text in ids:
            words = re.sub(r"\{\w+\}", "", text)
            if text not in {*translated, *NO_WORDS} and re.search("[a-z]{2}", words):
                found[text] = re.compile(re.sub(r"\\\{\w+\\\}", ".+", re.escape(fold(text))))
    return found


def shown(page: Tag) -> Iterator[str]:
    """Yield all that a reader sees or hears of a page's own content."""
    for text in page.find_all(string=True):
        if not text.find_parent(["script", "style", "pre", "code"]) and text.strip():
            yield fold(text)
    for tag in page.select("[aria-label], [title]"):
        yield from (
            fold(str(tag[name])) for name in ("aria-label", "title") if tag.get(name) and "Z3988" not in str(tag)
        )


def told(path: Path) -> Iterator[str]:
    """Yield all texts in the head of a page for search engines and link previews."""
    for tag in BeautifulSoup(path.read_text("utf-8"), "html.parser").select("head title, head meta[content]"):
        if str(tag.get("name", "")) in {"", "description"}:
            yield fold(str(tag.get("content") or tag.get_text()))


def main_part(path: Path) -> Tag:
    """Return the content of a page without the parts of the theme."""
    found = BeautifulSoup(path.read_text("utf-8"), "html.parser").select_one("[role=main]")
    assert found
    for link in found.select(".headerlink"):
        link.decompose()
    return found


def pages_of(site: Path) -> list[Path]:
    """Return the pages that the extension has a part in."""
    return [
        path
        for path in site.rglob("*.html")
        if "_static" not in path.parts and path.name not in {"search.html", "genindex.html"}
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_the_extension_is_in_english(language: str, site_of: Callable[[str], Path]) -> None:
    known = english_texts(language)
    pages = pages_of(site_of(language))
    assert len(known) > 200
    assert len(pages) > 30
    left = {
        (path.name, text)
        for path in pages
        for text in shown(main_part(path))
        if any(form.fullmatch(text) for form in known.values())
    }
    assert not left


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_head_of_a_page_is_in_english(language: str, site_of: Callable[[str], Path]) -> None:
    known = english_texts(language)
    pages = [*pages_of(site_of(language)), site_of(language) / "search.html"]
    left = {
        (path.name, text)
        for path in pages
        for text in told(path)
        if any(form.fullmatch(text) for form in known.values())
    }
    assert not left


def test_the_check_finds_english_in_the_heads_of_an_english_site(site_of: Callable[[str], Path]) -> None:
    known = english_texts("de")
    heads = [text for path in pages_of(site_of("en")) for text in told(path)]
    found = {name for text in heads for name, form in known.items() if form.fullmatch(text)}
    assert found >= {
        "There is no page at this address",
        "{number} authors with their papers, from {first} to {last}",
        "{papers} at {venue}, {first} to {last}: {titles}",
        "{papers} on {keyword}",
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_guide_for_language_models_is_in_their_language(language: str, site_of: Callable[[str], Path]) -> None:
    known = english_texts(language)
    lines = (site_of(language) / "llms.txt").read_text("utf-8").splitlines()
    texts_of_lines = [fold(re.sub(r"^(- (\[.*?\]\(.*?\): )?|#+ |> )", "", line)) for line in lines]
    assert len(lines) > 10
    assert not [text for text in texts_of_lines if any(form.fullmatch(text) for form in known.values())]


def test_the_check_finds_english_on_an_english_site(site_of: Callable[[str], Path]) -> None:
    known = english_texts("de")
    pages = pages_of(site_of("en"))
    found = {
        name
        for path in pages
        for text in shown(main_part(path))
        for name, form in known.items()
        if form.fullmatch(text)
    }
    assert found >= {"Cite", "Related papers", "Copy BibTeX: {title}", "{number} papers", "{number} with code"}


@pytest.mark.parametrize(("language", "tag"), LANGUAGES.items())
def test_pages_name_their_language(language: str, tag: str, site_of: Callable[[str], Path]) -> None:
    for path in pages_of(site_of(language)):
        assert f'lang="{tag}"' in path.read_text("utf-8")[:200]


@pytest.mark.parametrize(("language", "count"), [("de", "8 Arbeiten"), ("ja", "論文 8 件"), ("zh_CN", "8 篇论文")])
def test_numbers_come_with_their_words(language: str, count: str, site_of: Callable[[str], Path]) -> None:
    (summary,) = texts(main_part(site_of(language) / "keywords" / "uvw.html"), ".cc-summary")
    assert summary.startswith(count)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", "Arbeiten nach Jahr"),
        ("ja", "年別の論文数"),
        ("zh_CN", "按年份统计的论文"),
    ],
)
def test_the_alternative_text_of_the_preview_is_translated(
    language: str, words: str, site_of: Callable[[str], Path]
) -> None:
    assert f'"og:image:alt" content="Stu: {words}"' in (site_of(language) / "index.html").read_text("utf-8")


def test_scripts_get_their_texts_in_a_file_of_the_site(site_of: Callable[[str], Path]) -> None:
    page = (site_of("de") / "explore.html").read_text("utf-8")
    early, translated = page.index("cardcatalog-early.js"), page.index("cardcatalog-words.js")
    assert early < translated < page.index("cardcatalog-explorer.js")
    assert '"Relevance": "Relevanz"' in (site_of("de") / "_static" / "cardcatalog-words.js").read_text("utf-8")


def test_a_site_in_english_loads_no_translations(site_of: Callable[[str], Path]) -> None:
    assert not [path for path in pages_of(site_of("en")) if "cardcatalog-words" in path.read_text("utf-8")]
    assert not (site_of("en") / "_static" / "cardcatalog-words.js").exists()


def test_a_change_of_language_rewrites_the_site(tmp_path: Path) -> None:
    site = make(tmp_path, "de")
    picture = (site / "preview.png").read_bytes()
    build(site.parent, "-D", "language=ja")
    for name in ("paper/k1", "keywords/uvw", "authors/a", "timeline"):
        assert 'lang="ja"' in (site / f"{name}.html").read_text("utf-8")
    assert ">引用<" in (site / "paper" / "k1.html").read_text("utf-8")
    assert "<h1>ページが見つかりません</h1>" in (site / "404.html").read_text("utf-8")
    assert "## データ" in (site / "llms.txt").read_text("utf-8")
    assert (site / "preview.png").read_bytes() != picture


def test_a_card_has_the_language_of_its_site(library: Project) -> None:
    library.set(language="de")
    page = library.build().soup("papers/weights.html")
    assert page.select(".cc-copy")[0].get_text() == "BibTeX kopieren"
