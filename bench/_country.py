"""A country of about 9,000 places made by rule, and who works in it: 2,000 phones and the staff of the desk."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Table

from feedback_app.base.bulk import insert_many
from feedback_app.base.db import AnySession, Base
from feedback_app.base.folding import fold
from feedback_app.base.ids import hash_token, new_id
from feedback_app.enrol.tables import Device, Membership, Person
from feedback_app.register.tables import Place
from tests.people import PASSWORD_HASH

PROGRAMME = "pilote"
LEVELS = (
    ("district", "DI", 14), ("region", "RE", 33), ("departement", "DE", 110), ("sous_prefecture", "SP", 510),
    ("locality", "LO", 8500),
)  # fmt: skip
SYLLABLES = (
    "ko", "bou", "a", "gou", "dou", "bé", "ra", "di", "na", "fou", "é", "yao", "go", "kro", "bo", "ni", "ma", "san",
    "ta", "dia", "wa", "lé", "to", "mé", "sé", "ba", "ké", "bi", "ou", "so",
)  # fmt: skip
NATIONAL, REGIONAL = "nationale", "regionale"
"""Logins of who reviews and coordinates the whole programme, and its first district."""
FIRST_DISTRICT = "DI0001"


@dataclass(frozen=True, slots=True)
class Where:
    """A place, as rows name it."""

    code: str
    path: str
    label: str


@dataclass(frozen=True, slots=True)
class PhoneOfGrow:
    """An enrolled phone and the villages that it records in."""

    device: uuid.UUID
    person: uuid.UUID
    name: str
    home: Where
    villages: tuple[Where, ...]


@dataclass(frozen=True)
class Country:
    """What records are made of: phones, and who decides."""

    phones: tuple[PhoneOfGrow, ...]
    reviewer: uuid.UUID
    paths: dict[str, str]


def token_of(n: int) -> str:
    """The bearer token of the phone of this number."""
    return f"grow-{n:05}"


def row(table: type[Base], **values: Any) -> dict[str, Any]:
    """A row that names all columns, as `insert_many` wants it: what is not given is the column's default."""
    return {**_blank(table), **values}


_BLANKS: dict[type[Base], dict[str, Any]] = {}


def _blank(table: type[Base]) -> dict[str, Any]:
    if table not in _BLANKS:
        columns = cast(Table, table.__table__).columns
        _BLANKS[table] = {one.name: _default(one) for one in columns}
    return _BLANKS[table]


def _default(column: Any) -> Any:
    if column.default is not None and column.default.is_scalar:
        return column.default.arg
    if column.nullable or column.server_default is None:
        return None
    plain = str(getattr(column.server_default.arg, "text", column.server_default.arg))
    kind = column.type.python_type
    return plain in {"1", "true"} if kind is bool else kind(plain)


def make_country(session: AnySession, phones: int, now: dt.datetime) -> Country:
    """Places, staff and phones. Commits nothing."""
    chance = random.Random(4)
    places = list(_places(chance))
    insert_many(session, {Place: [one for one, _ in places]})
    by_parent: dict[str, list[Where]] = {}
    for one, where in places:
        by_parent.setdefault(str(one["parent_code"]), []).append(where)
    homes = [where for one, where in places if one["level"] == "sous_prefecture" and where.code in by_parent]
    reviewer = _staff(session, NATIONAL, "XX", now)
    _staff(session, REGIONAL, FIRST_DISTRICT, now)
    made = [_phone(chance, n, homes[n % len(homes)], by_parent) for n in range(phones)]
    insert_many(
        session, {Person: [row(Person, id=one.person, name=one.name, language="fr", created_at=now) for one in made]}
    )
    insert_many(
        session,
        {
            Membership: [
                row(
                    Membership, id=new_id(), person_id=one.person, programme_id=PROGRAMME, role="surveyor",
                    place_code=one.home.code,
                )
                for one in made
            ],
            Device: [
                row(
                    Device, id=one.device, token_hash=hash_token(token_of(n)), programme_id=PROGRAMME,
                    person_id=one.person, place_code=one.home.code, role="surveyor", name=f"Téléphone de {one.name}",
                    platform="Android 10", app_version="1", enrolled_at=now - dt.timedelta(days=190),
                    last_seen_at=now - dt.timedelta(minutes=n),
                )
                for n, one in enumerate(made)
            ],
        },
    )  # fmt: skip
    return Country(tuple(made), reviewer, {where.code: where.path for _, where in places})


def _places(chance: random.Random) -> Iterator[tuple[dict[str, Any], Where]]:
    above = [Where("XX", "/XX/", "Pays")]
    for level, prefix, count in LEVELS:
        here = []
        for n in range(1, count + 1):
            parent = above[(n * 7919) % len(above)] if level == "locality" else above[(n - 1) % len(above)]
            code = f"{prefix}{n:04}"
            name = "".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))).capitalize()
            label = f"{name}, {parent.label.partition(',')[0]}" if level == "locality" else name
            where = Where(code, f"{parent.path}{code}/", label)
            here.append(where)
            people = chance.randint(200, 4000) if level == "locality" else chance.randint(10_000, 400_000)
            made = row(
                Place, code=code, parent_code=parent.code, level=level, name=name, path=where.path, label=label,
                search=fold(name), lat=5 + chance.random() * 5, lng=-8 + chance.random() * 5, population=people,
            )  # fmt: skip
            yield made, where
        above = here


def _phone(chance: random.Random, n: int, home: Where, by_parent: dict[str, list[Where]]) -> PhoneOfGrow:
    villages = by_parent[home.code]
    first = chance.choice(["Awa", "Koffi", "Adjoua", "Yao", "Mariam", "Issa", "Fatou", "Konan", "Aya", "Moussa"])
    return PhoneOfGrow(new_id(), new_id(), f"{first} {n}", home, tuple(villages))


def _staff(session: AnySession, login: str, place: str, now: dt.datetime) -> uuid.UUID:
    """Somebody who reviews and coordinates below a place, with the password of all people of the tests."""
    person = Person(id=new_id(), name=login.capitalize(), created_at=now, login=login, password_hash=PASSWORD_HASH)
    session.add(person)
    session.flush()
    for role in ("reviewer", "coordinator"):
        session.add(Membership(id=new_id(), person_id=person.id, programme_id=PROGRAMME, role=role, place_code=place))
    session.flush()
    return person.id
