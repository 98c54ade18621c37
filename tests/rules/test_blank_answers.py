"""Blanks are no answer: the texts and forms that server and phone share."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_app.forms.engine.blank import is_blank
from feedback_app.forms.engine.validation import check_answers

SHARED: dict[str, Any] = json.loads(
    (Path(__file__).parent.parent / "vectors" / "blanks.json").read_text(encoding="utf-8")
)
DAY = "2026-11-23"
BLANKS = st.text(st.sampled_from("".join(SHARED["blank"])), min_size=1)


def verdict(answers: object) -> list[list[object]]:
    return [[fault["field"], fault["reason"]] for fault in check_answers(SHARED["definition"], answers, today=DAY)]


@pytest.mark.parametrize("text", SHARED["blank"])
def test_blanks_line_ends_and_signs_nobody_sees_say_nothing(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", SHARED["read"])
def test_any_sign_that_is_seen_says_something(text: str) -> None:
    assert not is_blank(text)


@pytest.mark.parametrize("case", SHARED["cases"], ids=lambda case: case["title"])
def test_the_server_judges_blanks_as_the_phone_does(case: dict[str, Any]) -> None:
    assert verdict(case["answers"]) == case["faults"]


@given(blanks=BLANKS)
def test_whatever_blanks_an_older_phone_sent_they_count_as_no_answer(blanks: str) -> None:
    assert verdict({"histoire": blanks}) == [["histoire", "required"]]
    assert verdict({"histoire": "La pompe", "detail": blanks}) == []
