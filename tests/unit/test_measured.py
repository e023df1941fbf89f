"""Tables of measured numbers: their cells, their grids, and what their words are taken for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.loader import load
from cardcatalog.results.results import Results
from cardcatalog.results.scheme import Benchmark, Measure, Method, Model, Scheme, Setting
from cardcatalog_tools.measured.answers import Answers, read_answers
from cardcatalog_tools.measured.cells import Number, plain, read_numbers
from cardcatalog_tools.measured.files import format_file, insert_source, merge, read_rows
from cardcatalog_tools.measured.grids import read_grids
from cardcatalog_tools.measured.labels import Vocabulary, read_conditions
from cardcatalog_tools.measured.proposals import Proposal, propose
from cardcatalog_tools.measured.rows import Place

SCHEME = Scheme(
    settings={
        "w": Setting(id="w", name="Weight bits", show="W{}", bits="weights", essential=True),
        "a": Setting(id="a", name="Activation bits", show="A{}", bits="activations", essential=True),
        "group": Setting(id="group", name="Group size", show="g{}", printed=("group size {}",), essential=True),
        "recipe": Setting(id="recipe", name="Recipe"),
    },
    measures={
        "ppl": Measure(id="ppl", name="perplexity", better="lower", lowest=1),
        "acc": Measure(id="acc", name="accuracy", better="higher", unit="%", lowest=0, highest=100),
    },
    benchmarks={
        "wiki-ppl": Benchmark(id="wiki-ppl", name="Wiki perplexity", measure="ppl", metrics=("perplexity",),
                              printed=("Wiki2",)),
        "quiz": Benchmark(id="quiz", name="Quiz", measure="acc", metrics=("accuracy", "acc_norm")),
    },
    models={
        "llama-2-7b": Model(id="llama-2-7b", name="Llama-2-7B", printed=("LLaMA2-7B",)),
        "llama-2-70b": Model(id="llama-2-70b", name="Llama-2-70B"),
    },
    methods={
        "unquantized": Method(name="unquantized", reference=True, printed=("FP16", "Full precision")),
        "RTN": Method(name="RTN", note="rounding"),
        "GPTQ": Method(name="GPTQ", paper="doe2023gptq"),
    },
)  # fmt: skip


@pytest.fixture
def vocabulary() -> Vocabulary:
    """The names and settings of a field."""
    return Vocabulary(Catalog(results=Results(SCHEME)))


def read(text: str, vocabulary: Vocabulary, answers: Answers | None = None) -> Proposal:
    """Return what is proposed for the first table of a text."""
    return propose(read_grids(text)[0], Place("lab/a", "README.md", "doe2023gptq"), vocabulary, answers or Answers())


def answer(facts: str = "", **words: str) -> Answers:
    """Return answers about a table."""
    return Answers(
        read_conditions(facts, SCHEME), {word: read_conditions(text, SCHEME) for word, text in words.items()}
    )


def cells(proposal: Proposal, *names: str) -> list[tuple[str, ...]]:
    """Return some columns of the rows that are proposed."""
    return [tuple(row.get(name, "") for name in names) for row in proposal.rows]


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("6.14", ["6.14"]),
        ("**6.14**", ["6.14"]),
        ("<b>6.14</b>", ["6.14"]),
        ("`6.14`", ["6.14"]),
        ("__6.14__", ["6.14"]),
        ("_6.14_", ["6.14"]),
        ("6.14<sup>1</sup>", ["6.14"]),
        ("6.14¹", ["6.14"]),
        ("6.14[^1]", ["6.14"]),
        ("6.14 [[12]](#f12)", ["6.14"]),
        ("6.14*", ["6.14"]),
        ("6.14†", ["6.14"]),
        ("[6.14](https://example.org/1)", ["6.14"]),
        ("6.14 ↓", ["6.14"]),
        ("71.2 (↓0.3)", ["71.2"]),
        ("71.2 (-0.3)", ["71.2"]),
        ("71.2 ± 0.4", ["71.2"]),
        ("$71.2_{\\pm 0.4}$", ["71.2"]),
        ("$\\mathbf{6.14}$", ["6.14"]),
        ("\\textbf{6.14}", ["6.14"]),
        ("$6.14^{\\dagger}$", ["6.14"]),
        ("71.2\\%", ["71.2"]),
        ("71.2%", ["71.2"]),
        ("6.14 / 71.2", ["6.14", "71.2"]),
        ("6.14/71.2", ["6.14", "71.2"]),
        ("1,234.5", ["1234.5"]),
        ("1e5", ["1e5"]),
        ("2.3E6", ["2.3E6"]),
        ("$1.2 \\times 10^{3}$", ["1.2e3"]),
        ("1.2×10<sup>3</sup>", ["1.2e3"]),
        ("−0.5", ["-0.5"]),
        ("<!-- 5 --> 6.14", ["6.14"]),
        ("~~5.1~~ 6.14", ["6.14"]),
        ("6.14<br>", ["6.14"]),
        ("&nbsp;6.14", ["6.14"]),
        ("6.14 (-0.21)", ["6.14"]),
        ("70.18%/89.25% (-0.81%/-0.43%)", ["70.18", "89.25"]),
        ("6.14 +/- 0.02", ["6.14"]),
        ("6.14 (+/-0.02) / 71.2 (+/-0.3)", ["6.14", "71.2"]),
        ("6.14<sup>1</sup> / 71.2<sup>2</sup>", ["6.14", "71.2"]),
        ("6.14<sup>[<a href='#a'>1</a>]</sup>", ["6.14"]),
        ("6.14 [:arrow_down:](https://models.example/w4)", ["6.14"]),
    ],
)
def test_a_number_is_read_without_its_markup(cell: str, numbers: list[str]) -> None:
    assert [number.text for number in read_numbers(plain(cell))] == numbers


@pytest.mark.parametrize(
    "cell", ["", "-", "–", "—", "N/A", "n/a", "NA", "OOM", "NaN", "nan", "inf", "∞", "TBD", "x", "✗", "/"]
)
def test_a_cell_without_a_number_has_none(cell: str) -> None:
    assert read_numbers(plain(cell)) == []


@pytest.mark.parametrize(
    "cell",
    [
        "6,14",
        "78.1 → 77.9",
        "7B",
        "about 6.1",
        "6.14 / -",
        "6.1.4",
        "10^3",
        "1.5x",
        "6.1 (0.5/0.6)",
        "6.1/7 (-1/-1/-2)",
    ],
)
def test_a_cell_that_is_not_a_number_for_certain_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match=r"not a number|not certain"):
        read_numbers(plain(cell))


@pytest.mark.parametrize(("cell", "words"), [("73.8(voc)", "voc"), ("36.1% (note 2)", "note 2"), ("6.1 (-0.2)", "")])
def test_words_in_brackets_after_a_number_are_kept(cell: str, words: str) -> None:
    assert [number.remark for number in read_numbers(plain(cell))] == [words]


def test_raised_words_are_not_footnotes() -> None:
    assert plain("Acc<sup>FP32</sup>, AP<sup>box</sup>") == "Acc FP32, AP box"


def test_a_percent_sign_is_not_part_of_a_number() -> None:
    assert read_numbers("71.2%") == read_numbers("71.2") == [Number("71.2")]


HTML = """# Results

