"""What people say in the scenario: answers to all instruments, in real texts where the shared data is there."""

from __future__ import annotations

import csv
import datetime as dt
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from feedback_app.base import clock
from tests.build import instrument_version
from tests.people import Phone
from tests.scenario.country import Country

AGES = ("18_24", "25_34", "35_59", "60_plus", "refus")
SEXES = ("femme", "homme", "femme", "homme", "refus")
DETAILS = {
    "eau": ("loin", "panne", "sale", "manque", "nsp"), "san": ("autre", "nsp"), "rou": ("mauvaise", "pont", "pluie"),
    "agr": ("intrants", "vente", "perte"), "fon": (),
}  # fmt: skip
DOMAINS = ("eau", "eau", "eau", "eau", "rou", "rou", "agr", "san", "fon")
EMOTIONS = ("espoir", "joie", "colere", "lassitude", "peur", "calme", "nsp", "refus")
SHARES = {"besoin": 55, "emotion": 20, "retour": 12, "solution": 4, "observation": 5, "seance": 4}
"""How many of a hundred records each instrument gets."""
MADE_UP = (
    "La pompe est en panne.",
    "La piste est coupée.",
    "Il manque un maître.",
    "Le marché est loin.",
    "On attend.",
)


def texts(shared: Path | None) -> list[str]:
    """What somebody wrote once; sentences of our own where that is not there."""
    if shared is None:
        return list(MADE_UP)
    found = []
    for name in ("mel_grand_debat_propositions_fr", "mel_grand_debat_commentaires_fr"):
        with (shared / "corpora" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            found += [row["texte"][:900] for row in csv.DictReader(file) if row["texte"].strip()]
    return found


@dataclass(frozen=True)
class Speech:
    """Whoever speaks in this scenario, each time somebody else or the same person again."""

    country: Country
    texts: Sequence[str]
    chance: random.Random

    def entry(self, phone: Phone, **changes: Any) -> dict[str, Any]:
        """A record of any instrument, as this phone would send it."""
        instrument = self.chance.choices(list(SHARES), weights=list(SHARES.values()))[0]
        return self.of(instrument, phone, **changes)

    def of(self, instrument: str, phone: Phone, **changes: Any) -> dict[str, Any]:
        """A record of one instrument."""
        project = self.chance.choice(self.country.projects[phone.programme])
        about = project if instrument == "retour" or self.chance.random() < 0.3 else None
        answers = ANSWERS[instrument](self, about or "")
        days = dt.timedelta(days=self.chance.randrange(6), hours=self.chance.randrange(5))
        if self.chance.random() < 0.05:
            days += dt.timedelta(days=500)  # a phone whose clock nobody believes
        made = {
            "instrument": instrument, "instrument_version": instrument_version(instrument),
            "place": self.chance.choice(self.country.villages), "answers": answers, "project": about,
            "recorded_at": clock.iso(clock.now() - days),
            "mode": "group" if instrument in {"besoin", "emotion"} and self.chance.random() < 0.08 else "assisted",
        }  # fmt: skip
        return phone.entry(**(made | changes))

    def person(self) -> dict[str, Any]:
        return {"age": self.chance.choice(AGES), "sexe": self.chance.choice(SEXES)}

    def text(self) -> str:
        return self.chance.choice(self.texts)


def _need(say: Speech, project: str) -> dict[str, Any]:
    domain = say.chance.choice(DOMAINS)
    answers = {
        **say.person(),
        "domaine": domain,
        "texte": say.text(),
        "gravite": say.chance.choice(("gene", "grave", "nsp")),
    }
    if details := DETAILS[domain]:
        answers[f"quoi_{domain}"] = say.chance.choice(details)
    if say.chance.random() < 0.5:
        answers["qui"] = say.chance.choice((["femmes", "enfants"], ["tous"], ["jeunes"]))
    if say.chance.random() < 0.5:
        answers["depuis"] = say.chance.choice(("jours", "mois", "an", "nsp"))
    return answers


def _feeling(say: Speech, project: str) -> dict[str, Any]:
    answers = {**say.person(), "objet": "projet" if project else "vie", "emotion": say.chance.choice(EMOTIONS)}
    if project:
        answers["projet"] = project
    if say.chance.random() < 0.8:
        answers["plaisir"] = say.chance.choice((0.05, 0.15, 0.45, 0.9))
    if say.chance.random() < 0.5:
        answers["activation"] = say.chance.choice((0.0, 0.2, 0.6, 1.0))
    return answers


def _feedback(say: Speech, project: str) -> dict[str, Any]:
    faces = ("1", "2", "3", "4", "5", "nsp")
    return {
        **say.person(), "projet": project, "connu": "oui", "avance": "en_cours", "texte": say.text(),
        "qualite": say.chance.choice(faces), "acces": say.chance.choice(faces), "problemes": ["retard"],
        "nature": "plainte",
    }  # fmt: skip


def _solution(say: Speech, project: str) -> dict[str, Any]:
    return {
        **say.person(), "domaine": "agr", "recit_texte": say.text(), "porteur": "femmes", "stade": "usage",
        "copier": "facile", "credit": "sans",
    }  # fmt: skip


def _observation(say: Speech, project: str) -> dict[str, Any]:
    return {"cadre": "marche", "role": "observateur", "faits_texte": say.text(), "ressenti": "lassitude"}


def _session(say: Speech, project: str) -> dict[str, Any]:
    women = say.chance.randrange(3, 20)
    return {
        "groupe": "village", "accord": "tous", "femmes_25_34": women, "hommes_35_59": 4, "presents": women + 4,
        "compte": "OK", "problemes": [{"domaine": "eau"}, {"domaine": "rou"}], "combien": 2,
        "semis": [{"numero": 1, "sujet": "L’eau", "poids": 7}, {"numero": 2, "sujet": "La route", "poids": 3}],
        "posees": 10, "dix": "OK",
    }  # fmt: skip


ANSWERS: Mapping[str, Any] = {
    "besoin": _need, "emotion": _feeling, "retour": _feedback, "solution": _solution, "observation": _observation,
    "seance": _session,
}  # fmt: skip


def corrected(speech: Speech, sent: Mapping[str, Any], phone: Phone) -> dict[str, Any]:
    """The same record in other words, by its author."""
    body = json.loads(sent["body"])
    return speech.of(
        body["instrument"], phone, id=sent["id"], rev=sent["rev"] + 1, place=body["place"], mode=body["mode"],
        project=body["project"],
        answers=ANSWERS[body["instrument"]](speech, body["project"] or ""),
    )  # fmt: skip


def in_batches(entries: Sequence[Any], size: int = 50) -> Iterator[Sequence[Any]]:
    for start in range(0, len(entries), size):
        yield entries[start : start + size]
