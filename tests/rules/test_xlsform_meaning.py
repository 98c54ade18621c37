"""A form says what its questions ask for, in the column `means`; what nothing could be made of is refused in its row."""

from __future__ import annotations

import pytest

from feedback_app.forms.engine.definition import in_order
from feedback_app.forms.shipped import shipped_instruments
from feedback_app.forms.xlsform.compiler import Issue, XlsformError, compile_markdown, read_xlsform

FORM = """
| survey |
| | type | name | label::French (fr) | means |
{rows}| choices |
| | list_name | name | label::French (fr) |
| | what | eau | L’eau |
| | what | nsp | Je ne sais pas |
| | which | pump | La pompe |
| settings |
| | form_title | form_id | version | default_language |
| | Manques | lacks | 1 | French (fr) |
"""


def form(*rows: str) -> str:
    return FORM.format(rows="".join(f"| | {row} |\n" for row in rows))


def meanings(source: str) -> dict[str, str]:
    nodes = in_order(compile_markdown(source, "lacks")["questions"])
    return {node["name"]: node["means"] for node in nodes if "means" in node}


def refusals(source: str) -> list[Issue]:
    with pytest.raises(XlsformError) as refused:
        compile_markdown(source, "lacks")
    return list(refused.value.issues)


def test_a_programme_says_what_its_own_questions_ask_for() -> None:
    rows = ("select_one what | topic | Quoi ? | domain", "text | name | Nom ? | ", "text | dream | Et après ? | wish")
    assert meanings(form(*rows)) == {"topic": "domain", "dream": "wish"}


def test_a_question_that_means_nothing_has_no_such_key() -> None:
    [node] = compile_markdown(form("text | name | Nom ? | "), "lacks")["questions"]
    assert "means" not in node


def test_a_form_that_is_stored_and_read_again_means_the_same() -> None:
    reading = read_xlsform(form("select_one what | topic | Quoi ? | domain"), "lacks")
    assert read_xlsform(reading.source, "lacks").definition == reading.definition


def test_an_unknown_meaning_is_refused_in_its_row() -> None:
    [issue] = refusals(form("text | name | Nom ? | ", "text | hue | Couleur ? | colour"))
    assert (issue.code, issue.row, issue.name, issue.details["found"]) == ("meaning-unknown", 3, "hue", "colour")
    assert "colour" in issue.sentence("fr")
    assert "colour" in issue.sentence("en")


@pytest.mark.parametrize("row", ["text | topic | Quoi ? | domain", "select_one what | dream | Et après ? | wish"])
def test_a_question_of_a_type_that_cannot_mean_it_is_refused_in_its_row(row: str) -> None:
    [issue] = refusals(form(row))
    assert (issue.code, issue.row) == ("meaning-type", 2)
    assert str(issue.details["types"]) in issue.sentence("en")


def test_choices_of_a_question_that_means_a_list_are_its_terms_or_say_nothing() -> None:
    [issue] = refusals(form("select_one which | topic | Quoi ? | domain"))
    assert (issue.code, issue.row) == ("meaning-choice", 2)
    assert issue.details == {"found": "pump", "vocabulary": "domains"}


def test_two_questions_for_the_same_thing_are_refused_at_the_second() -> None:
    [issue] = refusals(form("select_one what | topic | Quoi ? | domain", "select_one what | more | Encore ? | domain"))
    assert (issue.code, issue.row, issue.details["other"]) == ("meaning-twice", 3, "topic")


def test_each_domain_may_have_a_detail_of_its_own() -> None:
    rows = ("select_one which | water | Quoi ? | detail", "select_one which | health | Quoi ? | detail")
    assert set(meanings(form(*rows)).values()) == {"detail"}


def test_a_group_means_nothing() -> None:
    rows = ("begin_group | told | Dites | story", "text | words | Quoi ? | ", "end_group | | | ")
    assert [issue.code for issue in refusals(form(*rows))] == ["meaning-type"]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("besoin", {"domain", "detail", "severity", "affected", "since", "story", "coping", "wish", "age", "sex"}),
        ("emotion", {"emotion", "pleasure", "arousal", "about_project", "story", "age", "sex"}),
        ("retour", {"about_project", "progress", "score", "problem", "feedback_kind", "story", "wish", "age", "sex"}),
        ("solution", {"domain", "story", "age", "sex"}),
        ("observation", {"about_project", "domain", "emotion"}),
        ("seance", {"domain"}),
    ],
)
def test_the_shipped_forms_say_what_they_ask_for(name: str, meant: set[str]) -> None:
    assert set(meanings(dict(shipped_instruments())[name]).values()) == meant
