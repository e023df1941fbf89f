"""The guides: their citations, their structure, and their figures and tables, which agree with their sources."""

from __future__ import annotations

import math
import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from tests.site.conftest import Record, Site, load_script
from tests.sphinx.helpers import fold

DOCS = Path(__file__).parents[2] / "docs"
GUIDES = DOCS / "guides"
NAMES = sorted(path.stem for path in GUIDES.glob("*.md"))
PATHS = [name for name in NAMES if (GUIDES / f"{name}.md").read_text(encoding="utf-8").startswith("# Path: ")]
DRAWN = sorted(path.stem for path in (GUIDES / "figures").glob("*.svg"))


def text(name: str) -> str:
    """Return the source of a guide."""
    return (GUIDES / f"{name}.md").read_text(encoding="utf-8")


def cited(source: str) -> list[str]:
    """Return the keys of the papers that a text refers to, in order."""
    return re.findall(r"\{paper:(?:ref|title)\}`(?:[^`<]*<)?(\w+)>?`", source)


def steps(name: str) -> list[tuple[int, str, str]]:
    """Return the steps of a path: number, key, and the text on the paper."""
    parts = re.split(r"^(\d+)\. \*\*\{paper:title\}`(\w+)`\*\*, by \{paper:ref\}`\2`\n", text(name), flags=re.MULTILINE)
    said = (part.partition("\n## ")[0] for part in parts[3::3])
    return list(zip(map(int, parts[1::3]), parts[2::3], said, strict=True))


figures = load_script(GUIDES / "figures.py")


# Pages


def test_there_are_eight_paths() -> None:
    assert len(PATHS) == 8


def test_a_guide_cites_eight_papers_or_more() -> None:
    assert not [name for name in NAMES if len(set(cited(text(name)))) < 8]


def test_a_path_has_eight_to_twelve_steps_in_order() -> None:
    for name in PATHS:
        numbers = [number for number, _key, _said in steps(name)]
        assert numbers == list(range(1, len(numbers) + 1)), name
        assert 8 <= len(numbers) <= 12, name


def test_a_path_names_a_paper_once() -> None:
    for name in PATHS:
        keys = [key for _number, key, _said in steps(name)]
        assert len(set(keys)) == len(keys), name


def test_every_step_of_a_path_has_its_reason() -> None:
    assert not [(name, key) for name in PATHS for _number, key, said in steps(name) if not 100 < len(fold(said)) < 500]


def test_a_path_begins_with_its_readers_and_ends_with_further_reading() -> None:
    for name in PATHS:
        opening = text(name).partition("\n## ")[0]
        assert re.search(r"^For (those|anyone) who", opening, re.MULTILINE), name
        assert "presumes" in opening, name
        ending = text(name).rpartition("\n## ")[2]
        assert ending.startswith("Where to go on\n"), name
        assert "{paper:category}" in ending, name
        assert "{paper:keyword}" in ending, name


def test_a_path_is_linked_from_the_page_of_a_category() -> None:
    pages = [path.read_text(encoding="utf-8") for path in (DOCS / "papers").glob("*.md")]
    linking = "".join(page for page in pages if "New here? Follow the reading path [" in page)
    assert not [name for name in PATHS if f"(../guides/{name}.md)" not in linking]


def test_the_landing_page_of_the_guides_links_to_every_guide(html: Site) -> None:
    article = BeautifulSoup(html.text("guides/index.html"), "html.parser").select_one("article")
    assert article
    assert not [name for name in NAMES if name != "index" and not article.select(f"a[href='{name}.html']")]


def test_the_landing_page_of_the_site_links_to_the_guides(html: Site) -> None:
    article = BeautifulSoup(html.text("index.html"), "html.parser").select_one("article")
    assert article
    assert article.select("a[href='guides/index.html']")


# The table of methods


def rows() -> list[list[str]]:
    """Return the cells of the rows of all tables of methods."""
    lines = re.findall(r"^\| (\{paper:ref\}.*) \|$", text("llm-methods"), re.MULTILINE)
    return [line.split(" | ") for line in lines]


@pytest.fixture(scope="session")
def methods(records: list[Record]) -> list[tuple[list[str], dict[str, str]]]:
    """The rows of methods, each with the fields of its paper in the database."""
    fields = {row.key: row.fields | {"keywords": ", ".join(row.keywords)} for row in records}
    return [(row, fields[cited(row[0])[0]]) for row in rows()]


def test_no_two_methods_have_the_same_idea() -> None:
    ideas = [row[1] for row in rows()]
    assert len(ideas) == len(set(ideas))


def test_there_are_25_methods_or_more() -> None:
    keys = [cited(row[0])[0] for row in rows()]
    assert len(set(keys)) == len(keys) >= 25


