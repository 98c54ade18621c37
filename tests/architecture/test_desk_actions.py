"""What a reviewer may do with a record is one file and its template: nothing else names it."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from feedback_app.review.case import CaseState, possible_actions
from feedback_app.review.decisions import desk_actions
from feedback_app.review.decisions.desk_actions import ACTIONS, find_actions
from feedback_app.review.reasons import codes
from schemas.states import State
from tests.architecture.state_names import COMMENT, ROOT, sources

HOMES = ("feedback_app/review/decisions/desk_actions/", "feedback_app/review/decisions/templates/review/actions/")
TEMPLATES = ROOT / HOMES[1]
OTHER_THINGS: Mapping[str, Mapping[str, set[str]]] = {
    "a header": {"feedback_app/edge/refusals.py": {"accept"}},
    "what becomes of two rows": {"feedback_app/base/table_copy.py": {"merge"}},
    "a lock": {"feedback_app/base/write_lock.py": {"release"}},
    "an import is taken in spite of doubts": {
        "feedback_app/enrol/admin.py": {"accept"},
        "feedback_app/enrol/templates/enrol/import.html": {"accept"},
    },
    "a form is given to phones": {
        "feedback_app/forms/templates/forms/preview.html": {"take"},
        "feedback_app/forms/texts.py": {"take"},
    },
    "the style of a question": {
        f"static/pwa/src/{name}.tsx": {"ask"}
        for name in (
            "capture/call", "capture/door-step", "capture/place-step", "capture/question-step", "capture/reply-step",
            "capture/times-step", "consent/screen",
        )
    },
}  # fmt: skip
"""The same words for other things, by what they are there."""
ANY = "|".join(one.code for one in ACTIONS)
CODE = re.compile(rf"""(?<!\w)(["'`])(?:(?:action|did|done|send)\.)?({ANY})\1|desk_actions(?:\.| import )({ANY})\b""")


def named(path: str, text: str) -> set[str]:
    """The actions that a source names and should not."""
    seen = {match[2] or match[3] for match in CODE.finditer(COMMENT.sub("", text))}
    return seen - {word for files in OTHER_THINGS.values() for word in files.get(path, set())}


@pytest.fixture(scope="module")
def elsewhere() -> dict[str, str]:
    there = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in sources()}
    return {path: text for path, text in there.items() if not path.startswith(HOMES)}


def test_an_action_is_named_in_its_own_file_and_template_alone(elsewhere: dict[str, str]) -> None:
    wrong = {path: sorted(some) for path, text in elsewhere.items() if (some := named(path, text))}
    assert wrong == {}, "What differs from action to action is said by its ACTION: ask ACTIONS."


def test_what_is_listed_as_another_thing_is_still_there(elsewhere: dict[str, str]) -> None:
    for files in OTHER_THINGS.values():
        for path, words in files.items():
            assert words <= named(f"beside {path}", elsewhere[path]), path


@pytest.mark.parametrize(
    "offender",
    [
        "if verdict.action == 'release': pass",
        "TEXTS = {'did.reject': ('a écarté', 'rejected')}",
        '{% if "ask" in view.possible %}',
        "from feedback_app.review.decisions.desk_actions.take import ACTION",
    ],
)
def test_naming_an_action_elsewhere_would_be_noticed(offender: str) -> None:
    assert named("feedback_app/review/made_up.py", offender)


def test_each_action_has_a_template_and_its_words_and_each_template_an_action() -> None:
    assert {path.stem for path in TEMPLATES.glob("*.html")} == {one.code for one in ACTIONS}
    for one in ACTIONS:
        assert {"action", "did", "done"} <= one.words.keys(), one.code
        assert not one.needs_reason or codes(one), one.code
    assert len({one.rank for one in ACTIONS}) == len({one.code for one in ACTIONS}) == len(ACTIONS)


MADE_UP = """
from feedback_app.review.case import Action
from schemas.states import State
ACTION = Action(code="made_up", rank=45, leads={State.RECEIVED: State.IN_REVIEW}, words={})
"""


def test_one_more_file_is_an_action(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "made_up.py").write_text(MADE_UP, encoding="utf-8")
    monkeypatch.setattr(desk_actions, "__path__", [*desk_actions.__path__, str(tmp_path)])
    try:
        made = find_actions(desk_actions.__path__, desk_actions.__name__)
    finally:
        sys.modules.pop(f"{desk_actions.__name__}.made_up", None)
    assert [one for one in made if one.code != "made_up"] == list(ACTIONS)
    assert "made_up" in [one.code for one in possible_actions(CaseState(State.RECEIVED, 1), made)]
    assert [one.rank for one in made] == sorted(one.rank for one in made)
