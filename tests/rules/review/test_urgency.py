"""How pressing a record is."""

from __future__ import annotations

import pytest

from feedback_app.forms.engine.meaning import SENSITIVE, SEVERITY, Fact
from feedback_app.review.urgency import CLASSES, DANGER, urgency_of
from schemas.vocabulary import vocabulary


@pytest.mark.parametrize(("code", "expected"), [("vital", 3), ("grave", 2), ("gene", 1), ("nsp", 0), ("other", 0)])
def test_the_more_serious_the_more_pressing(code: str, expected: int) -> None:
    assert urgency_of([Fact(SEVERITY, "gravite", code)], "") == expected


def test_what_is_sensitive_is_at_least_serious_and_no_answer_is_nothing() -> None:
    assert urgency_of([Fact(SENSITIVE), Fact(SEVERITY, "gravite", "gene")], "") == 2
    assert urgency_of([Fact(SENSITIVE), Fact(SEVERITY, "gravite", "vital")], "") == 3
    assert urgency_of([], "") == 0


def test_danger_is_above_all_and_nothing_else_reaches_it() -> None:
    assert urgency_of([], "maybe") == urgency_of([Fact(SEVERITY, "gravite", "vital")], "asked") == DANGER
    every = {urgency_of([Fact(SEVERITY, "", one)], "") for one in vocabulary("severities").codes}
    assert every <= set(CLASSES) - {DANGER}
