"""What is done about what was heard: themes and solutions, projects of the Bourse, CSR sheets, a place that answers."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from feedback_app import jobs
from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.portfolio.bourse.partners.tables import Pledge
from feedback_app.portfolio.solutions import proposals, publishing, theme_changes
from feedback_app.portfolio.solutions.assigning import Choice, assign
from feedback_app.portfolio.solutions.history import Author
from feedback_app.portfolio.solutions.tables import Item, Solution, Theme
from tests.http.csr import csr_people
from tests.http.portfolio import bourse_people, practice_people
from tests.http.portfolio.test_partners_door import PARTNERS, post
from tests.http.portfolio.test_replies_to_places import last
from tests.http.portfolio.test_replies_to_places import published as published_reply
from tests.scenario.country import RULED, SETTINGS, names_of
from tests.scenario.weeks import Pilot

NAMED = ("eau", "rou", "fon")
"""Domains of which needs are put under themes."""


def name_themes(pilot: Pilot, week: int) -> None:
    """Adjoua puts needs under themes, Akissi publishes their names; later one theme is split, and one merged."""
    for programme in SETTINGS:
        for domain in NAMED:
            _assign(pilot, programme, domain, week)
        _publish(pilot, programme, but=f"rou de {programme}" if week == 0 else "")
        if week == 1:
            _split(pilot, programme)
            _publish(pilot, programme)
        if week == 2:
            _merge(pilot, programme)
    pilot.run_jobs()


def _assign(pilot: Pilot, programme: str, domain: str, week: int) -> None:
    pilot.calendar.turn(minutes=1)
    with pilot.world.app.app_context(), transaction() as session:
        found = session.query(Item.record_id).filter_by(programme_id=programme, domain=domain, theme_id=None)
        waiting = sorted(one for (one,) in found)
        some = waiting[: len(waiting) * 3 // 4]
        answer = "Un forage et des réparateurs" if domain == "eau" else ""
        choice = Choice(new_theme=f"{domain} de {programme}", new_solution=answer)
        apart = (
            [Choice(new_theme=choice.new_theme, new_solution="Une autre réponse")] if domain == "eau" and week else []
        )
        for chosen, part in zip((choice, *apart), _halves(some, len(apart)), strict=True):
            if part:
                made = assign(session, programme, part, chosen, by=pilot.world.adjoua, now=clock.now())
                assert isinstance(made, list), made


def _halves(some: Sequence[uuid.UUID], apart: int) -> list[Sequence[uuid.UUID]]:
    cut = len(some) * 3 // 4 if apart else len(some)
    return [some[:cut], some[cut:]] if apart else [some]


def _publish(pilot: Pilot, programme: str, but: str = "") -> None:
    """Akissi publishes all that waits, but what bears this name."""
    with pilot.world.app.app_context(), transaction() as session:
        for one in proposals.proposals(session, programme):
            subject = session.get(Theme, one.subject_id) or session.get_one(Solution, one.subject_id)
            if one.title != but:
                author = Author(pilot.world.coordinator, clock.now())
                assert proposals.publish(session, subject, one.id, author=author) is None
        while publishing.publish_slice(session, programme, now=clock.now()):
            pass


def _theme(session: Any, programme: str, title: str) -> Theme | None:
    found: Theme | None = session.query(Theme).filter_by(programme_id=programme, title=title).first()
    return found


def _split(pilot: Pilot, programme: str) -> None:
    pilot.calendar.turn(minutes=1)
    with pilot.world.app.app_context(), transaction() as session:
        theme = _theme(session, programme, f"eau de {programme}")
        assert theme is not None
        needs = sorted(one for (one,) in session.query(Item.record_id).filter_by(theme_id=theme.id))
        author = Author(pilot.world.adjoua, clock.now())
        made = theme_changes.split(session, theme, (f"pompes de {programme}", ""), needs[::3], author=author)
        assert isinstance(made, Theme), made


def _merge(pilot: Pilot, programme: str) -> None:
    pilot.calendar.turn(minutes=1)
    with pilot.world.app.app_context(), transaction() as session:
        one, into = (_theme(session, programme, f"{name} de {programme}") for name in ("pompes", "eau"))
        assert one and into
        author = Author(pilot.world.adjoua, clock.now())
        assert theme_changes.merge(session, one, into, author=author) is None


def open_the_exchange(pilot: Pilot) -> list[str]:
    """Four projects that answer what was heard; one is funded, under way, and its places are asked. Their addresses."""
    world = pilot.world
    themes = _themes(pilot)
    with world.app.app_context():
        labels = names_of(db.session, pilot.country.villages)
    made = []
    for n, (first, second) in enumerate(((2, 3), (1, 1), (3, 2), (0, 2))):
        villages = [labels[one] for one in pilot.country.villages[n : n + 2]]
        made.append(
            bourse_people.scored(
                world, first, second, title=f"Un forage inventé, le {n + 1}", holder=f"Coopérative {n % 2 + 1}", theme=themes,
                places="\n".join(villages), milestone_title=[f"Étape {part}" for part in range(6)],
                milestone_due=["2026-01-10"] * 3 + ["2031-01-10"] * 3, milestone_evidence=["Une photo"] * 6,
                milestone_key=[""] * 6,
            )
        )  # fmt: skip
        pilot.calendar.turn(minutes=5)
    _fund(pilot, made)
    return made


def _themes(pilot: Pilot) -> list[str]:
    with pilot.world.app.app_context():
        some = db.session.query(Theme).filter_by(programme_id=RULED, ended_as=None, published=True)
        return [str(one.id) for one in some.order_by(Theme.title)]


def _fund(pilot: Pilot, projects: Sequence[str]) -> None:
    """Yao's company promises and pays; the Lab confirms most of it."""
    world = pilot.world
    bourse_people.send(world.signed_in("akissi"), PARTNERS, person=str(world.yao), organisation="cacao-du-lac")
    for address, amounts in zip(
        projects, (("8 000 000", "3 500 000"), ("2 500 000", ""), ("1 000 000", "1 200 000")), strict=False
    ):
        at = f"/desk/partner/{RULED}/{bourse_people.project_id(address)}/pledges"
        for kind, amount in zip(("promise", "payment"), amounts, strict=True):
            if amount:
                day = clock.now().date().isoformat()
                assert (
                    post(world.signed_in("yao"), at, kind=kind, amount=amount, day=day, words="Virement").status_code
                    == 303
                )
                pilot.calendar.turn(minutes=1)
    with world.app.app_context():
        waiting = [one.id for one in db.session.query(Pledge).order_by(Pledge.at)]
    for one in waiting[:-1]:
        assert (
            bourse_people.send(world.signed_in("akissi"), f"{bourse_people.DESK}/pledges/{one}/confirm").status_code
            == 303
        )
    for state in ("financed", "running"):
        day = clock.now().date().isoformat()
        assert (
            bourse_people.send(world.signed_in("akissi"), f"{projects[0]}/step", state=state, day=day).status_code
            == 303
        )


