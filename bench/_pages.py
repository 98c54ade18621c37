"""What is asked of a server with a national programme: each page of the desk, what anyone may see, what phones send."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from bench._country import NATIONAL, PROGRAMME
from bench._records import ABSENT, FREQUENT, RARE
from feedback_app.base import clock
from feedback_app.base.db import db
from feedback_app.base.ids import hash_token, new_id
from feedback_app.enrol.tables import Device, Membership, Person
from feedback_app.media.tables import MediaUse
from feedback_app.portfolio.solutions.tables import Solution, Theme
from feedback_app.receipt.tables import Receipt
from feedback_app.register.tables import Place
from feedback_app.review.case import State
from feedback_app.review.tables import Case

DESK, PUBLIC = "desk", "public"
NOT_MEASURED = ("/desk/link", "/desk/login", "/desk/linked-account", "/desk/media", "/desk/admin/prompts/")
"""Doors of accounts, which ask for links and providers, and files from the disk, of which there are none here."""


@dataclass(frozen=True, slots=True)
class Page:
    """Something to ask for, by whom (`desk`, `public`), and how the table names it."""

    name: str
    address: str
    who: str = DESK
    heads: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    """Sent by POST."""


@dataclass(frozen=True)
class Found:
    """What of the filled database addresses may name, within one area."""

    login: str
    path: str
    waiting: str
    accepted: str
    village: str
    region: str
    author: str
    device: str
    code: str
    far: int
    """A position far behind in the queue."""
    day: str
    theme: str
    solution: str


def found_for(login: str) -> Found:
    """What somebody may ask for whose area is that of this login."""
    path = "/XX/" if login == NATIONAL else db.session.scalars(
        select(Place.path).join(Membership, Membership.place_code == Place.code)
        .join(Person, Person.id == Membership.person_id).where(Person.login == login)
    ).first()  # fmt: skip
    mine = Case.programme_id == PROGRAMME, Case.place_path.startswith(str(path))

    def case(state: State) -> Case:
        chosen = select(Case).where(*mine, Case.state == state, Case.summary != "").order_by(Case.position).offset(20)
        return db.session.scalars(chosen.limit(1)).one()

    waiting, accepted = case(State.RECEIVED), case(State.ACCEPTED)
    last = db.session.scalars(select(Case.position).where(*mine).order_by(Case.position.desc()).limit(1)).one()
    code = select(Receipt.code).where(Receipt.programme_id == PROGRAMME).offset(500).limit(1)
    device = select(Device.id).where(Device.person_id == waiting.author_id)
    return Found(
        login, str(path), str(waiting.record_id), str(accepted.record_id), waiting.place_code,
        waiting.place_path.strip("/").split("/")[2], str(waiting.author_id),
        str(db.session.scalars(device.limit(1)).one()), str(db.session.scalars(code).one()), int(last * 0.9),
        (clock.now() - timedelta(days=60)).date().isoformat(),
        str(db.session.scalars(select(Theme.id).limit(1)).one()),
        str(db.session.scalars(select(Solution.id).limit(1)).one()),
    )  # fmt: skip


def national_phones(count: int) -> list[str]:
    """Tokens of so many new phones above all places of the programme."""
    tokens = [new_id().hex for _ in range(count)]
    person = db.session.scalars(select(Person.id).where(Person.login == NATIONAL)).one()
    for token in tokens:
        db.session.add(
            Device(
                token_hash=hash_token(token), programme_id=PROGRAMME, person_id=person, place_code="XX",
                role="facilitator", name="Téléphone national", platform="Android 10", app_version="1",
                enrolled_at=clock.now(),
            )
        )  # fmt: skip
    db.session.commit()
    return tokens


def phone_with_media() -> int:
    """The number of a phone that announced a photo."""
    chosen = select(Person.name).join(Device, Device.person_id == Person.id)
    chosen = chosen.join(MediaUse, MediaUse.device_id == Device.id).limit(1)
    return int(db.session.scalars(chosen).one().split()[-1])


def desk_pages(app: Flask, found: Found) -> Iterator[Page]:
    """Every page of the desk: the queue in all its ways, the others in the order of their addresses."""
    for tab in ("open", "accepted", "needs_correction", "rejected", "quarantined", "all"):
        yield Page(f"queue, {tab}", f"/desk/?tab={tab}")
    for name, word in (("frequent", FREQUENT), ("rare", RARE), ("absent", ABSENT)):
        yield Page(f"queue, a text that is {name}: open", f"/desk/?q={word}")
        yield Page(f"queue, a text that is {name}: all", f"/desk/?tab=all&q={word}")
    for name, query in (
        ("a region", f"place={found.region}"), ("a village", f"place={found.village}"),
        ("an author", f"author={found.author}"), ("from a day on", f"since={found.day}"),
        ("up to a day", f"until={found.day}"), ("a form", "instrument=besoin"), ("an odd clock", "clock=1"),
        ("a project", "project=P1"), ("in quarantine", "tab=all&waiting=1"), ("far behind", f"after={found.far}"),
        ("all, far behind", f"tab=all&before={found.far // 9}"),
        ("a village and a frequent text", f"tab=all&place={found.village}&q={FREQUENT}"),
    ):  # fmt: skip
        yield Page(f"queue, {name}", f"/desk/?{query}")
    yield Page("record, waiting", f"/desk/records/{PROGRAMME}/{found.waiting}")
    yield Page("record, accepted", f"/desk/records/{PROGRAMME}/{found.accepted}")
    yield Page("record, opened from a filtered queue", f"/desk/records/{PROGRAMME}/{found.waiting}?q={FREQUENT}")
    yield Page("portfolio", "/desk/portfolio/")
    yield Page("portfolio, one domain", "/desk/portfolio/?domain=eau")
    yield Page("portfolio, far behind", "/desk/portfolio/?after=20000")
    yield Page("people, with a name", "/desk/admin/people?q=awa")
    yield Page("places, with a name", "/desk/admin/places?q=bou")
    yield from other_pages(app, found)


def other_pages(app: Flask, found: Found) -> Iterator[Page]:
    """The pages of the desk that a form leads to without filters, each once: all that the routes know."""
    values = {
        "programme": PROGRAMME, "record_id": found.accepted, "person_id": found.author, "device_id": found.device,
        "theme_id": found.theme, "solution_id": found.solution,
    }  # fmt: skip
    for rule in sorted(app.url_map.iter_rules(), key=lambda one: one.rule):
        address = _address(rule, values)
        if address and rule.rule not in {"/desk/", "/desk/portfolio/", "/desk/records/<programme>/<uuid:record_id>"}:
            yield Page(rule.rule.removeprefix("/desk/"), address)


def _address(rule: Rule, values: Mapping[str, str]) -> str | None:
    """A page of the desk with an example of what its address names; None of what is no such page."""
    is_page = rule.rule.startswith("/desk/") and "GET" in (rule.methods or ())
    if not is_page or rule.rule.startswith(NOT_MEASURED) or not rule.arguments <= values.keys():
        return None
    address = rule.rule.replace("<uuid:", "<")
    for name in rule.arguments:
        address = address.replace(f"<{name}>", values[name])
    return address


def public_pages(found: Found, etag: str) -> Iterator[Page]:
    """What anyone may ask for."""
    lines = "/api/v1/portfolio"
    yield Page("/", "/", PUBLIC)
    yield Page("/besoins, one domain", "/besoins?domain=eau", PUBLIC)
    yield Page("/besoins, one region", f"/besoins?place={found.region}", PUBLIC)
    yield Page("a place", f"/lieu/{found.region}", PUBLIC)  # or where that leads
    yield Page("/carte", "/carte", PUBLIC)
    yield Page("/recherche", "/recherche?q=eau", PUBLIC)
    yield Page("a theme", f"/portfolio/{found.theme}", PUBLIC)
    yield Page("/suivi", "/suivi", PUBLIC)
    yield Page("/suivi, a code", "/suivi", PUBLIC, body=f"code={found.code}".encode())
    for limit in (500, 5000):
        yield Page(f"API, {limit} lines", f"{lines}?limit={limit}", PUBLIC)
    for kind in ("csv", "geojson", "xlsx"):
        yield Page(f"API, {kind}", f"{lines}.{kind}?limit=5000", PUBLIC)
    yield Page("API, one region", f"{lines}?place={found.region}&limit=5000", PUBLIC)
    yield Page("API, 304", f"{lines}?limit=500", PUBLIC, heads=(("If-None-Match", etag),))
