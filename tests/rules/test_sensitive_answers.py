"""What counts as sensitive at the Lab counts so on phones too (tests/pwa/secret.test.ts)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_app.receipt.secret import is_delicate
from schemas.vocabulary import vocabulary

SHARED = json.loads((Path(__file__).parents[1] / "vectors" / "sensitive.json").read_text(encoding="utf-8"))
CODES = [term.code for term in vocabulary("domains").terms if term.flag("sensitive")]
ANSWERS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["eau", "gens", ""]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["domaine", "gen"]), inner),
)


@pytest.mark.parametrize("case", SHARED, ids=lambda case: case["what"])
def test_what_mariam_spoke_of_is_as_sensitive_here_as_on_her_phone(case: dict[str, Any]) -> None:
    assert case["codes"] == CODES, "a subject that was sensitive stays so"
    assert is_delicate(case["answers"]) is case["expected"]


@given(ANSWERS, st.sampled_from(CODES), st.text(max_size=9))
def test_an_answer_more_never_makes_a_record_less_sensitive(answers: object, code: str, name: str) -> None:
    assert not is_delicate(answers)
    assert is_delicate({"avant": answers, name: [code]})
