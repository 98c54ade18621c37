"""Learning plans in the Lab's Markdown: read without losing a sign, changed in one place alone, faults by line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_app.portfolio.learning.plan import FaultKind, faults, read_plan, with_answer

PLAN = """# Un puits pour Kongodougou

[[type:learningplan]]
[[stage:Test]]
[[place:V1]]
[[pilot_start:2026-07]]
## Le défi

> Quel est le défi ?



L’eau est loin.

> Avec qui ?

## Questions d’apprentissage

> Learning question: what do you want to know?

Le puits rapproche-t-il l’eau ?

> To what stage(s) in the learning cycle does it relate?


- Explore
- Sense

<div class="group">


> Existing data gaps


</div>
"""


def test_a_plan_has_a_title_tags_questions_and_what_is_to_be_learnt() -> None:
    plan = read_plan(PLAN)
    assert plan.title == "Un puits pour Kongodougou"
    assert [(tag.key, tag.value, tag.line) for tag in plan.tags] == [
        ("type", "learningplan", 3), ("stage", "Test", 4), ("place", "V1", 5), ("pilot_start", "2026-07", 6),
    ]  # fmt: skip
    assert plan.start == "2026-07"
    assert [(one.part, one.question, one.text) for one in plan.answers][:2] == [
        ("Le défi", "Quel est le défi ?", "L’eau est loin."), ("Le défi", "Avec qui ?", ""),
    ]  # fmt: skip
    assert [(one.text, one.stages) for one in plan.learning_questions] == [
        ("Le puits rapproche-t-il l’eau ?", ("sense", "explore"))
    ]
    assert faults(plan, places=["V1"]) == []


def test_a_question_without_a_stage_of_its_own_has_those_of_the_plan() -> None:
    plan = read_plan("# P\n[[stage:grow]]\n> Question d’apprentissage : quoi ?\n\nCeci.\n")
    assert [one.stages for one in plan.learning_questions] == [("grow",)]


@given(
    st.text() | st.lists(st.sampled_from([*PLAN.splitlines(keepends=True), "[[x", "\r\n", "> ", "\x0c"])).map("".join)
)
def test_whatever_a_plan_is_its_text_comes_back_sign_for_sign(text: str) -> None:
    assert read_plan(text).text == text


def test_one_answer_is_changed_and_nothing_else() -> None:
    changed = with_answer(read_plan(PLAN), 1, "Le comité de l’eau")
    assert [one.text for one in changed.answers][1] == "Le comité de l’eau"
    before, after = read_plan(PLAN).answers, changed.answers
    assert [one for n, one in enumerate(after) if n != 1] == [one for n, one in enumerate(before) if n != 1]
    assert changed.tags == read_plan(PLAN).tags
    assert (
        with_answer(read_plan("# P\n> Quoi ?\n\nAvant\n## Fin\n"), 0, "Après").text
        == "# P\n> Quoi ?\n\nAprès\n\n## Fin\n"
    )


@pytest.mark.parametrize(
    ("text", "kind", "line"),
    [
        ("## Sans titre\n", FaultKind.NO_TITLE, 1),
        ("# P\n[[stage Test]]\n", FaultKind.BAD_TAG, 2),
        ("# P\n[[Étape:Test]]\n", FaultKind.BAD_TAG, 2),
        ("# P\n\n[[stage:Finir]]\n", FaultKind.BAD_STAGE, 3),
        ("# P\n[[pilot_start:juillet]]\n", FaultKind.BAD_MONTH, 2),
        ("# P\n[[pilot_start:2026-13]]\n", FaultKind.BAD_MONTH, 2),
        ("# P\n[[place:V9]]\n", FaultKind.NO_PLACE, 2),
        ("# P\n\na\x00b\n", FaultKind.CONTROL, 3),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text: str, kind: FaultKind, line: int) -> None:
    assert [(one.kind, one.line) for one in faults(read_plan(text), places=["V1"])] == [(kind, line)]


def test_a_plan_without_end_is_refused() -> None:
    assert faults(read_plan("# P\n" + "a" * 200_001))[0].kind is FaultKind.TOO_LONG


@pytest.mark.corpus
def test_the_plan_behind_the_programme_is_read_and_written_sign_for_sign(shared: Path) -> None:
    text = (shared / "learning_plan_seed.md").read_text(encoding="utf-8")
    plan = read_plan(text)
    assert plan.text == text and faults(plan) == []
    assert plan.values("methods") == (
        "Prototyping", "Pilots", "Participatory Design", "Horizon Scanning", "Collective Intelligence"
    )  # fmt: skip
    assert [one.stages for one in plan.learning_questions] == [("sense", "explore")]
    changed = with_answer(plan, 0, "Un autre nom")
    assert changed.answers[1:] == plan.answers[1:] and changed.tags == plan.tags
