"""Fills a database with the records and cases of a whole country, by sets, for `bench/desk.py`: nothing of it came in
by the front door, and the ledger's classes and `review`'s own recount are all that it relies on."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any

import orjson
from sqlalchemy import insert, text, update

from feedback_app.base import clock
from feedback_app.base.bulk import insert_many
from feedback_app.base.db import Base, db, transaction
from feedback_app.base.table_statistics import gather_statistics
from feedback_app.enrol.tables import Person
from feedback_app.ledger.tables import Counter, Follower, LedgerEntry, Record
from feedback_app.register.tables import Place, Project
from feedback_app.review.case import OPEN, State
from feedback_app.review.tables import Case
from tests.people import World

WIDTHS = (14, 3, 3, 4, 17)
"""Places below each place, level by level: 9,198 in all below the country, 8,568 of them villages."""
AUTHORS, PROJECTS = 2_000, 40
STATES = [*OPEN * 43, *[State.ACCEPTED] * 10, *[State.REJECTED] * 3, State.NEEDS_CORRECTION]
"""As 1,000,000 records of which 100,000 are accepted."""
AT_ONCE = 20_000


@dataclass(frozen=True)
class Village:
    """A place that records come from."""

    code: str
    path: str


def fill(world: World, count: int) -> None:
    """`count` records over six months, their entries and cases; then what a server that runs for long has too."""
    villages, people = _villages(), _people()
    chance, now = random.Random(1), clock.now()
    rows = _rows(world, villages, people, count, chance, now)
    while some := list(islice(rows, AT_ONCE)):
        with transaction() as session:
            for table, index in ((LedgerEntry, 0), (Record, 1), (Case, 2)):
                insert_many(session, {table: [_whole(table, row[index]) for row in some]})
    with transaction() as session:
        session.execute(update(Counter).where(Counter.programme_id == world.programme).values(last=count))
        session.execute(insert(Follower).values(name="review", programme_id=world.programme, position=count))
    gather_statistics()
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("vacuum analyze"))


def _whole(table: type[Base], row: dict[str, Any]) -> dict[str, Any]:
    """A row with all columns, in their order."""
    columns = table.__table__.columns
    return {one.name: row.get(one.name, one.default.arg if one.default is not None else None) for one in columns}


def _villages() -> list[Village]:
    level, made = [Village("XX", "/XX/")], 0
    rows: list[dict[str, Any]] = []
    for depth, width in enumerate(WIDTHS):
        below = [Village(f"N{(made := made + 1)}", "") for _ in level for _ in range(width)]
        level = [Village(one.code, f"{level[n // width].path}{one.code}/") for n, one in enumerate(below)]
        rows += [
            {
                "code": one.code, "parent_code": one.path.strip("/").split("/")[-2], "level": f"level{depth}",
                "name": f"Lieu {one.code}", "path": one.path, "label": f"Lieu {one.code}", "search": f"lieu {one.code}",
            }
            for one in level
        ]  # fmt: skip
    with transaction() as session:
        session.execute(insert(Place), rows)
        session.execute(
            insert(Project),
            [{"id": f"N{n}", "programme_id": "pilote", "title": f"Projet {n}", "place_code": "XX", "sector": "eau"}
             for n in range(PROJECTS)],
        )  # fmt: skip
    return level


def _people() -> list[uuid.UUID]:
    made, since = [uuid.uuid4() for _ in range(AUTHORS)], clock.now() - dt.timedelta(days=400)
    with transaction() as session:
        session.execute(
            insert(Person),
            [{"id": one, "name": f"Personne {n:04}", "created_at": since, "language": "fr", "active": True}
             for n, one in enumerate(made)],
        )  # fmt: skip
    return made


def _words(chance: random.Random) -> Iterator[str]:
    """Words as a language has them: few that are in every record, many that are in hardly any."""
    syllables = ["ba", "do", "fi", "go", "ka", "la", "mo", "ni", "po", "ra", "su", "ta", "vi", "zo", "ou", "an"]
    words = ["".join(chance.choice(syllables) for _ in range(2 + n % 3)) + str(n % 7 or "") for n in range(60_000)]
    weights = [1 / (n + 5) for n in range(len(words))]
    while True:
        yield from chance.choices(words, weights, k=30_000)


def _rows(
    world: World, villages: Sequence[Village], people: Sequence[uuid.UUID], count: int, chance: random.Random,
    now: dt.datetime,
) -> Iterator[tuple[dict[str, Any], ...]]:  # fmt: skip
    """(entry, record, case): one in a hundred is of a project, as many have an odd clock or a revision in quarantine;
    somebody writes in the villages of one sous-préfecture."""
    words, step = _words(chance), dt.timedelta(days=180) / count
    starts = [
        n
        for n, (a, b) in enumerate(pairwise(villages))
        if a.path[: a.path[:-1].rfind("/")] != b.path[: b.path[:-1].rfind("/")]
    ]
    for n in range(1, count + 1):
        author = chance.randrange(len(people))
        village = villages[(starts[author % len(starts)] + 1 + chance.randrange(WIDTHS[-1])) % len(villages)]
        text_of_need = " ".join(["La pompe", *islice(words, 27)])
        name, at = uuid.UUID(int=chance.getrandbits(128)), now - step * (count - n)
        odd, waits = chance.random() < 0.01, chance.random() < 0.01
        danger = "maybe" if chance.random() < 0.0005 else ""
        project = f"N{chance.randrange(PROJECTS)}" if chance.random() < 0.01 else None
        answers = {"domaine": "eau", "texte": text_of_need}
        body = {"id": str(name), "rev": 1, "instrument": "besoin", "place": village.code, "answers": answers}
        both = {
            "programme_id": world.programme, "rev": 1, "position": n, "instrument": "besoin",
            "place_path": village.path,
            "place_code": village.code, "author_id": people[author], "received_at": at, "record_id": name,
            "digest": "0" * 64, "danger": danger, "project_id": project, "clock_offset_ms": 600_000 if odd else 0,
        }  # fmt: skip
        entry = both | {"body": orjson.dumps(body), "device_id": world.awa.device_id, "quarantined": False}
        record = both | {
            "id": name, "instrument_version": "1", "recorded_at": at, "first_received_at": at, "quarantined": waits,
            "answers": answers, "owner": str(people[author]),
        }  # fmt: skip
        searched = f"lieu {village.code.lower()} personne {author:04} {text_of_need.lower()} {n}"
        case = both | {
            "state": chance.choice(STATES), "search": searched, "summary": text_of_need[:100], "quarantined": waits,
            "odd_clock": odd, "decided_at": None,
        }  # fmt: skip
        yield entry, record, case
