"""How many texts that say the same are found, how many of those found do, and how long one record's look takes.

`./run bench likeness [N]`: made-up French sentences about needs, N records (100,000) in a database of their own,
on SQLite.
Each of 400 is also there typed again, shortened, turned round, or partly in other words; the sentences were written by
whoever wrote the rules: they say what the rules are for, not how well they do among strangers.
"""

from __future__ import annotations

import datetime as dt
import random
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import insert, text

from feedback_app.app import create_app
from feedback_app.base.db import db, transaction
from feedback_app.base.folding import fold
from feedback_app.migrations import upgrade
from feedback_app.review.case_band_store import BandChanges, CaseText, find_alike
from feedback_app.review.likeness import store
from feedback_app.review.tables import Case
from feedback_app.review.text_likeness import ALIKE, likeness, pieces
from tests.conftest import settings_on
from tests.people import make_world

WHAT = (
    "la pompe", "le puits", "le forage", "la route de {place}", "le pont", "l'école primaire", "le centre de santé",
    "le marché couvert", "la maternité", "le château d'eau", "le poteau électrique", "la piste de {place}",
    "les latrines", "le logement du maître", "la décharge", "le bac à ordures", "le bureau de vote", "le moulin",
)  # fmt: skip
HOW = (
    "est en panne", "est cassé", "ne marche plus", "est coupé quand il pleut", "manque de tout", "est trop loin",
    "est fermé", "tombe en ruine", "est plein", "n'a pas d'eau", "n'a pas de courant", "attend des travaux",
    "est dangereux pour les enfants", "coûte trop cher", "n'a personne pour s'en occuper",
)  # fmt: skip
SINCE = (
    "depuis trois mois", "depuis la dernière saison", "depuis des années", "depuis le mois de mars",
    "depuis l'élection", "depuis que le projet est fini", "depuis lundi", "depuis la grande pluie", "depuis l'an passé",
)  # fmt: skip
SO = (
    "les femmes vont au marigot à deux kilomètres", "les enfants restent à la maison", "on paie le transport deux fois",
    "les malades attendent dehors", "personne n'est venu voir", "nous avons écrit à la mairie sans réponse",
    "les vieux ne sortent plus", "le cacao pourrit au bord du champ", "on accouche à la lumière du téléphone",
    "la nuit il y a des accidents", "les jeunes sont fatigués d'attendre", "on achète l'eau en sachet",
    "il faut traverser à la nage", "les maîtres sont repartis", "les mouches entrent dans les cuisines",
)  # fmt: skip
PLACES = (
    "Tanda",
    "Kongodougou",
    "Bécédi",
    "Assuéfry",
    "Gouméré",
    "Koun-Fao",
    "Transua",
    "Bondoukou",
    "Sapli",
    "Yézimala",
)
NAMES = ("Kouamé", "Adjoua", "Issouf", "Mariam", "Yao", "Awa", "Koffi", "Akissi", "Drissa", "Fatou", "Konan", "Aya")
LOOKS = 300


def sentence(chance: random.Random) -> str:
    """A need, as somebody might type it."""
    first, second = chance.sample(SO, 2)
    what = chance.choice(WHAT).format(place=chance.choice(PLACES))
    where = f"à {chance.choice(PLACES)}, quartier de {chance.choice(NAMES)}"
    return f"{what} {where} {chance.choice(HOW)} {chance.choice(SINCE)}, {first} et {second}"


