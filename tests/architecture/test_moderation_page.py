"""The protocol that a Lab publishes says what the state machine does, with every reason that a reviewer can give."""

from __future__ import annotations

from feedback_app.review.decisions.desk_actions import ACTIONS
from schemas.vocabulary import vocabulary
from tools.moderation import PAGE, transitions, written


def test_the_page_says_what_the_code_does() -> None:
    assert PAGE.read_text(encoding="utf-8") == written(), "python -m tools.moderation"


def test_it_has_every_reason_and_every_action_that_leads_to_another_state() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert [one.code for one in vocabulary("reasons").terms if one.label["fr"] not in text] == []
    ways = {why for _, _, why in transitions()}
    assert {action.words["action"][0] for action in ACTIONS} <= ways


def test_a_way_that_the_machine_does_not_know_is_not_drawn() -> None:
    drawn = {(before, after) for before, after, _ in transitions()}
    assert ("received", "accepted") in drawn and ("quarantined", "received") in drawn
    assert ("quarantined", "accepted") not in drawn and ("rejected", "accepted") not in drawn
