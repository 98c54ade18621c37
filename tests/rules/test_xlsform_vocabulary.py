"""A form may offer a vocabulary's terms as choices without copying them."""

from __future__ import annotations

import pytest

from feedback_app.forms.shipped import shipped_instruments
from feedback_app.forms.xlsform.compiler import XlsformError, compile_markdown, read_xlsform
from schemas.vocabulary import vocabulary

FORM = """
| survey |
| | type | name | label::French (fr) | label::English (en) |
| | {kind} | topic | De quoi s’agit-il ? | What is it about? |
{more}| settings |
| | form_title | form_id | version | default_language |
| | Sujets | topics | 1 | French (fr) |
"""


def form(kind: str, more: str = "") -> str:
    return FORM.format(kind=kind, more=more)


@pytest.mark.parametrize("select", ["select_one", "select_multiple", "select one"])
def test_a_question_offers_a_vocabulary_with_its_words_and_pictures(select: str) -> None:
    [question] = compile_markdown(form(f"{select} vocabulary:emotions"), "topics")["questions"]
    assert [(one["name"], one["label"], one["picture"]) for one in question["choices"]] == [
        (term.code, dict(term.label), term.picture) for term in vocabulary("emotions").terms
    ]


def test_a_form_s_own_lists_stay_beside_it() -> None:
    own = (
        "| | select_one own | sure | Sûr ? | Sure? |\n"
        "| choices |\n| | list_name | name | label::French (fr) | label::English (en) |\n| | own | yes | Oui | Yes |\n"
    )
    topic, sure = compile_markdown(form("select_one vocabulary:severities", own), "topics")["questions"]
    assert {one["name"] for one in topic["choices"]} == vocabulary("severities").codes
    assert [one["name"] for one in sure["choices"]] == ["yes"]


def test_two_questions_share_one_list() -> None:
    more = "| | select_one vocabulary:domains | second | Et encore ? | What else? |\n"
    first, second = compile_markdown(form("select_one vocabulary:domains", more), "topics")["questions"]
    assert first["choices"] == second["choices"]


def test_the_stored_form_is_a_plain_xlsform_that_is_equivalent() -> None:
    reading = read_xlsform(form("select_one vocabulary:domains"), "topics")
    assert "vocabulary:" not in reading.source
    assert read_xlsform(reading.source, "topics").definition == reading.definition


def test_a_vocabulary_that_is_not_there_is_refused_in_its_row() -> None:
    with pytest.raises(XlsformError) as refused:
        compile_markdown(form("select_one vocabulary:colours"), "topics")
    [issue] = refused.value.issues
    assert (issue.code, issue.row, issue.details["found"]) == ("list-missing", 2, "vocabulary:colours")


@pytest.mark.parametrize(("name", "source"), shipped_instruments(), ids=lambda value: str(value)[:10])
def test_no_instrument_of_ours_copies_a_vocabulary(name: str, source: str) -> None:
    assert copied(source) == set()


def test_a_copied_vocabulary_would_be_found() -> None:
    rows = "".join(f"| | own | {term.code} | {term.label['fr']} |\n" for term in vocabulary("emotions").terms)
    assert copied("| choices |\n| | list_name | name | label |\n" + rows) == {"emotions"}


def copied(source: str) -> set[str]:
    """The vocabularies that questions are asked with, all of whose codes one list of a form has as rows of its own."""
    lists: dict[str, set[str]] = {}
    for cells in (line.split("|") for line in source.split("| choices |")[-1].splitlines() if line.count("|") > 3):
        lists.setdefault(cells[2].strip(), set()).add(cells[3].strip())
    asked = ("domains", "emotions", "feedback_kinds", "severities")
    return {name for name in asked if any(vocabulary(name).codes <= codes for codes in lists.values())}