def ask_the_place(pilot: Pilot, address: str) -> None:
    """Milestones are noted as done; phones of the place contest one, confirm one, and of one too few say anything."""
    world, day = pilot.world, clock.now().date().isoformat()
    phones = pilot.country.phones[RULED]
    for key, (yes, no) in (("m1", (0, 6)), ("m2", (5, 1)), ("m3", (2, 0)), ("m4", (0, 0)), ("m5", (0, 0))):
        form = {"key": key, "evidence": "Vu par le comité", "day": day, **({"ask_on": day} if yes or no else {})}
        assert bourse_people.send(world.signed_in(), f"{address}/milestones", **form).status_code == 303
        if not (yes or no):
            continue
        reply = published_reply(world, last(world))
        for phone, fulfilled in zip(phones, ["yes"] * yes + ["no"] * no, strict=False):
            given = {"reply": str(reply.id), "fulfilled": fulfilled}
            village = pilot.country.villages[0]
            entry = phone.entry(instrument="echo_reply", instrument_version="1", answers=given, media=[], place=village)
            assert phone.exchange(pilot.client, entry).get_json()["acks"][0]["outcome"] == "stored"
    with world.app.app_context():
        jobs.run("replies")


SECTORS = ("water", "health", "food_security")


def sheets(pilot: Pilot) -> None:
    """Companies and what they pay for, some of it not known."""
    world, regions = pilot.world, pilot.country.regions
    for n in range(2):
        csr_people.add(world, "organisation", f"exemple-{n}", name=f"Exemple {n} SA", kind="company", about="Du cacao")
    for n in range(9):
        words: dict[str, Any] = {
            "title": f"Action inventée {n}", "funders": [[f"exemple-{n % 2}", f"Exemple {n % 2} SA", 60.0], ["x", "Un autre", None]],
            "sectors": [SECTORS[n % 3]], "sdgs": ["6"], "stage": "delivered" if n % 2 else "under_way",
            "places": [regions[n % len(regions)]] if n % 4 else list(regions[:2]), "first_year": 2023, "last_year": 2025,
        }  # fmt: skip
        if n % 3:
            words["committed"] = 4_000_000 + 1_370_000 * n
        if n % 2:
            words["paid"] = 1_000_000 + 10_000 * n
        csr_people.add(world, "initiative", f"p{n}", **words)
    csr_people.add(
        world,
        "commitment",
        "e1",
        title="Dix forages",
        funders=[["exemple-0", "Exemple 0 SA", None]],
        committed=90_000_000,
    )
    csr_people.publish_all(world)


def found_solutions(pilot: Pilot) -> None:
    """Adjoua lifts two solutions out of records; of one there is evidence."""
    phone = pilot.country.phones[RULED][0]
    for n in range(2):
        record = practice_people.record_of(pilot.client, pilot.world, phone)
        places = pilot.country.villages[n]
        address = practice_people.published(pilot.world, record, title=f"Des claies inventées {n}", places=places)
        if n:
            practice_people.shown(pilot.world, address)
