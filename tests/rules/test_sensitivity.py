"""What makes a record sensitive is one rule on phone and server."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from feedback_app.forms.engine.meaning import SENSITIVE, FormMeaning
from feedback_app.forms.engine.sensitivity import holds_any, sensitive_codes

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "sensitive.json").read_text(encoding="utf-8"))


def test_the_cases_are_about_the_domains_that_are_sensitive_today() -> None:
    assert set(VECTORS["codes"]) == sensitive_codes()


@pytest.mark.parametrize("case", VECTORS["answers"], ids=lambda case: str(case["why"]))
def test_an_answer_that_is_a_sensitive_code_makes_a_record_sensitive_in_any_question(
    case: dict[str, object],
) -> None:
    assert holds_any(case["answers"], set(VECTORS["codes"])) == case["sensitive"]


@pytest.mark.parametrize("case", VECTORS["asked"], ids=lambda case: str(case["why"]))
def test_a_form_may_ask_whether_a_record_is_sensitive(case: dict[str, object]) -> None:
    form = FormMeaning({"name": "own", "questions": VECTORS["questions"]})
    assert form.is_sensitive(case["answers"]) == case["sensitive"]
    assert (SENSITIVE in {fact.meaning for fact in form.facts(case["answers"])}) == case["sensitive"]
