"""The instruments that come with the project: whole in both languages, and kind to the people they ask."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest

from feedback_app.forms.engine.definition import Definition, Node, in_order, question
from feedback_app.forms.engine.validation import check_answers
from feedback_app.forms.engine.walk import Moment, Path
from feedback_app.forms.shipped import SHIPPED, shipped_instruments
from feedback_app.forms.xlsform.compiler import Reading, read_xlsform
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
    return list(Path(definition(instrument)).walk(answers, Moment(DAY)).relevant)


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
SOLUTION: dict[str, Any] = {
    "age": "35_59", "sexe": "femme", "domaine": "eau", "recit_voix": SHA, "porteur": "femmes", "stade": "usage",
    "usagers": "village", "moyens": ["outils", "savoir"], "manques": ["argent"], "copier": "facile", "former": "oui",
    "photos": [{"photo": SHA}, {"photo": "a" * 64}], "a_un_lieu": "oui",
    "point": {"lat": 6.9, "lon": -5.3, "accuracy_m": 8}, "credit": "groupe", "credit_nom": "Les femmes du puits",
}  # fmt: skip
OBSERVATION: dict[str, Any] = {
    "cadre": "marche", "role": "observateur", "projet": "aucun", "femmes": 20, "hommes": 12, "enfants": 30,
    "activite_texte": "Elles vendent.", "faits_texte": "La file est longue.", "etat": "partiel",
    "sens_texte": "La pompe ne suffit pas.", "ressenti": "lassitude",
    "signaux": [{"signal_domaine": "eau", "signal_texte": "On vend l’eau au seau."}], "photos": [{"photo": SHA}],
    "a_un_lieu": "non",
}  # fmt: skip
SESSION: dict[str, Any] = {
    "groupe": "village", "accord": "tous", "femmes_25_34": 11, "femmes_35_59": 4, "hommes_35_59": 9, "presents": 24,
    "compte": "OK", "problemes": [{"domaine": "eau", "probleme_voix": SHA}, {"domaine": "rou"}], "combien": 2,
    "semis": [{"numero": 1, "sujet": "L’eau", "poids": 7}, {"numero": 2, "sujet": "La route", "poids": 3}],
    "posees": 10, "dix": "OK",
    "propositions": [{"proposition_voix": SHA, "pour": 20, "contre": 1, "abstention": 3}],
    "minorite": ["jeunes"], "autrement_texte": "Ils veulent d’abord la route.",
    "actions": [{"action_voix": SHA, "charge": "femmes", "echeance": "2027-01-15"}], "feuille": SHA,
}  # fmt: skip
SAMPLES = {
    "besoin": NEED, "emotion": EMOTION, "retour": FEEDBACK, "solution": SOLUTION, "observation": OBSERVATION,
    "seance": SESSION,
}  # fmt: skip
WHERE_SOMEONE_SPEAKS = ("besoin", "emotion", "retour", "solution")
"""The others are recorded by who was there."""


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
        (
            "solution",
            {"age": "refus", "domaine": "agr", "porteur": "nsp", "stade": "idee", "copier": "nsp", "credit": "sans"},
        ),
        ("observation", {"cadre": "village", "role": "participant"}),
    ],
)
def test_the_required_answers_alone_are_valid(name: str, least: dict[str, Any]) -> None:
    assert verdict(name, least) == []
    for needed in least:
        assert (needed, "required") in verdict(name, {key: value for key, value in least.items() if key != needed})


@pytest.mark.parametrize("name", WHERE_SOMEONE_SPEAKS)
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
        ("solution", "domaine"): "domains",
        ("observation", "signal_domaine"): "domains",
        ("observation", "ressenti"): "emotions",
        ("seance", "domaine"): "domains",
    }.items():
        assert [
            {"code": choice["name"], "label": choice["label"], "picture": choice["picture"]}
            for choice in node(instrument, asked_for)["choices"]
        ] == [
            {key: term[key] for key in ("code", "label", "picture")} for term in vocabulary(list_name).wire()["terms"]
        ]


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


def test_who_reports_something_very_serious_reads_where_to_go_and_is_never_asked_the_story() -> None:
    grave = {**FEEDBACK, "problemes": ["retard", "grave"]}
    shown = asked("retour", grave)
    assert shown[-1] == "porte"
    assert not {"nature", "voix", "texte", "suggestion", "suggestion_voix", "photo"} & set(shown)
    assert verdict("retour", grave) == []
    assert "porte" not in asked("retour", FEEDBACK)


@pytest.mark.parametrize("domain", ["gen", "enf", "pax"])
def test_the_same_door_is_in_needs_that_may_hide_violence(domain: str) -> None:
    shown = asked("besoin", {**NEED, "domaine": domain})
    assert "porte" in shown
    assert not {"voix", "texte", "attente_texte", "souhait_voix", "photo", "point"} & set(shown)
    assert asked("besoin", {**NEED, "domaine": domain, "porte": "aide"})[-1] == "porte"
    questions = asked("besoin", {**NEED, "domaine": domain, "porte": "autre_sujet"})
    assert {"voix", "attente_texte", "souhait_voix"} <= set(questions), (
        "a need of women that is no danger can be recorded"
    )
    assert "porte" not in asked("besoin", NEED)


def test_a_need_can_be_recorded_without_reading_or_writing() -> None:
    spoken = {"age": "35_59", "domaine": "aut", "gravite": "grave", "voix": SHA}
    assert verdict("besoin", spoken) == []
    without = {key: value for key, value in spoken.items() if key != "voix"}
    assert verdict("besoin", without) == [("texte", "required")]


@pytest.mark.parametrize("name", SHIPPED)
def test_every_choice_shown_as_pictures_has_one(name: str) -> None:
    for each in in_order(definition(name)["questions"]):
        if each.get("appearance", "") in {"pictures", "faces"}:
            assert all(choice.get("picture") for choice in each["choices"]), each["name"]


class TestASession:
    def without(self, *names: str) -> dict[str, Any]:
        return {name: value for name, value in SESSION.items() if name not in names}

    def test_of_two_people_that_raises_nothing_is_a_session(self) -> None:
        least = {"groupe": "mixte", "accord": "tous", "femmes_18_24": 2, "presents": 2, "compte": "OK", "combien": 0}
        assert verdict("seance", least) == []
        assert ("compte", "constraint") in verdict("seance", {**least, "femmes_18_24": 1, "presents": 1})

    def test_that_the_group_does_not_agree_to_is_not_recorded(self) -> None:
        assert verdict("seance", {**SESSION, "accord": "non"}) == [("accord", "constraint")]

    @pytest.mark.parametrize(("first", "total"), [(6, 9), (8, 11)])
    def test_shares_ten_seeds_no_more_and_no_fewer(self, first: int, total: int) -> None:
        seeds = [{**SESSION["semis"][0], "poids": first}, SESSION["semis"][1]]
        assert verdict("seance", {**SESSION, "semis": seeds, "posees": total}) == [("dix", "constraint")]

    def test_with_one_problem_shares_no_seeds(self) -> None:
        one = {**self.without("semis", "posees", "dix"), "problemes": SESSION["problemes"][:1], "combien": 1}
        assert verdict("seance", one) == []

    @pytest.mark.parametrize(
        ("votes", "where"),
        [
            ({"pour": 25, "contre": 0, "abstention": 0}, ["pour", "contre", "abstention"]),
            ({"pour": 20, "contre": 5, "abstention": 0}, ["contre", "abstention"]),
            ({"pour": 20, "contre": 1, "abstention": 4}, ["abstention"]),
        ],
    )
    def test_counts_no_more_hands_than_people(self, votes: dict[str, int], where: list[str]) -> None:
        assert verdict("seance", {**SESSION, "propositions": [votes]}) == [
            (f"propositions[1].{name}", "constraint") for name in where
        ]

    def test_hears_who_saw_it_otherwise(self) -> None:
        assert "autrement" in asked("seance", SESSION)
        assert "autrement" not in asked("seance", {**SESSION, "minorite": ["personne"]})

    def test_names_nobody(self) -> None:
        assert not any(each["name"] in {"age", "sexe"} for each in in_order(definition("seance")["questions"]))


def test_who_made_a_solution_is_named_only_when_they_agree() -> None:
    assert "credit_nom" in asked("solution", SOLUTION)
    assert "credit_nom" not in asked("solution", {**SOLUTION, "credit": "sans"})
    assert names("solution", "credit")[0] == "sans"
