"""The lists that everything speaks in."""

from __future__ import annotations

from typing import get_args

import pytest

from feedback_app.forms.engine.definition import Kind
from schemas.vocabulary import vocabularies, vocabulary

EIGHTEEN = {
    "eau", "ass", "san", "edu", "ene", "rou", "num", "agr", "ali", "emp", "log", "fon", "pax", "gou", "gen", "enf", "env",
    "aut",
}  # fmt: skip


@pytest.mark.parametrize("name", vocabularies())
def test_every_term_has_one_code_and_its_words_in_both_languages(name: str) -> None:
    terms = vocabulary(name).terms
    assert len({term.code for term in terms}) == len(terms) > 0
    for term in terms:
        assert term.code == term.code.strip()
        assert term.label["fr"]
        assert term.label["en"]
        for attribute in term.attributes:
            if attribute.endswith("_fr"):
                assert set(term.texts(attribute.removesuffix("_fr"))) == {"fr", "en"}, (term.code, attribute)


def test_the_eighteen_domains_know_their_goals_and_sectors() -> None:
    domains = vocabulary("domains")
    goals = vocabulary("sdgs").codes
    assert domains.codes >= EIGHTEEN, "records keep their codes for good"
    for domain in domains.terms:
        assert set(domain.many("sdg")) <= goals
        assert all(len(code) == 5 and code.isdigit() for code in domain.many("crs"))
    assert {domain.code for domain in domains.terms if domain.flag("sensitive")} == {"fon", "pax", "gen", "enf"}
    for sector in vocabulary("sectors").terms:
        assert set(sector.many("domains")) <= domains.codes


def test_eight_emotions_two_in_each_corner() -> None:
    corners = [
        (term.attributes.get("pleasure"), term.attributes.get("arousal")) for term in vocabulary("emotions").terms
    ]
    assert sorted(corners[:8]) == sorted([(p, a) for p in "+-" for a in "+-"] * 2)
    assert [term.code for term in vocabulary("emotions").terms][8:] == ["nsp", "refus"]


DECISIONS = {"accept", "reject", "ask", "merge", "refer"}
CONTEST = "contest"
"""Nobody decides it: people of a place say it."""


def test_every_decision_has_reasons_and_a_sentence_for_its_author() -> None:
    reasons = vocabulary("reasons")
    for decision in DECISIONS:
        assert [term for term in reasons.terms if decision in term.many("for")]
    for term in reasons.terms:
        assert set(term.many("for")) <= DECISIONS | {CONTEST}
        assert set(term.wire()["say"]) == {"fr", "en"}


def test_phones_get_which_domains_and_reasons_are_sensitive_and_of_no_other_term_that_it_is_not() -> None:
    sent = {name: [term.wire() for term in vocabulary(name).terms] for name in ("domains", "reasons", "place_levels")}
    assert {one["code"] for one in sent["domains"] if one.get("sensitive")} == {"fon", "pax", "gen", "enf"}
    assert {one["code"] for one in sent["reasons"] if one.get("sensitive")} == {"sensitive"}
    assert {one.get("sensitive") for terms in sent.values() for one in terms} == {None, True}


def test_consent_to_keep_is_the_one_that_is_needed() -> None:
    assert [term.code for term in vocabulary("consent_scopes").terms if term.flag("required")] == ["keep"]


def test_an_unknown_list_or_code_is_known_to_be_unknown() -> None:
    with pytest.raises(KeyError):
        vocabulary("../domains")
    assert vocabulary("domains").get("zzz") is None
    assert vocabulary("domains").get(None) is None
    assert vocabulary("domains").label("zzz") == "zzz"
    assert vocabulary("domains").label("eau", "en") == "Water"


def test_a_meaning_names_types_and_lists_that_there_are() -> None:
    for term in vocabulary("meanings").terms:
        assert set(term.many("types")) <= set(get_args(Kind)), term.code
        assert term.attributes.get("vocabulary", "domains") in vocabularies(), term.code
        assert term.attributes["value"] in {"code", "number", "flag", "words"}, term.code
