"""An offer and a project match by weighted criteria, each with its reason: nothing else moves the points."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from feedback_app.portfolio.bourse.partners import matching
from feedback_app.portfolio.bourse.partners.matching import Candidate, Match, match_criteria
from feedback_app.portfolio.bourse.partners.offer_words import OfferWords
from schemas.vocabulary import vocabulary

LAKE, VILLAGE, NEXT, FAR = "/XX/R1/", "/XX/R1/S1/V1/", "/XX/R1/S1/V2/", "/XX/R2/S2/V3/"
OFFER = OfferWords("De l’eau", kinds=("money",), sectors=("water",), least=1_000_000, most=5_000_000)
PROJECT = Candidate(("water",), (VILLAGE,), sought=4_000_000, kinds=("money",), goals=(), subjects=())

codes = {name: st.lists(st.sampled_from([term.code for term in vocabulary(name).terms]), max_size=3, unique=True)
         for name in ("sectors", "offer_kinds", "sdgs", "iso26000")}  # fmt: skip
paths = st.lists(st.sampled_from([LAKE, VILLAGE, NEXT, FAR]), max_size=3, unique=True)
amounts = st.none() | st.integers(1, 10**9)
OFFERS = st.builds(
    OfferWords, title=st.just("x"), kinds=codes["offer_kinds"].map(tuple), sectors=codes["sectors"].map(tuple),
    least=amounts, most=amounts, goals=codes["sdgs"].map(tuple), subjects=codes["iso26000"].map(tuple),
)  # fmt: skip
CANDIDATES = st.builds(
    Candidate, sectors=codes["sectors"].map(tuple), paths=paths.map(tuple), sought=st.none() | st.integers(0, 10**9),
    kinds=st.none() | codes["offer_kinds"].map(tuple), goals=st.none() | codes["sdgs"].map(tuple),
    subjects=st.none() | codes["iso26000"].map(tuple),
)  # fmt: skip


def match(offer: OfferWords, offered: list[str], other: Candidate) -> Match:
    return matching.match(offer, offered, other, regions={"R1", "R2"})


def shares(found: Match) -> dict[str, Fraction | None]:
    return {part.criterion.code: part.share for part in found.parts}


def test_weights_are_published_and_make_a_hundred() -> None:
    assert sum(one.weight for one in match_criteria()) == 100
    assert {one.code for one in match_criteria() if one.must} == {"sector", "place"}


def test_what_fits_in_all_that_the_offer_asks_for_has_a_hundred_points() -> None:
    found = match(OFFER, [LAKE], PROJECT)
    assert found.points == 100 and found.is_one
    assert shares(found) == {"sector": 1, "place": 1, "budget": 1, "kind": 1, "goal": None, "subject": None}


def test_a_neighbouring_sector_or_place_counts_half_and_another_one_is_no_match() -> None:
    near = OfferWords("x", kinds=("money",), sectors=("child_nutrition",), most=5_000_000)
    found = match(near, [NEXT], Candidate(("food_security",), (VILLAGE,), sought=1, kinds=("money",)))
    assert shares(found)["sector"] == shares(found)["place"] == Fraction(1, 2)
    assert not match(OFFER, [FAR], PROJECT).is_one
    assert not match(OfferWords("x", kinds=("money",), sectors=("health",)), [LAKE], PROJECT).is_one


def test_an_amount_counts_as_far_as_it_covers_what_is_missing() -> None:
    part = match(OFFER, [], Candidate(("water",), (), sought=10_000_000)).parts[2]
    assert (part.share, part.reason.key, part.reason.amount) == (Fraction(1, 2), "budget.part", 10_000_000)
    assert match(OFFER, [], Candidate(("water",), (), sought=500_000)).parts[2].share == Fraction(1, 2)


@given(OFFERS, paths, CANDIDATES)
def test_points_are_the_weighted_sum_of_what_counts_worked_out_a_second_way(
    offer: OfferWords, offered: list[str], other: Candidate
) -> None:
    found = match(offer, offered, other)
    counting = [(one.criterion.weight, one.share) for one in found.parts if one.share is not None]
    assert all(0 <= share <= 1 for _, share in counting)
    whole = sum(weight for weight, _ in counting)
    assert found.points == (Fraction(sum(weight * share for weight, share in counting)) * 100 / whole if whole else 0)
    assert match(offer, offered, other) == found and 0 <= found.points <= 100


@given(OFFERS, paths, CANDIDATES, st.integers(0, 10**9))
def test_a_larger_maximum_never_lowers_a_match(
    offer: OfferWords, offered: list[str], other: Candidate, more: int
) -> None:
    if offer.most is None or (offer.least or 0) > offer.most:
        return
    larger = OfferWords(
        offer.title, offer.kinds, offer.sectors, (), offer.least, offer.most + more, offer.goals, offer.subjects
    )  # fmt: skip
    assert match(larger, offered, other).points >= match(offer, offered, other).points