def test_the_stage_of_a_method_agrees_with_its_keywords(methods: list[tuple[list[str], dict[str, str]]]) -> None:
    names = {"ptq": "PTQ", "qat": "QAT", "fine-tuning": "fine-tuning"}
    for row, fields in methods:
        words = fields["keywords"].split(", ")
        assert row[2] == (", ".join(name for word, name in names.items() if word in words) or "—"), row[0]


def test_the_quantized_tensors_agree_with_the_keywords(methods: list[tuple[list[str], dict[str, str]]]) -> None:
    names = {"weight-activation": "W A", "kv-cache": "KV"}
    for row, fields in methods:
        words = fields["keywords"].split(", ")
        together = " ".join(name for word, name in names.items() if word in words)
        alone = "W" if "weight-only" in words else ""
        assert row[3] == ("; ".join(filter(None, [alone, together])) or "—"), row[0]


def test_the_code_of_a_method_has_the_url_of_the_database(methods: list[tuple[list[str], dict[str, str]]]) -> None:
    for row, fields in methods:
        url = fields.get("code", "").partition(" ")[0]
        assert row[6] == (f"[{url.rpartition('/')[2]}]({url})" if url else "—"), row[0]


def test_the_idea_of_a_method_has_at_most_six_words() -> None:
    assert not [row[0] for row in rows() if not 0 < len(row[1].split()) <= 6]


def test_bits_of_a_method_are_read_from_an_entry_that_has_some(methods: list[tuple[list[str], dict[str, str]]]) -> None:
    read = [(row, fields) for row, fields in methods if row[4].startswith("{paper:bits}")]
    assert len(read) > 20
    assert not [
        row[0] for row, fields in read if row[4] != f"{{paper:bits}}`{cited(row[0])[0]}`" or "bits" not in fields
    ]


def test_bits_and_data_of_a_method_have_a_source() -> None:
    for method, _idea, _stage, _quantized, bits, data, code, source in rows():
        assert (source == "—") == (bits == data == "—"), method
        assert not re.search(r"\bR\b(?!\])", source) or code != "—", method


# Figures


def shown(site: Site) -> list[Tag]:
    """Return the figures of the primer."""
    return BeautifulSoup(site.text("guides/primer.html"), "html.parser").select("article figure")


def test_the_primer_shows_every_figure(html: Site) -> None:
    names = [Path(str(image["src"])).stem for figure in shown(html) for image in figure.select("img")]
    assert sorted(names) == DRAWN == sorted(figures.FIGURES)


def test_every_figure_has_a_caption(html: Site) -> None:
    assert not [figure for figure in shown(html) if len(fold(figure.select("figcaption")[0].get_text())) < 100]


def test_every_figure_has_an_alternative_text(html: Site) -> None:
    alternatives = [str(image.get("alt", "")) for figure in shown(html) for image in figure.select("img")]
    assert alternatives
    assert not [alternative for alternative in alternatives if len(alternative) < 100]


