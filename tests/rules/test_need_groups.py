"""Which waiting needs are suggested together: the same ones in whatever order they are looked at."""

from __future__ import annotations

import itertools
import random
import uuid

from hypothesis import given
from hypothesis import strategies as st

from feedback_app.portfolio.grouping.kinds import SuggestionKind
from feedback_app.portfolio.grouping.naming import name_of_words, spellings
from feedback_app.portfolio.grouping.need_groups import (
    LEAST,
    WaitingNeed,
    common_place,
    count_voices,
    is_seen,
    need_groups,
)
from feedback_app.review.text_likeness import ALIKE, likeness, pieces

HERE, BESIDE, AWAY = "/CI/R1/D1/S1/", "/CI/R1/D1/S2/", "/CI/R2/D9/S9/"
TEXTS = [
    "la fumee de la decharge entre dans les classes",
    "la fumee de la decharge entre dans les classes chaque matin",
    "la fumee de la decharge entre dans toutes les classes",
    "nous voulons un terrain pour jouer au ballon",
    "",
]


def need(n: int, detail: str | None = None, place: str = HERE, voice: str = "", written: str = "") -> WaitingNeed:
    return WaitingNeed(uuid.UUID(int=n), 1, "eau", detail, place, voice or f"v{n}", written)


NEEDS = st.lists(
    st.builds(
        need, st.integers(1, 10_000), st.sampled_from([None, "panne", "loin", "autre", "nsp"]),
        st.sampled_from([HERE, BESIDE, AWAY]), st.sampled_from(["a", "b", "c", "d", "e", ""]), st.sampled_from(TEXTS),
    ),
    max_size=40, unique_by=lambda one: one.record_id,
)  # fmt: skip


@given(NEEDS, st.randoms())
def test_the_order_in_which_needs_are_looked_at_changes_nothing(
    needs: list[WaitingNeed], any_order: random.Random
) -> None:
    mixed = list(needs)
    any_order.shuffle(mixed)
    assert need_groups(needs) == need_groups(mixed)


@given(NEEDS)
def test_each_need_is_in_one_group_at_most_and_no_group_is_of_few(needs: list[WaitingNeed]) -> None:
    groups = need_groups(needs)
    found = [one for group in groups for one in group.needs]
    assert len(found) == len(set(found)) and len({group.key for group in groups}) == len(groups)
    assert all(count_voices(group.needs) >= LEAST for group in groups)
    for group in groups:
        if group.kind is SuggestionKind.WORDS:
            pairs = itertools.combinations({one.written for one in group.needs}, 2)
            assert all(likeness(pieces(a), pieces(b)) >= ALIKE for a, b in pairs), "every two are alike"


def test_the_same_answer_counts_in_one_place_and_like_words_in_those_beside_it_too() -> None:
    answered = [need(1, "panne"), need(2, "panne"), need(3, "panne", BESIDE)]
    assert need_groups(answered) == []
    worded = [need(n, None, place, written=TEXTS[n]) for n, place in ((0, HERE), (1, HERE), (2, BESIDE))]
    (group,) = need_groups(worded)
    assert (group.kind, group.place_path, group.voices) == (SuggestionKind.WORDS, "/CI/R1/D1/", 3)
    assert need_groups([*worded[:2], need(9, None, AWAY, written=TEXTS[2])]) == [], "the other end of the country"


def test_neither_no_answer_nor_another_thing_makes_a_group() -> None:
    assert need_groups([need(n, detail) for n in range(6) for detail in (["autre", "nsp"][n % 2],)]) == []


def test_a_dismissed_group_is_seen_until_as_many_as_a_group_have_come() -> None:
    seen = [frozenset({"1", "2", "3"})]
    assert is_seen({"1", "2"}, seen) and is_seen({"1", "2", "3", "4", "5"}, seen)
    assert not is_seen({"1", "2", "3", "4", "5", "6"}, seen) and not is_seen({"1", "2", "3"}, [])


def test_a_name_is_made_of_the_words_that_most_have_in_common() -> None:
    written_as = spellings(["La fumée de la décharge", "l’école"])
    assert name_of_words("L’école", TEXTS[:3], place="Zuénoula", written_as=written_as) == (
        "L’école : classes, décharge, fumée"
    )
    assert name_of_words("L’école", ["", ""], place="Zuénoula", written_as={}) == "L’école : Zuénoula"


def test_the_place_of_a_group_is_the_smallest_that_all_are_in() -> None:
    assert common_place([HERE, BESIDE]) == "/CI/R1/D1/" and common_place([HERE]) == HERE
    assert common_place(["/CI/", "/FR/"]) == ""
