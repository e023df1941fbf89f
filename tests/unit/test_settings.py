"""The settings: each declared once, and a wrong value refused with advice."""

from __future__ import annotations

import pytest

from cardcatalog.settings import SETTINGS, as_texts, find_faults, find_unknown


def test_every_default_is_accepted() -> None:
    assert not list(find_faults({name: row.default for name, row in SETTINGS.items()}))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("bibliography", "papers.bib"),
        ("bibliography", ("a.bib", "b/*.bib")),
        ("required_fields", ()),
        ("required_fields", "title"),
        ("exports", False),
        ("exports", ["ris"]),
        ("edit_url", "https://example.org/{path}#L{line}"),
        ("license", "CC0-1.0"),
        ("repository", "https://gitlab.example.org/group/part/name/"),
        ("repository", False),
        ("contact", "jane.doe+lists@mail.example.org"),
        ("contact", "https://social.example.org/@me"),
        ("contact", "mailto:jane@example.org"),
        ("contact", "develop/how to help#report-a-mistake"),
    ],
)
def test_a_valid_value_is_accepted(name: str, value: object) -> None:
    assert not SETTINGS[name].fault(value)


@pytest.mark.parametrize(
    ("name", "value", "advice"),
    [
        ("bibliography", 5, "a list of paths"),
        ("bibliography", [5], "a list of paths"),
        ("categories", ["a.toml"], "the path of one file"),
        ("category_field", None, "a text in quotes"),
        ("required_fields", ["title", 5], "a list of names of fields"),
        ("paper_pages", "yes", "True or False"),
        ("exports", 3, "True, False, or a list of names"),
        ("edit_url", "https://example.org/{file}", "{path}, {line}, {key}, {title}, {body} and no other brace"),
        ("report_url", "https://example.org/{", "no other brace"),
        ("repository", True, "the URL of a repository"),
        ("repository", "github.com/owner/name", "the URL of a repository"),
        ("repository", "git@github.com:owner/name.git", "the URL of a repository"),
        ("repository", "https://example.org/{path}", "the URL of a repository"),
        ("contact", "Jane <jane@example.org>", "an e-mail address such as 'us@example.org', a URL"),
        ("contact", "jane@example.org, joe@example.org", "an e-mail address such as"),
        ("contact", "javascript:alert(1)", "an e-mail address such as"),
        ("contact", "https://example.org/{key}", "an e-mail address such as"),
        ("baseurl", "example.org/papers", "a URL that begins with https:"),
        ("baseurl", "https:example.org", "a URL that begins with https:"),
        ("contact", "#mistakes", "a page of the project such as 'contribute#mistakes'"),
    ],
)
def test_an_invalid_value_is_refused_with_advice(name: str, value: object, advice: str) -> None:
    (fault,) = find_faults({name: value})
    assert fault.startswith(f"cardcatalog_{name} is {value!r}; write ")
    assert advice in fault


def test_an_unknown_setting_of_ours_is_named_with_the_nearest() -> None:
    assert list(find_unknown(["cardcatalog_licence", "cardcatalog_license", "project"])) == [
        "unknown setting 'cardcatalog_licence' (did you mean 'cardcatalog_license'?); correct its name, or delete it"
    ]
    assert list(find_unknown(["cardcatalog_colour"])) == [
        "unknown setting 'cardcatalog_colour'; correct its name, or delete it"
    ]


def test_settings_of_others_are_ignored() -> None:
    assert not list(find_faults({"colour": 5}))


def test_one_text_is_a_list_of_one() -> None:
    assert as_texts("title") == as_texts(["title"]) == ("title",)
    with pytest.raises(TypeError, match="neither a text nor a list of texts"):
        as_texts(["title", 5])
