"""What somebody should look at twice in a text, and what nobody need: numbers, names, threats, children."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_app.review.screening.folded import fold_in_place
from feedback_app.review.screening.kinds import FlagKind
from feedback_app.review.screening.text_rules import LONGEST, find_in_text

LABELLED = Path(__file__).parents[2] / "vectors" / "screening.csv"
ROWS = list(csv.DictReader(LABELLED.read_text(encoding="utf-8").splitlines()))


def found(text: str) -> set[str]:
    return {one.kind.value for one in find_in_text(text)}


@pytest.mark.parametrize("row", ROWS, ids=[row["text"][:40] for row in ROWS])
def test_a_line_of_awas_is_flagged_for_what_is_in_it_and_for_nothing_else(row: dict[str, str]) -> None:
    assert found(row["text"]) == set(filter(None, row["kinds"].split("|")))


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Appelez le 07 48 21 33 09 ce soir", "07 48 21 33 09"),
        ("ÉCOUTEZ, l’adresse : awa@exemple.ci.", "awa@exemple.ci"),
        ("C’est Koné Adama qui garde la clé", "Koné Adama"),
    ],
)
def test_what_is_marked_is_what_was_found(text: str, part: str) -> None:
    assert [text[one.start : one.end] for one in find_in_text(text)] == [part]


@given(st.text(max_size=300))
def test_folding_moves_no_sign(text: str) -> None:
    assert len(fold_in_place(text)) == len(text)


@given(st.text(alphabet="abé 0712.@’'KoneADAM-\n", max_size=300))
def test_findings_lie_in_the_text_and_none_of_a_kind_overlap(text: str) -> None:
    last: dict[FlagKind, int] = {}
    for one in find_in_text(text):
        assert 0 <= one.start < one.end <= len(text)
        assert one.start >= last.get(one.kind, 0)
        last[one.kind] = one.end


@pytest.mark.timeout(20)
@pytest.mark.parametrize("sign", ["0 ", "a@", "Koné ", "un ", "' ", "1", "numero ", "enfant "])
def test_a_text_made_to_be_slow_is_read_to_its_bound_at_once(sign: str) -> None:
    """Rules that went back over what they have read would not end before this test is stopped."""
    find_in_text(sign * (2 * LONGEST))