def typed_again(chance: random.Random, words: str) -> str:
    """With slips: a letter in twelve words is wrong or missing."""
    signs = list(words)
    for _ in range(max(1, len(words.split()) // 12)):
        signs[chance.randrange(len(signs))] = chance.choice("aeiourstn ")
    return "".join(signs)


def shortened(chance: random.Random, words: str) -> str:
    """A word in six is left out."""
    return " ".join(one for one in words.split() if chance.random() > 1 / 6)


def turned_round(_: random.Random, words: str) -> str:
    """The second half first."""
    parts = words.split()
    return " ".join(parts[len(parts) // 2 :] + parts[: len(parts) // 2])


def partly_other(chance: random.Random, words: str) -> str:
    """A quarter of the words are others."""
    others = sentence(chance).split()
    return " ".join(chance.choice(others) if chance.random() < 1 / 4 else one for one in words.split())


WAYS = (typed_again, shortened, turned_round, partly_other)


def rows(count: int, chance: random.Random) -> Iterator[tuple[int, str, int | None]]:
    """(position, text, position of what it repeats)."""
    texts = [sentence(chance) for _ in range(count)]
    every = max(2, count // (100 * len(WAYS)))
    for position, words in enumerate(texts, 1):
        repeats = position % every == 0 and position > count // 2
        source = position // 2 if repeats else None
        way = WAYS[position // every % len(WAYS)]
        yield position, fold(way(chance, texts[source - 1]) if source else words), source


def main(words: list[str]) -> None:
    """Prints precision and recall of the threshold and of the look-up by way, then milliseconds of a look."""
    count, chance = int(words[0]) if words else 100_000, random.Random(16)
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(settings_on(Path(folder), f"sqlite:///{folder}/bench.db"))
        with app.app_context(), db.engine.begin() as connection:
            upgrade(connection)
        world = make_world(app)
        with app.app_context():
            made = list(rows(count, chance))
            started = time.perf_counter()
            _fill(world.programme, made, chance)
            print(f"{count} records stored in {time.perf_counter() - started:.0f} s")
            _report(world.programme, made, chance)


def _fill(programme: str, made: list[tuple[int, str, int | None]], chance: random.Random) -> None:
    start, people = dt.datetime(2026, 6, 1, tzinfo=dt.UTC), [uuid.UUID(int=n) for n in range(2000)]
    for first in range(0, len(made), 2000):
        some = made[first : first + 2000]
        with transaction() as session:
            session.execute(insert(Case), [_case(programme, one, start, chance.choice(people)) for one in some])
            changes = BandChanges()
            for position, words, _ in some:
                changes.add(None, CaseText(position, words))
            changes.write(session, programme)


def _case(programme: str, one: tuple[int, str, int | None], start: dt.datetime, author: uuid.UUID) -> dict[str, object]:
    position, words, _ = one
    village = f"V{position % 3000}"
    return {
        "programme_id": programme, "record_id": uuid.UUID(int=2**100 + position), "state": "received", "rev": 1,
        "position": position, "instrument": "besoin", "place_code": village, "place_path": f"/XX/{village}/",
        "author_id": author, "received_at": start + dt.timedelta(minutes=position), "decided_at": None,
        "summary": words[:300], "search": words, "written": words, "project_id": None, "danger": "",
        "quarantined": False, "odd_clock": False,
    }  # fmt: skip


def _report(programme: str, made: list[tuple[int, str, int | None]], chance: random.Random) -> None:
    texts = {position: words for position, words, _ in made}
    pairs = [(position, source) for position, _, source in made if source]
    every = max(2, len(made) // (100 * len(WAYS)))
    shown: dict[str, list[int]] = {way.__name__: [] for way in WAYS}
    right = listed = 0
    for position, source in pairs:
        near = find_alike(db.session, programme, CaseText(position, texts[position]), limit=store.BY_TEXT)
        alike = [one for one in near if one != position and _likeness(texts, one, position) >= ALIKE]
        shown[WAYS[position // every % len(WAYS)].__name__].append(source in alike)
        right, listed = right + (source in alike), listed + len(alike)
    print("| how it was typed again | pairs | likeness, median | found |\n|---|---|---|---|")
    for way in WAYS:
        own = [pair for pair in pairs if WAYS[pair[0] // every % len(WAYS)] is way]
        found, alike_by = shown[way.__name__], statistics.median(_likeness(texts, *pair) for pair in own)
        print(f"| {way.__name__.replace('_', ' ')} | {len(own)} | {alike_by:.2f} | {sum(found) / len(found):.2f} |")
    print(f"of {listed} listed {right} are the labelled pairs ({right / max(1, listed):.2f})")
    _time(programme, len(made), chance)


def _likeness(texts: dict[int, str], one: int, other: int) -> float:
    return likeness(pieces(texts[one]), pieces(texts[other]))


def _time(programme: str, count: int, chance: random.Random) -> None:
    took = []
    for _ in range(LOOKS):
        db.session.expunge_all()
        found = db.session.query(Case).filter_by(programme_id=programme, position=chance.randint(1, count)).one()
        started = time.perf_counter()
        near = store.candidates(db.session, found, [])
        own = pieces(found.written or "")
        _ = [likeness(own, pieces(one.case.written or "")) for one in near.values()]
        took.append((time.perf_counter() - started) * 1000)
    took.sort()
    size = db.session.scalar(text("SELECT count(*) FROM review_band"))
    print(f"a look: median {took[len(took) // 2]:.1f} ms, p95 {took[int(len(took) * 0.95)]:.1f} ms; {size} bands")


if __name__ == "__main__":
    main(sys.argv[1:])