@pytest.fixture(scope="session")
def redrawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The figures, drawn again."""
    folder = tmp_path_factory.mktemp("figures")
    figures.write(folder)
    return folder


def test_a_figure_equals_the_output_of_its_script(redrawn: Path) -> None:
    """Between versions of matplotlib, only the last digit of numbers may differ."""
    for name in DRAWN:
        drawn, kept = (
            re.split(r"(-?\d+(?:\.\d+)?)", (folder / f"{name}.svg").read_text(encoding="utf-8"))
            for folder in (redrawn, GUIDES / "figures")
        )
        assert drawn[::2] == kept[::2], name
        assert [float(n) for n in drawn[1::2]] == pytest.approx([float(n) for n in kept[1::2]], abs=0.011), name


def test_a_figure_of_the_book_was_drawn_with_that_of_the_site() -> None:
    folder = GUIDES / "figures"
    for name in DRAWN:
        assert figures.digest(folder / f"{name}.svg").encode() in (folder / f"{name}.pdf").read_bytes(), name


def test_a_figure_is_small_and_follows_the_color_scheme() -> None:
    for name in DRAWN:
        svg = (GUIDES / "figures" / f"{name}.svg").read_text(encoding="utf-8")
        assert len(svg) < 60_000, name
        assert "@media (prefers-color-scheme: dark)" in svg, name
        assert not re.findall(r"(?:fill|stroke): #", svg), name


def test_a_figure_loads_nothing() -> None:
    for name in DRAWN:
        svg = (GUIDES / "figures" / f"{name}.svg").read_text(encoding="utf-8")
        assert not re.findall(r"(?:href=\"|url\()(?!#)|@import|<!DOCTYPE", svg), name


# The numbers in them


@cache
def density(value: float) -> float:
    """Return the standard normal density."""
    return math.exp(-value * value / 2) / math.sqrt(2 * math.pi)


def integrated_error(levels: list[float]) -> float:
    """Return the error of rounding a standard normal variable, by the midpoint rule."""
    width = 1 / 2000
    values = [(step + 0.5) * width - 9 for step in range(36_000)]
    return width * math.fsum(min((value - level) ** 2 for level in levels) * density(value) for value in values)


@pytest.mark.parametrize(
    "levels",
    [[0.0], [-1.0, 2.0], [-0.5, 0.1, 0.2, 4.0], figures.E2M1, figures.uniform_levels(4, 2.0)],
    ids=["one", "two", "uneven", "E2M1", "uniform"],
)
def test_the_error_is_that_of_a_numeric_integral(levels: list[float]) -> None:
    assert figures.normal_error(levels) == pytest.approx(integrated_error(list(levels)), abs=1e-6)


@pytest.mark.parametrize(("bits", "step", "error"), [(2, 0.9957, 0.1188), (3, 0.5860, 0.03744), (4, 0.3352, 0.01154)])
def test_the_best_clipping_value_is_the_known_one(bits: int, step: float, error: float) -> None:
    """J. Max, Quantizing for Minimum Distortion, 1960, gives step and error to four digits."""
    clip = figures.best_clip(bits)
    assert [2 * clip / 2**bits, figures.clipping_error(bits, clip)] == pytest.approx([step, error], rel=5e-4)


def test_the_best_levels_are_the_known_ones() -> None:
    """The same paper gives the sixteen levels that need not be even."""
    levels = figures.best_levels(16)
    assert [levels[8], levels[15], figures.normal_error(levels)] == pytest.approx([0.1284, 2.733, 0.009497], rel=5e-4)


@pytest.mark.parametrize("bits", figures.BITS)
def test_the_step_of_a_group_is_the_best(bits: int) -> None:
    """A fine grid of steps finds no less error in sum than the search did."""

    def total(outlier: float, others: float) -> float:
        return float(figures.OUTLIER**2 * outlier + 7 * others)

    grid = [figures.OUTLIER * 2 ** (-bits + exponent / 50) for exponent in range(-100, 200)]
    sums = [total(figures.integer_error(bits, s / figures.OUTLIER), figures.integer_error(bits, s)) for s in grid]
    assert total(*figures.group_error(bits, 7)) <= min(sums) * (1 + 1e-9)


@pytest.mark.parametrize("name", ["INTEGER", "E2M1", "POWERS"])
def test_a_format_has_fifteen_levels_between_minus_one_and_one(name: str) -> None:
    levels = getattr(figures, name)
    assert (len(levels), levels[0], levels[-1]) == (15, -1, 1)
    assert all(low < high for low, high in pairwise(levels))


def test_the_staircase_rounds_to_nearest_and_clips() -> None:
    values = [figures.quantize(value, 0.25, -4, 3) for value in (-9, -0.3, -0.1, 0, 0.124, 0.126, 9)]
    assert values == [-1, -0.25, 0, 0, 0, 0.25, 0.75]


def test_the_primer_states_the_numbers_of_its_figures() -> None:
    prose = fold(text("primer"))
    best = {bits: figures.clipping_error(bits, figures.best_clip(bits)) for bits in figures.BITS}
    assert f"ends at {figures.best_clip(4):.2f} standard deviations; at eight, at {figures.best_clip(8):.2f}" in prose
    assert f"by {best[2] / best[3]:.1f} from two to three bits and by {best[7] / best[8]:.1f} from seven" in prose
    assert f"do better than {figures.normal_error(figures.best_levels(16)):.4f}" in prose
    sizes = [level for level in figures.POWERS if level > 0]
    assert (len(sizes), len(figures.POWERS), len(figures.INTEGER)) == (7, 15, 15), "seven sizes of each sign and zero"
    assert "Integers run from \N{MINUS SIGN}7 to 7" in prose
    assert "powers of two have seven sizes of each sign and zero" in prose
    assert figures.group_error(4, 63)[1] == pytest.approx(1, abs=1e-3), "ordinary channels are rounded to zero"


def test_the_alternative_texts_state_the_numbers_of_the_figures() -> None:
    prose = fold(text("primer"))
    rounded = [figures.granularity_error(bits, group) for bits, group in ((8, 64), (4, 8), (2, 1), (8, 1))]
    assert [f"{error:.1g}" if error < 0.1 else f"{error:.2f}" for error in rounded] == ["0.04", "0.12", "0.19", "9e-05"]
    assert "falls to 0.04 at eight" in prose
    assert "about 0.12 at four bits" in prose
    assert "falls from 0.19 to 0.00009" in prose
    errors = [f"{figures.format_error(levels):.4f}" for levels in (figures.INTEGER, figures.E2M1, figures.POWERS)]
    assert not [error for error in errors if error not in prose]