<table>
  <tr><th rowspan="2">Method</th><th colspan=2>Llama-2-7B</th></tr>
  <tr><th>Wiki2 &darr;</th><th>Quiz</th></tr>
  <tr><td>FP16</td><td>5.47</td>
    <td><b>70.1</b></td></tr>
  <tr><td>GPTQ W4A16<td>5.83<td>OOM
</table>
"""


def test_a_cell_of_html_is_in_each_row_and_column_that_it_spans() -> None:
    (grid,) = read_grids(HTML)
    assert [grid.head(column) for column in grid.columns] == [
        ["Method"],
        ["Llama-2-7B", "Wiki2 ↓"],
        ["Llama-2-7B", "Quiz"],
    ]


def test_a_cell_of_html_has_the_line_that_it_begins_in() -> None:
    (grid,) = read_grids(HTML)
    assert [(cell.text, cell.line) for cell in grid.body[0]] == [("FP16", 6), ("5.47", 6), ("70.1", 7)]


def test_cells_of_html_may_lack_their_ends() -> None:
    (grid,) = read_grids(HTML)
    assert [cell.text for cell in grid.body[1]] == ["GPTQ W4A16", "5.83", "OOM"]


def test_a_bold_line_above_a_table_is_its_section() -> None:
    (grid,) = read_grids("# One\n\n**Llama-2-7B**\n| a | b |\n| - | - |\n| 1 | 2 |\n")
    assert grid.section == "Llama-2-7B"


def test_tables_in_code_are_none() -> None:
    assert not read_grids("```\n| a | b |\n| - | - |\n| 1 | 2 |\n```\n\n```html\n<table><tr><td>1</table>\n```\n")


def test_an_immense_span_is_bounded() -> None:
    (grid,) = read_grids('<table><tr><th colspan="1000000000">A</th></tr><tr><td>1</td></tr></table>')
    assert len(grid.columns) == 100


def test_a_pipe_that_is_escaped_is_part_of_a_cell() -> None:
    (grid,) = read_grids("| a \\| b | c |\n| - | - |\n| 1 | 2 |\n")
    assert grid.head(0) == ["a | b"]


def test_an_empty_heading_goes_on_with_the_one_on_its_left() -> None:
    (grid,) = read_grids("| Model | Llama-2-7B | |\n| - | - | - |\n| Method | Wiki2 | Quiz |\n| RTN | 6.1 | 60 |\n")
    assert [grid.head(column) for column in grid.columns] == [
        ["Model", "Method"],
        ["Llama-2-7B", "Wiki2"],
        ["Llama-2-7B", "Quiz"],
    ]


def test_the_heading_above_a_table_is_its_section() -> None:
    (grid,) = read_grids("# One\n\n## **Two**\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n# Three\n")
    assert grid.section == "Two"


TABLE = """\
| Method | Bits | Llama-2-7B | Llama-2-70B |
| --- | --- | --- | --- |
| FP16 | W16A16 | 5.47 | 3.32 |
| GPTQ | W4A16g128 | **5.83** | - |
| RTN | W4A16 | 6.1 | 3.5 |
"""


def test_every_number_gets_model_method_setting_and_line(vocabulary: Vocabulary) -> None:
    found = read(TABLE, vocabulary, answer("benchmark=wiki-ppl"))
    assert not found.rows[0].get("recipe")
    assert cells(found, "method", "model", "value", "line") == [
        ("unquantized", "llama-2-7b", "5.47", "3"),
        ("unquantized", "llama-2-70b", "3.32", "3"),
        ("GPTQ", "llama-2-7b", "5.83", "4"),
        ("RTN", "llama-2-7b", "6.1", "5"),
        ("RTN", "llama-2-70b", "3.5", "5"),
    ]


def test_settings_are_read_from_codes(vocabulary: Vocabulary) -> None:
    reading = vocabulary.read("GPTQ W4-A16 g128")
    assert reading.facts == {"method": "GPTQ", "paper": "doe2023gptq", "w": "4", "a": "16", "group": "128"}
    assert not reading.rest


@pytest.mark.parametrize("text", ["w4a16", "W4A16", "W4-A16", "w4_a16"])
def test_a_code_is_read_in_any_spelling(vocabulary: Vocabulary, text: str) -> None:
    assert vocabulary.read(text).facts == {"w": "4", "a": "16"}


@pytest.mark.parametrize("text", ["A100", "W4x", "Llama-3-A3B", "g128k"])
def test_a_word_with_a_code_in_it_is_none(vocabulary: Vocabulary, text: str) -> None:
    assert not {"w", "group"} & vocabulary.read(text).facts.keys()
    assert vocabulary.read(text).rest or text == "A100"


def test_the_longest_name_counts(vocabulary: Vocabulary) -> None:
    assert vocabulary.read("meta-llama/Llama-2-70b-hf").facts == {"model": "llama-2-70b"}


def test_words_that_mean_nothing_are_asked_about_and_give_no_row(vocabulary: Vocabulary) -> None:
    found = read("| Method | Llama-2-7B Wiki2 |\n| - | - |\n| GPTQ turbo | 5.83 |\n| RTN | 6.1 |\n", vocabulary)
    assert cells(found, "method") == [("RTN",)]
    assert [question.word for question in found.questions] == ["GPTQ turbo"]


BITS = """\
| Method | {} | Llama-2-7B Wiki2 |
| - | - | - |
| GPTQ | 4 | 5.83 |
| GPTQ | 2 | 1000 |
"""


@pytest.mark.parametrize("heading", ["Bits", "bit", "# Bits", "Wbits", "Precision", "Avg. bits"])
def test_numbers_wait_while_a_column_may_be_a_setting_of_them(vocabulary: Vocabulary, heading: str) -> None:
    found = read(BITS.format(heading), vocabulary)
    assert not found.rows
    assert [question.word for question in found.questions] == [heading]
    assert found.waiting == {heading: 2}


@pytest.mark.parametrize(("text", "bits"), [("w=*", ["4", "2"]), ("-", ["", ""])])
def test_numbers_that_waited_are_rows_after_the_answer(vocabulary: Vocabulary, text: str, bits: list[str]) -> None:
    found = read(BITS.format("Bits"), vocabulary, answer(Bits=text))
    assert [row.get("w", "") for row in found.rows] == bits
    assert (found.questions, found.waiting) == ([], {})


def test_numbers_wait_for_a_column_without_a_heading(vocabulary: Vocabulary) -> None:
    found = read(BITS.format(""), vocabulary)
    assert (found.rows, found.waiting, len(found.questions)) == ([], {"(no heading)": 2}, 1)
    answered = read(BITS.format(""), vocabulary, answer(**{"(no heading)": "w=*"}))
    assert (cells(answered, "w", "value"), answered.questions) == ([("4", "5.83"), ("2", "1000")], [])
    left_out = read(BITS.format(""), vocabulary, answer(**{"(no heading)": "-"}))
    assert (cells(left_out, "value"), left_out.questions) == ([("5.83",), ("1000",)], [])


def test_numbers_without_any_heading_need_none(vocabulary: Vocabulary) -> None:
    found = read("| Method | |\n| - | - |\n| RTN | 6.1 |\n", vocabulary, answer("model=llama-2-7b, benchmark=wiki-ppl"))
    assert cells(found, "value") == [("6.1",)]


def test_a_column_of_bits_is_not_one_of_results(vocabulary: Vocabulary) -> None:
    table = "| Task | Bits | Score |\n| - | - | - |\n| Wiki2 | 4 | 5.83 |\n"
    found = read(table, vocabulary, answer("model=llama-2-7b, method=RTN", Score="metric=perplexity"))
    assert (found.rows, found.waiting) == ([], {"Bits": 1})


def test_numbers_wait_for_the_words_of_their_rows(vocabulary: Vocabulary) -> None:
    table = "| Llama-2-7B | Wiki2 | Wiki2 |\n| - | - | - |\n| GPTQ turbo | 5.8 | - |\n| RTN | 6.1 | 3.5 |\n"
    found = read(table, vocabulary, answer("model=llama-2-7b"))
    assert (cells(found, "value"), found.waiting) == ([("6.1",), ("3.5",)], {"GPTQ turbo": 1})


def test_labels_of_a_row_that_say_two_things_are_asked_about(vocabulary: Vocabulary) -> None:
    table = "| Model | Method | Note | Wiki2 |\n| - | - | - | - |\n| Llama-2-7B | RTN | Llama-2-70B | 6.1 |\n"
    found = read(table, vocabulary)
    assert (found.rows, found.waiting) == ([], {"Llama-2-70B": 1})
    assert "'Llama-2-70B': does not fit 'Llama-2-7B RTN Llama-2-70B'" in found.questions[0].text


def test_numbers_wait_for_the_headings_above_the_one_above_them(vocabulary: Vocabulary) -> None:
    table = "| Method | Wiki2 |\n| - | - |\n| *turbo* | |\n| **Llama-2-70B** | |\n| RTN | 3.5 |\n"
    assert (read(table, vocabulary).rows, read(table, vocabulary).waiting) == ([], {"turbo": 1})


def test_an_unknown_heading_of_another_model_holds_nothing_up(vocabulary: Vocabulary) -> None:
    table = "| Method | Llama-2-7B Wiki2 | Llama-2-7B Avg |\n| - | - | - |\n| RTN | 6.1 | 60 |\n"
    assert cells(read(table, vocabulary), "value") == [("6.1",)]


def test_an_answer_takes_the_place_of_a_question(vocabulary: Vocabulary) -> None:
    answers = answer(**{"GPTQ turbo": "method=GPTQ, paper=doe2023gptq, recipe=turbo"})
    found = read("| Method | Llama-2-7B Wiki2 |\n| - | - |\n| GPTQ turbo | 5.83 |\n", vocabulary, answers)
    assert cells(found, "method", "recipe", "relation") == [("GPTQ", "turbo", "own")]
    assert not found.questions


def test_a_heading_of_two_settings_divides_its_cells(vocabulary: Vocabulary) -> None:
    found = read("| Method | W/A | Llama-2-7B Wiki2 |\n| - | - | - |\n| GPTQ | 4/16 | 5.83 |\n", vocabulary)
    assert cells(found, "w", "a") == [("4", "16")]


@pytest.mark.parametrize("bits", ["4/16", "4, 16", "4-16", "32,32"])
def test_bits_of_a_cell_are_divided_in_any_way(vocabulary: Vocabulary, bits: str) -> None:
    found = read(f"| Method | W/A | Llama-2-7B Wiki2 |\n| - | - | - |\n| GPTQ | {bits} | 5.83 |\n", vocabulary)
    assert cells(found, "w", "a") == [tuple(re.findall(r"\d+", bits))]


def test_two_numbers_in_a_cell_have_the_names_of_their_heading(vocabulary: Vocabulary) -> None:
    found = read(
        "| Llama-2-7B | Wiki2 / Quiz |\n| - | - |\n| RTN | 6.14 / 71.2 |\n", vocabulary, answer("model=llama-2-7b")
    )
    assert cells(found, "benchmark", "value") == [("wiki-ppl", "6.14"), ("quiz", "71.2")]


def test_two_numbers_in_a_cell_have_the_names_of_an_answer(vocabulary: Vocabulary) -> None:
    answers = answer("model=llama-2-7b", Scores="benchmark=wiki-ppl / quiz, metric=perplexity / accuracy")
    found = read("| Method | Scores |\n| - | - |\n| RTN | 6.14 / 71.2 |\n", vocabulary, answers)
    assert cells(found, "benchmark", "value") == [("wiki-ppl", "6.14"), ("quiz", "71.2")]
    with pytest.raises(ValueError, match="unknown benchmark 'quizz'"):
        answer(Scores="benchmark=wiki-ppl / quizz")


@pytest.mark.parametrize("cell", ["1 / 2 / 3", "6.14"])
def test_answers_with_lists_of_different_lengths_are_asked_about(vocabulary: Vocabulary, cell: str) -> None:
    answers = answer("model=llama-2-7b", Scores="benchmark=wiki-ppl / quiz, metric=accuracy / perplexity / accuracy")
    found = read(f"| Method | Scores |\n| - | - |\n| RTN | {cell} |\n", vocabulary, answers)
    assert found.rows == []
    assert [question.text.split(":")[1] for question in found.questions] == [
        " the lists of its heading differ in length"
    ]


def test_one_number_below_a_list_of_names_is_asked_about(vocabulary: Vocabulary) -> None:
    answers = answer("model=llama-2-7b", Scores="benchmark=wiki-ppl / quiz")
    found = read("| Method | Scores |\n| - | - |\n| RTN | 6.14 |\n", vocabulary, answers)
    assert [question.text for question in found.questions] == ["line 3: '6.14' has 1 numbers, its heading 2 names"]
    assert found.rows == []


def test_columns_of_the_same_heading_are_answered_by_their_numbers(vocabulary: Vocabulary) -> None:
    table = "| Method | R | R |\n| - | - | - |\n| RTN | 6.1 | 3.5 |\n"
    answers = answer("benchmark=wiki-ppl", **{"(column 2)": "model=llama-2-7b", "(column 3)": "model=llama-2-70b"})
    found = read(table, vocabulary, answers)
    assert (cells(found, "model", "value"), found.questions) == ([("llama-2-7b", "6.1"), ("llama-2-70b", "3.5")], [])


@pytest.mark.parametrize(
    ("answers", "rows"),
    [({}, []), ({"note 2": "recipe=turbo"}, [("turbo",)]), ({"note 2": "-"}, [])],
    ids=["open", "answered", "left out"],
)
def test_a_number_waits_for_the_words_in_brackets_after_it(
    vocabulary: Vocabulary, answers: dict[str, str], rows: list[tuple[str]]
) -> None:
    table = "| Method | Llama-2-7B Wiki2 |\n| - | - |\n| RTN | 6.1 (note 2) |\n"
    found = read(table, vocabulary, answer(**answers))
    assert cells(found, "recipe") == rows
    assert [question.word for question in found.questions] == ([] if answers else ["note 2"])


@pytest.mark.parametrize(("answers", "models"), [({}, []), ({"--": "model=*"}, [("llama-2-7b",)])])
def test_a_dash_may_be_answered_to_mean_the_row_above(
    vocabulary: Vocabulary, answers: dict[str, str], models: list[tuple[str]]
) -> None:
    table = "| Model | Method | Wiki2 |\n| - | - | - |\n| Llama-2-7B | FP16 | 5.5 |\n| -- | RTN | 6.1 |\n"
    assert cells(read(table, vocabulary, answer(**answers)), "model")[1:] == models


def test_the_owner_of_a_model_is_dropped_and_no_bits_are(vocabulary: Vocabulary) -> None:
    assert vocabulary.read("meta-llama/Llama-2-7B").facts == {"model": "llama-2-7b"}
    assert vocabulary.read("W4/A4").facts == {"w": "4", "a": "4"}
    assert vocabulary.read("w4a4/GPTQ").facts["w"] == "4"


def test_a_word_of_a_setting_is_kept_though_it_names_a_method(vocabulary: Vocabulary) -> None:
    table = "| Method | Recipe | Llama-2-7B Wiki2 |\n| - | - | - |\n| RTN | GPTQ first | 6.1 |\n"
    assert cells(read(table, vocabulary), "method", "recipe") == [("RTN", "GPTQ first")]


def test_a_row_of_one_label_speaks_for_the_rows_below(vocabulary: Vocabulary) -> None:
    table = "| Method | Wiki2 |\n| - | - |\n| *Llama-2-7B* | |\n| RTN | 6.1 |\n| **Llama-2-70B** | |\n| RTN | 3.5 |\n"
    assert cells(read(table, vocabulary), "model", "value") == [("llama-2-7b", "6.1"), ("llama-2-70b", "3.5")]


def test_an_empty_label_is_that_of_the_row_above(vocabulary: Vocabulary) -> None:
    table = "| Model | Method | Wiki2 |\n| - | - | - |\n| Llama-2-7B | FP16 | 5.5 |\n| | RTN | 6.1 |\n"
    assert cells(read(table, vocabulary), "model", "method") == [("llama-2-7b", "unquantized"), ("llama-2-7b", "RTN")]


def test_the_section_says_what_the_table_does_not(vocabulary: Vocabulary) -> None:
    found = read("## Llama-2-7B\n\n| Method | Wiki2 |\n| - | - |\n| RTN | 6.1 |\n", vocabulary)
    assert cells(found, "model") == [("llama-2-7b",)]


@pytest.mark.parametrize("section", ["4-bit Llama-2-7B", "INT4 weights", "W4A16 results", "Llama-2-7B (3 bits)"])
def test_numbers_wait_while_the_section_may_name_a_setting(vocabulary: Vocabulary, section: str) -> None:
    table = f"## {section}\n\n| Method | Llama-2-7B Wiki2 |\n| - | - |\n| RTN | 6.1 |\n"
    found = read(table, vocabulary)
    assert (found.rows, found.waiting, [question.word for question in found.questions]) == ([], {section: 1}, [section])
    answered = read(table, vocabulary, answer(**{section: "w=4"}))
    assert (cells(answered, "w", "value"), answered.questions) == ([("4", "6.1")], [])
    left_out = read(table, vocabulary, answer(**{section: "-"}))
    assert (left_out.rows, left_out.questions) == ([], [])


def test_a_section_does_not_matter_where_rows_state_their_setting(vocabulary: Vocabulary) -> None:
    table = "## 4-bit results\n\n| Method | Llama-2-7B Wiki2 |\n| - | - |\n| RTN W4A16 | 6.1 |\n| RTN W3A16 | 7 |\n"
    found = read(table, vocabulary)
    assert (cells(found, "w"), found.questions) == ([("4",), ("3",)], [])


def test_a_section_with_other_words_says_nothing(vocabulary: Vocabulary) -> None:
    found = read("## Better than Llama-2-7B\n\n| Method | Wiki2 |\n| - | - |\n| RTN | 6.1 |\n", vocabulary)
    assert not found.rows
    assert "does not say the model" in found.questions[0].text


def test_a_table_that_says_two_things_is_asked_about(vocabulary: Vocabulary) -> None:
    found = read("| Model | Llama-2-70B Wiki2 |\n| - | - |\n| Llama-2-7B RTN | 6.1 |\n", vocabulary)
    assert not found.rows
    assert "the model is 'llama-2-7b' and 'llama-2-70b'" in found.questions[0].text


def test_an_impossible_value_is_asked_about(vocabulary: Vocabulary) -> None:
    found = read("| Llama-2-7B | Quiz |\n| - | - |\n| RTN | 171.2 |\n", vocabulary, answer("model=llama-2-7b"))
    assert not found.rows
    assert "171.2 is impossible as accuracy of Quiz" in found.questions[0].text


def test_a_fraction_becomes_a_percentage(vocabulary: Vocabulary) -> None:
    table = "| Llama-2-7B | Quiz |\n| - | - |\n| RTN | 0.5540 |\n"
    found = read(table, vocabulary, answer("model=llama-2-7b, unit=fraction"))
    assert cells(found, "value", "printed") == [("55.4", "0.5540")]


def test_the_relation_follows_from_the_reporter(vocabulary: Vocabulary) -> None:
    found = read(TABLE, vocabulary, answer("benchmark=wiki-ppl"))
    assert [row["relation"] for row in found.rows] == ["baseline", "baseline", "own", "comparison", "comparison"]
    other = propose(read_grids(TABLE)[0], Place("a/b", "x", ""), vocabulary, answer("benchmark=wiki-ppl"))
    assert {row["relation"] for row in other.rows} == {"baseline", "third-party"}


def test_each_row_names_its_reference_row(vocabulary: Vocabulary) -> None:
    found = read(TABLE, vocabulary, answer("benchmark=wiki-ppl"))
    rows = read_rows(format_file(found.rows, SCHEME))
    ids = {row["model"]: row["id"] for row in rows if row["relation"] == "baseline"}
    assert all(row["baseline"] == ids[row["model"]] for row in rows if row["relation"] != "baseline")


def test_rows_that_are_there_are_not_added_again(vocabulary: Vocabulary) -> None:
    rows = read(TABLE, vocabulary, answer("benchmark=wiki-ppl")).rows
    old = read_rows(format_file(rows, SCHEME))
    merged, repeated = merge(old, rows)
    assert (len(merged), repeated) == (5, 5)
    assert format_file(merged, SCHEME) == format_file(old, SCHEME)


def test_a_source_is_inserted_by_name() -> None:
    from cardcatalog.results.scheme import Source  # noqa: PLC0415

    text = '[[source]]\nid = "a/a"\nname = "a/a"\nlink = "x"\n\n[[source]]\nid = "c/c"\nname = "c/c"\nlink = "x"\n'
    new = insert_source(text, Source(id="B/b", name="B/b", link="x"))
    assert [line for line in new.splitlines() if line.startswith("id")] == ['id = "a/a"', 'id = "B/b"', 'id = "c/c"']
    assert new.replace('[[source]]\nid = "B/b"\nname = "B/b"\nlink = "x"\n\n', "") == text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("model", "not of the form field=value"),
        ("modell=llama-2-7b", "unknown field 'modell' .did you mean 'model'"),
        ("model=llama-2-7bb", "unknown model 'llama-2-7bb' .did you mean 'llama-2-7b'"),
        ("benchmark=wiki", "unknown benchmark 'wiki'"),
        ("relation=mine", "unknown relation 'mine'"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_conditions(text, SCHEME)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("facts = ", "not valid TOML"),
        ("fact = 'w=4'", "unknown name 'fact'"),
        ("words = 3", "is not a text"),
        ("[words]\nA = 'w'", "'A': 'w' is not of the form"),
        ("[[table]]\nfacts = 'w=4'", "has a line = NUMBER"),
    ],
)
def test_a_file_of_answers_that_does_not_fit_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "a.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=f"a.toml: .*{message}"):
        read_answers(path, "a.toml", SCHEME)


def test_answers_about_a_table_count_before_those_about_all(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text('facts = "w=4, a=16"\n[[table]]\nline = 7\nfacts = "w=3"\n', encoding="utf-8")
    answers = read_answers(path, "a.toml", SCHEME)
    assert answers.about(7).facts.facts == {"w": "3", "a": "16"}
    assert answers.about(8).facts.facts == {"w": "4", "a": "16"}


def test_the_bibliography_of_this_project_gives_a_vocabulary() -> None:
    from pathlib import Path  # noqa: PLC0415

    catalog, _problems = load("bib/quantization.bib", base=Path(__file__).parents[2], results="bib/results.toml")
    found = Vocabulary(catalog).read("KIVI 2 on WikiText-2")
    assert (found.facts["method"], found.facts["benchmark"]) == ("KIVI", "wikitext2-ppl")


LIST_TABLE = """
Models
======

