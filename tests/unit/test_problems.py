"""Problems: their kinds, their places, and suggestions."""

from __future__ import annotations

import re

import pytest

from cardcatalog.problems import Kind, Location, Problem, did_you_mean, unknown, without_echoes


def test_a_problem_reads_as_path_line_message_and_kind() -> None:
    problem = Problem(Location("bib/refs.bib", 7), "something is wrong; fix it", Kind.BAD_YEAR)
    assert str(problem) == "bib/refs.bib:7: something is wrong; fix it [cardcatalog.bad-year]"


@pytest.mark.parametrize("kind", Kind)
def test_a_kind_has_a_name_for_suppression_and_one_sentence(kind: Kind) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", kind.slug)
    assert re.fullmatch(r"[A-Z].*\.", kind.sentence)
    assert ". " not in kind.sentence


def test_no_two_kinds_have_the_same_name() -> None:
    assert len({kind.slug for kind in Kind}) == len(Kind)


@pytest.mark.parametrize(
    ("word", "meant"),
    [("qta", "qat"), ("PTQ", "ptq"), ("iclr", "ICLR"), ("Intt8", "int8"), ("léarned-step", "learned-step")],
)
def test_the_nearest_known_word_is_offered_in_any_case(word: str, meant: str) -> None:
    known = ["ptq", "qat", "int8", "ICLR", "learned-step"]
    assert did_you_mean(word, known) == f" (did you mean {meant!r}?)"


def test_an_unknown_word_is_named_with_the_nearest_and_with_what_to_do() -> None:
    message = unknown("keyword", "qta", ["ptq", "qat"], "define it")
    assert message == "unknown keyword 'qta' (did you mean 'qat'?); define it"


@pytest.mark.parametrize("word", ["", "zzz", "量化"])
def test_without_a_near_word_nothing_is_offered(word: str) -> None:
    assert did_you_mean(word, ["ptq", "qat"]) == ""


def test_without_known_words_nothing_is_offered() -> None:
    assert did_you_mean("ptq", []) == ""


def test_a_string_that_is_not_defined_is_one_problem_wherever_its_name_is_used() -> None:
    place = Location("refs.bib", 1)
    unknown = Problem(place, "the string 'undefd' is not defined", Kind.SYNTAX, "undefd")
    echo, other = (Problem(Location("refs.bib", 9), "no year", Kind.BAD_YEAR, value) for value in ("undefd", "x"))
    assert without_echoes([unknown, echo, other]) == [unknown, other]
