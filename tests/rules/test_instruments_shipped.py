"""The instruments that come with the project: whole in both languages, and kind to the people they ask."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest

from feedback_app.capture.definition import Definition, Node, in_order, question
from feedback_app.capture.instruments_shipped import SHIPPED, shipped_instruments
from feedback_app.capture.validation import check_answers
from feedback_app.capture.walk import Moment, walk
from feedback_app.capture.xlsform import Reading, read_xlsform
from schemas.vocabulary import vocabulary

DAY = "2026-11-23"
SHA = "0f" * 32


@cache
def reading(name: str) -> Reading:
    return read_xlsform(dict(shipped_instruments())[name], name)


def definition(name: str) -> Definition:
    return reading(name).definition


def node(instrument: str, name: str) -> Node:
    found = question(definition(instrument), name)
    assert found is not None
    return found


def names(instrument: str, name: str) -> list[str]:
    return [choice["name"] for choice in node(instrument, name)["choices"]]


def verdict(instrument: str, answers: dict[str, Any]) -> list[tuple[object, object]]:
    return [(each["field"], each["reason"]) for each in check_answers(definition(instrument), answers, today=DAY)]


def asked(instrument: str, answers: dict[str, Any]) -> list[str]:
    return list(walk(definition(instrument), answers, Moment(DAY)).relevant)


NEED: dict[str, Any] = {
    "age": "25_34", "sexe": "femme", "domaine": "eau", "quoi_eau": "panne", "voix": SHA,
    "texte": "La pompe est cassée.", "gravite": "grave", "qui": ["femmes", "enfants"], "depuis": "mois",
    "attente_texte": "On va à la rivière.", "souhait_voix": SHA, "photo": SHA, "a_un_lieu": "oui",
    "point": {"lat": 5.3, "lon": -4.0, "accuracy_m": 12.5},
}  # fmt: skip
EMOTION: dict[str, Any] = {
    "age": "60_plus", "sexe": "refus", "objet": "projet", "projet": "prj-1", "plaisir": 0.8, "activation": 0.35,
    "emotion": "espoir", "voix": SHA,
}  # fmt: skip
FEEDBACK: dict[str, Any] = {
    "age": "35_59", "sexe": "homme", "projet": "prj-1", "connu": "oui", "avance": "en_cours", "qualite": "4",
    "acces": "nsp", "equite": "2", "respect": "5", "problemes": ["retard", "information"], "nature": "plainte",
    "texte": "On attend.", "suggestion": "Nous dire quand.", "photo": SHA,
}  # fmt: skip
SAMPLES = {"besoin": NEED, "emotion": EMOTION, "retour": FEEDBACK}


@pytest.mark.parametrize("name", SHIPPED)
def test_an_instrument_is_whole_in_french_and_english_and_nothing_of_it_is_left_aside(name: str) -> None:
    assert reading(name).notices == ()
    assert definition(name)["languages"] == ["fr", "en"]
    for each in in_order(definition(name)["questions"]):
        for key in ("label", "hint", "constraint_message", "required_message"):
            texts = each.get(key)
            assert texts is None or (isinstance(texts, dict) and texts.keys() == {"fr", "en"}), (name, each["name"])


@pytest.mark.parametrize("name", SHIPPED)
def test_the_record_of_a_citizen_fits(name: str) -> None:
    assert verdict(name, SAMPLES[name]) == []


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("besoin", {"age": "refus", "domaine": "san", "gravite": "nsp"}),
        ("emotion", {"age": "groupe", "objet": "vie", "emotion": "refus"}),
        ("retour", {"age": "18_24", "projet": "prj-1", "avance": "rien", "problemes": ["nsp"]}),
    ],
)
def test_the_least_that_can_be_said_is_enough(name: str, least: dict[str, Any]) -> None:
    assert verdict(name, least) == []
    for needed in least:
        assert (needed, "required") in verdict(name, {key: value for key, value in least.items() if key != needed})


@pytest.mark.parametrize("name", SHIPPED)
def test_a_child_alone_is_not_recorded(name: str) -> None:
    assert verdict(name, {**SAMPLES[name], "age": "moins_18"}) == [("age", "constraint")]
    assert node(name, "age")["constraint_message"]["fr"].startswith("On n’enregistre pas")
    assert definition(name)["questions"][0]["name"] == "age"


@pytest.mark.parametrize("name", SHIPPED)
def test_nobody_is_asked_for_a_name(name: str) -> None:
    for each in in_order(definition(name)["questions"]):
        assert not re.search(r"votre nom|téléphone|adresse", each.get("label", {}).get("fr", ""), re.IGNORECASE)


def test_not_knowing_and_not_wanting_to_answer_are_answers() -> None:
    assert "nsp" in names("besoin", "gravite")
    assert names("emotion", "emotion")[-2:] == ["nsp", "refus"]
    for face in ("qualite", "acces", "equite", "respect"):
        assert names("retour", face) == ["1", "2", "3", "4", "5", "nsp"]
        assert node("retour", face)["appearance"] == "faces"


def test_choices_that_exclude_others_are_taken_alone() -> None:
    assert verdict("besoin", {**NEED, "qui": ["tous", "femmes"]}) == [("qui", "constraint")]
    assert verdict("besoin", {**NEED, "qui": ["nsp"]}) == []
    assert verdict("retour", {**FEEDBACK, "problemes": ["aucun", "retard"]}) == [("problemes", "constraint")]


def test_domains_and_emotions_are_those_of_the_vocabularies() -> None:
    for (instrument, asked_for), list_name in {
        ("besoin", "domaine"): "domains",
        ("besoin", "gravite"): "severities",
        ("emotion", "emotion"): "emotions",
        ("retour", "nature"): "feedback_kinds",
    }.items():
        assert [
            {"code": choice["name"], "label": choice["label"], "picture": choice["picture"]}
            for choice in node(instrument, asked_for)["choices"]
        ] == vocabulary(list_name).wire()["terms"]


def test_the_affective_slider_is_two_numbers_shown_together_and_both_may_be_left() -> None:
    group = node("emotion", "ressenti")
    assert group["appearance"] == "affective-slider"
    assert [child["name"] for child in group["children"]] == ["plaisir", "activation"]
    assert verdict("emotion", {**EMOTION, "plaisir": 1.01}) == [("plaisir", "constraint")]
    untouched = {key: value for key, value in EMOTION.items() if key not in {"plaisir", "activation"}}
    assert verdict("emotion", untouched) == []


def test_a_point_is_asked_only_where_the_thing_has_a_place() -> None:
    assert "point" in asked("besoin", NEED)
    assert "point" not in asked("besoin", {**NEED, "a_un_lieu": "non"})
    for domain in ("gen", "enf", "pax", "fon", "ali", "gou", "log"):
        assert "a_un_lieu" not in asked("besoin", {**NEED, "domaine": domain})
    for other in ("emotion", "retour"):
        assert all(each["type"] != "geopoint" for each in in_order(definition(other)["questions"]))


def test_who_reports_something_very_serious_is_told_where_to_go_and_never_asked_the_story() -> None:
    grave = {**FEEDBACK, "problemes": ["retard", "grave"]}
    shown = asked("retour", grave)
    assert shown[-1] == "porte"
    assert not {"nature", "voix", "texte", "suggestion", "suggestion_voix", "photo"} & set(shown)
    assert ("texte", "not-relevant") in verdict("retour", grave)
    assert "porte" not in asked("retour", FEEDBACK)


@pytest.mark.parametrize("domain", ["gen", "enf", "pax"])
def test_the_same_door_stands_in_needs_that_may_hide_violence(domain: str) -> None:
    shown = asked("besoin", {**NEED, "domaine": domain})
    assert "porte" in shown
    assert "photo" not in shown
    assert "porte" not in asked("besoin", NEED)


def test_a_need_can_be_told_without_reading_or_writing() -> None:
    spoken = {"age": "35_59", "domaine": "aut", "gravite": "grave", "voix": SHA}
    assert verdict("besoin", spoken) == []
    without = {key: value for key, value in spoken.items() if key != "voix"}
    assert verdict("besoin", without) == [("texte", "required")]


@pytest.mark.parametrize("name", SHIPPED)
def test_every_choice_shown_as_pictures_has_one(name: str) -> None:
    for each in in_order(definition(name)["questions"]):
        if each.get("appearance", "") in {"pictures", "faces"}:
            assert all(choice.get("picture") for choice in each["choices"]), each["name"]