.. list-table::
   :header-rows: 1

   * - Network Name
     - Wiki2
     - Links
   * - llama-2-7b
     - 5.47
     - | `S <https://example.org>`_ `PT <https://example.org>`_
         `HEF <https://example.org>`_

   * - llama-2-70b
     - 3.32
     -

Text below.
"""


def test_a_list_table_of_restructuredtext_is_a_grid() -> None:
    (grid,) = read_grids(LIST_TABLE, "docs/models.rst")
    assert [[cell.text for cell in row] for row in grid.body] == [
        ["llama-2-7b", "5.47", "| S PT HEF"],
        ["llama-2-70b", "3.32", ""],
    ]


DRAWN = """
# llama-2-7b
+--------+-----------+------+
| Method | Wiki2     | C4   |
|        | (context) |      |
+========+===========+======+
| FP16   | 5.47      | 6.97 |
+--------+-----------+------+
| GPTQ   | 5.83      | 7.37 |
+--------+-----------+------+
"""


@pytest.mark.parametrize(("text", "path"), [(f"```{DRAWN}```\n", "README.md"), (DRAWN, "docs/models.rst")])
def test_a_table_that_is_drawn_is_a_grid(text: str, path: str) -> None:
    (grid,) = read_grids(text, path)
    assert [[cell.text for cell in row] for row in (*grid.heads, *grid.body)] == [
        ["Method", "Wiki2 (context)", "C4"],
        ["FP16", "5.47", "6.97"],
        ["GPTQ", "5.83", "7.37"],
    ]
    assert (grid.line, [row[0].line for row in grid.body]) == (3, [7, 9])


def test_a_drawn_table_with_a_cell_over_two_columns_is_none() -> None:
    assert not read_grids(DRAWN.replace("| FP16   | 5.47      | 6.97 |", "| FP16   | as in the paper  |"))


def test_a_cell_of_a_list_table_has_the_line_that_it_begins_in() -> None:
    (grid,) = read_grids(LIST_TABLE, "docs/models.rst")
    assert [row[1].line for row in grid.body] == [12, 17]


def test_a_line_above_a_rule_is_a_heading_of_restructuredtext() -> None:
    (grid,) = read_grids(LIST_TABLE, "docs/models.rst")
    assert grid.section == "Models"


def test_a_csv_file_is_a_grid_whose_rows_have_their_first_lines() -> None:
    (grid,) = read_grids('\ufeffModel,"Wiki2\nlower is better"\nllama-2-7b,5.47\n,\n', "zoo/models.csv")
    assert [(grid.head(1), row[1].text, row[1].line) for row in grid.body] == [(["Wiki2 lower is better"], "5.47", 3)]


def test_a_row_of_csv_ends_with_its_line_alone() -> None:
    (grid,) = read_grids("Model,Wiki2\r\nllama\u20282-7b,5.47\r\n", "models.csv")
    assert [[cell.text for cell in row] for row in grid.body] == [["llama 2-7b", "5.47"]]


def test_headings_of_html_with_numbers_are_none_if_all_cells_are_headings() -> None:
    text = "<table><tr><th>Method</th><th>Wiki2</th></tr>\n<tr><th>RTN</th><th>6.1</th></tr></table>"
    (grid,) = read_grids(text)
    assert [[cell.text for cell in row] for row in grid.body] == [["RTN", "6.1"]]


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("NDS: 0.354<br/>mAP: 0.252", [Number("0.354", "NDS"), Number("0.252", "mAP")]),
        ("mAP: 0.506", [Number("0.506", "mAP")]),
    ],
)
def test_names_before_numbers_are_kept(cell: str, numbers: list[Number]) -> None:
    assert read_numbers(plain(cell)) == numbers


@pytest.mark.parametrize("cell", ["group: 128", "step: 1e5"])
def test_a_name_before_a_whole_number_is_a_setting(cell: str) -> None:
    with pytest.raises(ValueError, match="is not a number"):
        read_numbers(cell)


def test_a_label_may_name_several_numbers_of_a_cell(vocabulary: Vocabulary) -> None:
    answers = Answers(
        words={"Both": read_conditions("benchmark=wiki-ppl / quiz, metric=perplexity / accuracy", SCHEME)}
    )
    text = "| Set | RTN W4A16 |\n| - | - |\n| Both | 5.47 / 70.1 |\n"
    facts = Answers(read_conditions("model=llama-2-7b", SCHEME), answers.words)
    assert [(row["benchmark"], row["value"]) for row in read(text, vocabulary, facts).rows] == [
        ("wiki-ppl", "5.47"),
        ("quiz", "70.1"),
    ]


def test_a_label_that_looks_like_a_missing_number_may_be_answered(vocabulary: Vocabulary) -> None:
    answers = Answers(words={"None": read_conditions("method=unquantized, relation=baseline", SCHEME)})
    text = "| Model | Method | Wiki2 |\n| - | - | - |\n| llama-2-7b | None | 5.47 |\n"
    assert [row["relation"] for row in read(text, vocabulary, answers).rows] == ["baseline"]
