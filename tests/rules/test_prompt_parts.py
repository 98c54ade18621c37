"""Which parts of a form can be read aloud, and how much of it is recorded."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from feedback_app.forms.engine.spoken_parts import parts
from feedback_app.forms.shipped import shipped_instruments
from feedback_app.forms.xlsform.compiler import compile_markdown
from feedback_app.prompts import coverage
from schemas.vocabulary import vocabularies, vocabulary

VECTORS = Path(__file__).parents[1] / "vectors" / "parts.json"
NOON = dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Take:
    part: str
    words: str = "Y a-t-il une pompe ?"
    instrument: str = "pompes"
    language: str = "dyu"
    at: dt.datetime = NOON


FORM: dict[str, Any] = {
    "name": "pompes",
    "questions": [
        {
            "name": "eau", "type": "group", "label": {"fr": "L’eau"}, "children": [
                {
                    "name": "pompe", "type": "select_one", "label": {"fr": "Y a-t-il une pompe ?"},
                    "hint": {"fr": "Au village"},
                    "choices": [{"name": "oui", "label": {"fr": "Oui"}}, {"name": "autre", "label": {"fr": "Autre"}}],
                },
            ],
        },
        {"name": "combien", "type": "calculate", "label": {"fr": "pas à dire"}},
        {
            "name": "propre", "type": "select_one", "label": {"fr": "Est-elle propre ?"}, "sounds": {"dyu": "b" * 64},
            "choices": [{"name": "oui", "label": {"fr": "Oui"}}, {"name": "autre", "label": {"fr": "Autrement"}}],
        },
    ],
}  # fmt: skip


def test_every_question_hint_group_and_choice_is_a_part_and_what_says_the_same_is_one() -> None:
    assert [part.key for part in parts(FORM)] == [
        "eau", "pompe", "pompe#hint", "*/oui", "pompe/autre", "propre", "propre/autre",
    ]  # fmt: skip


def test_phone_and_server_name_the_parts_of_forms_alike() -> None:
    for one in json.loads(VECTORS.read_text()):
        assert [part.key for part in parts(one["definition"])] == one["parts"]


def test_these_forms_are_the_shipped_ones_but_for_terms_that_a_vocabulary_got_since() -> None:
    shared = {one["definition"]["name"]: one["parts"] for one in json.loads(VECTORS.read_text())}
    shipped = {name: compile_markdown(source, name) for name, source in shipped_instruments()}
    assert shared.keys() == shipped.keys()
    for name, form in shipped.items():
        assert without_new_terms([part.key for part in parts(form)], shared[name]) == shared[name]


def test_a_question_more_would_not_pass_for_a_term() -> None:
    assert without_new_terms(["topic", "*/eau", "more"], ["topic"]) == ["topic", "more"]


def without_new_terms(now: list[str], shared: list[str]) -> list[str]:
    """The parts without choices that are terms of a vocabulary and were not there when the vectors were made."""
    terms = {code for name in vocabularies() for code in vocabulary(name).codes}
    return [key for key in now if key in shared or "/" not in key or key.split("/")[-1] not in terms]


def test_a_cell_counts_what_can_be_heard_and_says_when_that_last_changed() -> None:
    table = coverage.table([FORM], ["fr", "dyu"], [Take("pompe"), Take("gone"), Take("pompe", instrument="autres")])
    assert table["pompes"]["fr"] == coverage.Cell(0, 7, None)
    assert table["pompes"]["dyu"] == coverage.Cell(2, 7, NOON), "one came with the form"


def test_words_that_changed_since_the_recording_are_marked() -> None:
    lines = coverage.lines(FORM, "dyu", {"pompe": Take("pompe"), "eau": Take("eau", words="La soif")})
    by_key = {line.part.key: line for line in lines}
    assert [by_key["pompe"].changed, by_key["eau"].changed, by_key["propre"].changed] == [False, True, False]
    assert [key for key, line in by_key.items() if line.is_missing] == [
        "pompe#hint",
        "*/oui",
        "pompe/autre",
        "propre/autre",
    ]
