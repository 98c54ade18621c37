"""The danger door: once somebody says that a person is in danger, no form asks anything more, whatever was answered."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_app.forms.engine.definition import Danger, Definition, Node, door_names, in_order
from feedback_app.forms.engine.validation import Rules
from feedback_app.forms.engine.walk import Moment, Walk
from feedback_app.forms.engine.walk import Path as FormPath
from feedback_app.forms.preview import lines
from feedback_app.forms.shipped import SHIPPED, shipped_instruments
from feedback_app.forms.xlsform.compiler import XlsformError, compile_markdown

DAY = "2026-11-23"
UPLOADED: Definition = json.loads((Path(__file__).parent.parent / "vectors" / "door.json").read_text())["definition"]


@cache
def form(name: str) -> Definition:
    return UPLOADED if name == "uploaded" else compile_markdown(dict(shipped_instruments())[name], name)


FORMS = (*SHIPPED, "uploaded")
WITH_A_DOOR = ("besoin", "retour", "uploaded")


def reached(gone: Walk, at: str = "") -> Iterator[tuple[str, Node]]:
    """What is asked, in order, the times of repeats included."""
    for name, node in gone.relevant.items():
        yield at + name, node
        for position, time in enumerate(gone.times.get(name, []), 1):
            yield from reached(time, f"{name}[{position}].")


def opens(node: Node, answer: object) -> bool:
    """Whether a person who was asked this, and answered so, is at the open door."""
    dangers = {choice["name"] for choice in node.get("choices", []) if choice.get("danger")}
    if dangers:
        return bool(dangers & set(answer if isinstance(answer, list) else [answer]))
    return node["type"] == "note" and node.get("danger", False)


def answer_of(node: Node) -> st.SearchStrategy[object]:
    """Something that could be answered to a question; repeats up to three times."""
    if node["type"] == "repeat":
        return st.lists(answers_of(node["children"]), max_size=3)
    names = [choice["name"] for choice in node.get("choices", [])]
    if node["type"] == "select_one":
        return st.sampled_from(names)
    if node["type"] == "select_multiple":
        return st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True)
    return st.integers(0, 9) if node["type"] == "integer" else st.just("dit")


def answers_of(nodes: list[Node]) -> st.SearchStrategy[dict[str, Any]]:
    flat = [node for node in outside_of_repeats(nodes) if node["type"] not in {"note", "group"}]
    return st.fixed_dictionaries({}, optional={node["name"]: answer_of(node) for node in flat})


def outside_of_repeats(nodes: list[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        if node["type"] == "group":
            yield from outside_of_repeats(node["children"])


def given_to(answers: Any, key: str) -> object:
    """The answer under a key, `faits[2].sorte` included."""
    if "]." not in key:
        return answers.get(key)
    repeat, _, rest = key.partition("[")
    position, _, name = rest.partition("].")
    return answers[repeat][int(position) - 1].get(name)


@pytest.mark.parametrize("name", FORMS)
@given(data=st.data())
def test_no_path_of_a_form_reaches_a_question_after_the_door(name: str, data: st.DataObject) -> None:
    answers = data.draw(answers_of(form(name)["questions"]))
    way = list(reached(FormPath(form(name)).walk(answers, Moment(DAY))))
    after = list(itertools.dropwhile(lambda step: not opens(step[1], given_to(answers, step[0])), way))
    assert len(after) <= 1, [key for key, _ in after]


@pytest.mark.parametrize("name", WITH_A_DOOR)
@given(data=st.data())
def test_a_call_for_help_is_never_quarantined_whatever_else_the_phone_sent(name: str, data: st.DataObject) -> None:
    answers = data.draw(answers_of(form(name)["questions"]))
    rules, gone = Rules(form(name)), FormPath(form(name)).walk(answers, Moment(DAY))
    asked = any(opens(node, given_to(answers, key)) for key, node in reached(gone))
    assert (rules.danger(answers, today=DAY) is Danger.ASKED) == asked
    if asked:
        assert rules.faults(answers | {"unknown": [{}]}, today=DAY) == []


@pytest.mark.parametrize("name", FORMS)
def test_the_forms_in_which_a_person_may_report_violence_have_a_door(name: str) -> None:
    assert list(door_names(form(name))) == {
        "besoin": ["porte"], "retour": ["porte"], "uploaded": ["porte", "ennuis", "sorte", "alerte"],
    }.get(name, [])  # fmt: skip


def test_a_form_from_before_the_mark_is_known_by_its_note() -> None:
    source = dict(shipped_instruments())["retour"].replace("| porte | yes |", "| porte | |")
    rules = Rules(compile_markdown(source, "retour"))
    assert rules.danger({"problemes": ["grave"]}, today=DAY) is Danger.MAYBE
    assert rules.danger({"problemes": ["retard"]}, today=DAY) is Danger.NONE
    assert ("texte", "not-relevant") in [
        (fault["field"], fault["reason"]) for fault in rules.faults({"problemes": ["grave"], "texte": "a"}, today=DAY)
    ]


class TestAMarkInAnUploadedForm:
    """A mark that would open nothing is refused: somebody relies on it."""

    @staticmethod
    def refusals(kind: str, mark: str, choice_mark: str = "") -> list[str]:
        source = f"""| survey |
| | type | name | label::French (fr) | danger |
| | {kind} | q | Une question ? | {mark} |
| | text | recit | Racontez. | |
| choices |
| | list_name | name | label::French (fr) | danger |
| | liste | a | A | {choice_mark} |
| | liste | b | B | |
| settings |
| | form_title | version | default_language |
| | Essai | 1 | French (fr) |
"""
        try:
            compile_markdown(source, "essai")
        except XlsformError as error:
            return [issue.code for issue in error.issues]
        return []

    @pytest.mark.parametrize(("kind", "mark", "choice"), [
        ("note", "yes", ""), ("note", "Oui", ""), ("select_one liste", "", "yes"), ("select_one liste", "x", "x"),
        ("select_multiple liste", "", "true"), ("text", "no", ""), ("text", "", ""),
    ])  # fmt: skip
    def test_is_taken(self, kind: str, mark: str, choice: str) -> None:
        assert self.refusals(kind, mark, choice) == []

    @pytest.mark.parametrize(("kind", "mark", "choice", "code"), [
        ("text", "yes", "", "danger-misplaced"), ("select_one liste", "yes", "", "danger-misplaced"),
        ("rank liste", "", "yes", "danger-misplaced"), ("note", "maybe", "", "danger-unreadable"),
        ("select_one liste", "", "${q}", "danger-unreadable"),
    ])  # fmt: skip
    def test_is_refused(self, kind: str, mark: str, choice: str, code: str) -> None:
        assert self.refusals(kind, mark, choice) == [code]

    def test_is_seen_before_phones_get_the_form(self) -> None:
        assert [line.name for line in lines(UPLOADED, "fr") if "danger" in line.flags] == list(door_names(UPLOADED))

    def test_survives_as_it_was_read(self) -> None:
        marked = [node["name"] for node in in_order(UPLOADED["questions"]) if node.get("danger")]
        assert marked == ["porte", "alerte"]
