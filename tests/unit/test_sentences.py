"""Where a sentence ends: not at abbreviations, numbers and names."""

from __future__ import annotations

import pytest

from cardcatalog.catalog.sentences import LONGEST, first_sentence, is_short_sentence


@pytest.mark.parametrize(
    "first",
    [
        "It rounds weights to 2.5 bits.",
        "Frantar et al. (2023) show that it works.",
        "It keeps outliers, e.g. those of keys, in 16 bits.",
        "LLM.int8() multiplies columns apart.",
        "It does so (see Fig. 3).",
        "“Is it fast?”",
        "Works with J. Doe were first.",
        "Es rundet z. B. Gewichte.",
        "Is it fast?",
        "这是量化。",
        "It says “enough.”",
    ],
)
def test_the_first_sentence_ends_at_its_own_mark(first: str) -> None:
    assert first_sentence(first) == first
    assert first_sentence(f"{first} And so on.") == first


def test_chinese_sentences_need_no_space_between_them() -> None:
    assert first_sentence("这是量化。它很快。") == "这是量化。"


def test_a_text_without_a_mark_is_one_sentence() -> None:
    assert first_sentence("It rounds") == "It rounds"


@pytest.mark.parametrize("text", ["It is fast", "Is it fast?", "It is fast. It is small.", "", "x" * LONGEST + "."])
def test_a_short_sentence_is_one_and_ends_with_a_full_stop(text: str) -> None:
    assert not is_short_sentence(text)


def test_the_longest_sentence_is_short_still() -> None:
    assert is_short_sentence("x" * (LONGEST - 1) + ".")
