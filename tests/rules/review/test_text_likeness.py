"""Two texts that say the same are found as alike, whoever typed them, in whichever order they are looked at."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from feedback_app.base.folding import fold
from feedback_app.review.likeness.similarity import CLOSE, ComparedRecord, likeliest, signs
from feedback_app.review.text_likeness import (
    ALIKE,
    BANDS,
    LONGEST,
    SHORTEST,
    SPAN_BITS,
    band_hashes,
    key,
    keys_to_look_up,
    likeness,
    pieces,
)

PUMP = fold("La pompe du marché est en panne depuis trois mois, les femmes vont chercher l'eau au marigot.")
SAME = fold("la pompe du marche est en panne depuis 3 mois ; les femmes vont chercher l’eau au marigot")
ROAD = fold("La route de Tanda est coupée quand il pleut, les camions de cacao ne passent plus.")
WORDS = st.lists(st.sampled_from((PUMP + " " + ROAD).split()), max_size=60).map(" ".join)
AT = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)


def seen(written: str = PUMP, **changes: object) -> ComparedRecord:
    made = ComparedRecord(
        record_id=uuid.uuid4(), written=written, instrument="besoin", place_path="/CI/TANDA/", author_id=uuid.UUID(int=1),
        recorded_at=AT, media={},
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


@given(WORDS, WORDS)
def test_one_is_as_like_the_other_as_the_other_is_like_it(one: str, other: str) -> None:
    there, back = likeness(pieces(one), pieces(other)), likeness(pieces(other), pieces(one))
    assert there == back and 0 <= there <= 1


@given(WORDS)
def test_a_text_is_wholly_like_itself_and_shares_every_band(written: str) -> None:
    if len(written) < SHORTEST:
        assert pieces(written) == frozenset() and band_hashes("pilote", written) == []
    else:
        assert likeness(pieces(written), pieces(written)) == 1.0
        assert (
            band_hashes("pilote", written) == band_hashes("pilote", written)
            and len(band_hashes("pilote", written)) == BANDS
        )


@given(st.text(max_size=3 * LONGEST))
def test_whatever_was_typed_has_a_signature_that_can_be_stored(typed: str) -> None:
    for band in band_hashes("pilote", fold(typed)):
        assert 0 <= key(2**44, band) < 2**63


def test_what_was_typed_again_is_alike_and_what_is_of_something_else_is_not() -> None:
    assert likeness(pieces(PUMP), pieces(SAME)) > 0.8
    assert likeness(pieces(PUMP), pieces(ROAD)) < ALIKE
    assert set(band_hashes("pilote", PUMP)) & set(band_hashes("pilote", SAME))
    assert not set(band_hashes("pilote", PUMP)) & set(band_hashes("pilote", ROAD))


def test_two_programmes_have_no_key_in_common() -> None:
    assert not set(band_hashes("pilote", PUMP)) & set(band_hashes("bouake", PUMP))


def test_a_yes_is_like_no_other_yes() -> None:
    assert likeness(pieces("oui"), pieces("oui")) == 0.0


@given(st.integers(0, 2**40), st.integers(0, 2**40), st.integers(1, 20))
def test_of_many_spans_the_nearest_are_looked_up(near: int, last: int, most: int) -> None:
    near, last = min(near, last) % 2**24, last % 2**24
    keys = list(keys_to_look_up([7], near=near, last=last, most=most))
    assert len(keys) == len(set(keys)) == min(most, (last >> SPAN_BITS) + 1)
    if near <= last:
        assert key(near, 7) in keys


def test_the_same_words_elsewhere_are_shown_with_how_alike_they_are() -> None:
    found = signs(seen(), seen(SAME, place_path="/CI/BOUAKE/", author_id=uuid.UUID(int=2)))
    assert found and found.text > 0.8 and found.apart is None and not found.same_person_and_day


def test_different_words_of_one_surveyor_in_one_hour_are_not_called_alike() -> None:
    assert signs(seen(PUMP), seen(ROAD)) is None


def test_a_voice_without_words_is_shown_where_person_day_and_place_are_the_same() -> None:
    voice = seen("")
    found = signs(seen(), voice)
    assert found and found.same_person_and_day and found.apart == dt.timedelta()
    assert signs(seen(), replace(voice, instrument="emotion")) is None
    assert signs(seen(), replace(voice, author_id=uuid.UUID(int=2))) is None
    assert signs(seen(), replace(voice, recorded_at=AT + CLOSE * 2)) is None


def test_the_same_photo_counts_whatever_is_written_beside_it() -> None:
    photo = {"a" * 64: "image/jpeg"}
    found = signs(seen(PUMP, media=photo), seen(ROAD, media=photo, place_path="/CI/BOUAKE/"))
    assert found and found.media == ("image",)


def test_the_likeliest_comes_first_and_nothing_is_like_itself() -> None:
    one = seen()
    same, near, far = seen(PUMP), seen(SAME), seen(SAME, place_path="/CI/BOUAKE/", author_id=None)
    found = likeliest(one, [one, far, near, same, seen(ROAD)], most=10)
    assert [other.record_id for other, _ in found] == [same.record_id, near.record_id, far.record_id]
