"""A reply in which nothing can be read, to a question of the Lab, is seen as such at the desk."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from feedback_app.review.answers import Change
from feedback_app.review.record.reading import HistoryLine
from feedback_app.review.record.store import Revision

AT = dt.datetime(2026, 11, 3, 8, tzinfo=dt.UTC)


def recorded(text: str, *changes: Change) -> HistoryLine:
    """A second revision of Awa's record, with this reply."""
    content = {"reply_to": {"event": "e1", "text": text}}
    revision = Revision(2, 2, content, AT, None, False, (), "Tecno", "", uuid.uuid4(), "Awa")
    return HistoryLine(AT, revision, changes=changes)


@pytest.mark.parametrize("text", ["", "  \n", "\u200b", "\u2800\ufe0f", "\u3164"])
def test_awa_s_reply_in_which_nothing_can_be_read_is_empty(text: str) -> None:
    assert recorded(text).empty_reply


@pytest.mark.parametrize("text", ["Oui", "٣", "ߊߡߌ", "👍"])
def test_a_word_a_figure_or_a_sign_is_a_reply(text: str) -> None:
    assert not recorded(text).empty_reply


def test_a_reply_without_a_word_that_corrects_an_answer_is_one() -> None:
    assert not recorded("", Change("eau", "puits", "forage")).empty_reply
