"""Whom a note names, however it is written, and whom it does not."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_app.review.mentions import mentioned, parts_of

AKISSI, YAO, AYA, OTHER = (uuid.UUID(int=n) for n in range(1, 5))
NAMES = {AKISSI: "Akissi Konan", YAO: "Yao N’Guessan", AYA: "Aya Koné", OTHER: "Aya Traoré"}


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("@Akissi peux-tu écouter ?", {AKISSI}),
        ("@akissi konan, regarde", {AKISSI}),
        ("vu avec @Yao N’Guessan.", {YAO}),
        ("vu avec @yao n'guessan", {YAO}),
        ("@Aya Koné et @Akissi", {AYA, AKISSI}),
        ("@Aya", set()),
        ("@", set()),
        ("@@Akissi", {AKISSI}),
        ("Akissi l’a vu", set()),
        ("awa@akissi.ci", set()),
        ("@Moussa", set()),
        ("@Akissimo", set()),
    ],
)
def test_a_name_after_the_sign_is_somebody_where_only_one_has_it(text: str, who: set[uuid.UUID]) -> None:
    assert mentioned(text, NAMES) == who


@given(st.text(alphabet="@ AkisYaoné\n.'", max_size=80))
def test_the_pieces_together_are_the_text(text: str) -> None:
    parts = parts_of(text, NAMES)
    assert "".join(one.text for one in parts) == text and all(one.text for one in parts)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("piece", ["@", "@a", "@a ", "@Akissi ", "' "])
def test_a_text_made_to_be_slow_is_read_at_once(piece: str) -> None:
    parts_of(piece * 20_000, NAMES)
