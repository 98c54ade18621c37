"""Public figures of a million records: how long a refresh takes after 1,000 decisions, and the p95 of each public page.

`./run bench public [sqlite|postgresql ...] [--records N] [--accepted N] [--phones N] [--decisions N] [--keep FOLDER]`.
The programme is that of `bench grow`, with projects of the exchange and sheets of companies; with `--keep` it stays in
a folder, where the next run (of either) finds it. A refresh is what the jobs do until nothing is left; then comes
what a Monday does. Of each page: the first answer after that, which is made anew, then p50 / p95 and, in brackets,
processor time; of datasets until the first byte. **Bold** is what takes over 100 ms, or a refresh over 5 s.
"""

from __future__ import annotations

import argparse
import datetime as dt
import http.client
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from bench._country import NATIONAL, PROGRAMME, REGIONAL
from bench._exchange import fill_exchange
from bench._pages import PUBLIC, Found, Page, found_for
from bench._programme import fill, is_filled, run_jobs, take_statistics
from bench.grow import KINDS, ROUNDS, Caller, Meter, figure, opened
from feedback_app import jobs
from feedback_app.app import create_app
from feedback_app.base import clock
from feedback_app.base.db import db, reading, transaction
from feedback_app.enrol.tables import Person
from feedback_app.insight.figures.transactions import show_week
from feedback_app.portfolio.bourse.tables import BourseProject
from feedback_app.portfolio.csr.tables import CsrSheet
from feedback_app.portfolio.listing.batches import publish_batch
from feedback_app.portfolio.listing.transactions import store_all
from feedback_app.portfolio.solutions.tables import Item
from feedback_app.review.case import State
from feedback_app.review.decisions.decide import Verdict, decide_many
from feedback_app.review.tables import Case
from feedback_app.serve import prepare_database
from feedback_app.settings import Settings
from tests.desk_actions import ACCEPT
from tests.journeys import server

FOLLOW = ("review", "portfolio", "insight", "receipts")
"""The jobs after which figures are those of what was decided."""
REFRESH_S = 5.0
DATASETS = (
    "portfolio",
    "feelings",
    "moderation",
    "solutions",
    "csr_initiatives",
    "csr_commitments",
    "csr_organisations",
)


def main(args: list[str]) -> None:
    """Fills what is not there yet, then measures each kind of database."""
    parser = argparse.ArgumentParser(prog="bench public")
    parser.add_argument("kinds", nargs="*", default=list(KINDS))
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--accepted", type=int, default=100_000)
    parser.add_argument("--phones", type=int, default=2_000)
    parser.add_argument("--decisions", type=int, default=1_000)
    parser.add_argument("--keep", type=Path)
    chosen = parser.parse_args(args)
    with tempfile.TemporaryDirectory() as folder:
        for kind in chosen.kinds:
            with opened(kind, chosen.keep or Path(folder)) as settings:
                if not is_filled(settings):
                    print(f"{kind}: filling", flush=True)
                    fill(settings, records=chosen.records, accepted=chosen.accepted, phones=chosen.phones)
                measure(kind, settings, decisions=chosen.decisions)


def measure(kind: str, settings: Settings, *, decisions: int) -> None:
    """Prints how long refreshing takes, then a table of the pages."""
    app = create_app(settings)
    with app.app_context():
        prepare_database(clock.now())
        while run_jobs(clock.now()):
            pass
        fill_exchange(clock.now())
        _timed(kind, "all accepted records, taken in from the beginning", lambda: _follow("insight"))
        _monday(kind, clock.now())
        take_statistics()
        _refresh(kind, decisions)
        found, desk = found_for(NATIONAL), [found_for(login) for login in (NATIONAL, REGIONAL)]
        pages = [*public_pages(app, found)]
        db.session.remove()
        db.engine.dispose()
    _serve(kind, settings, pages, [one.login for one in desk])


def _timed(kind: str, what: str, action: Callable[[], object]) -> float:
    started = time.perf_counter()
    done = action()
    taken = time.perf_counter() - started
    print(f"{kind}: {what}: {taken:.2f} s ({done})", flush=True)
    return taken


def _follow(*names: str) -> int:
    """Runs these jobs until none finds anything to do."""
    done = 0
    for name in names:
        while isinstance(some := jobs.run(name), int) and some:
            done += some
    return done


def _refresh(kind: str, decisions: int) -> None:
    _timed(kind, f"Adjoua accepts {decisions:,}", lambda: _accept(decisions))
    taken = sum(_timed(kind, f"then the job {name}", lambda name=name: _follow(name)) for name in FOLLOW)  # type: ignore[misc]
    mark = "**" if taken > REFRESH_S else ""
    print(f"{kind}: refreshed after {decisions:,} decisions in {mark}{taken:.2f} s{mark}", flush=True)
    _monday(kind, clock.now() + dt.timedelta(days=7))


def _accept(count: int) -> int:
    with reading() as session:
        by = session.scalars(select(Person.id).where(Person.login == NATIONAL)).one()
        waits = Case.programme_id == PROGRAMME, Case.state == State.RECEIVED, Case.danger == "", Case.rev == 1
        waiting = session.scalars(select(Case.record_id).where(*waits).order_by(Case.position)).all()
    some = waiting[:: max(len(waiting) // count, 1)][:count]  # of all places and months
    with transaction() as session:
        verdicts = {one: Verdict(ACCEPT, rev_seen=1, state_seen=State.RECEIVED) for one in some}
        return len(decide_many(session, PROGRAMME, verdicts, by=by, now=clock.now()))


def _monday(kind: str, now: dt.datetime) -> None:
    """What a Monday does: figures and needs of the week come into what anyone sees."""

    def publish() -> int:
        with transaction() as session:
            return publish_batch(session, PROGRAMME, now=now)

    _timed(kind, "Monday, feelings and scores", lambda: show_week(PROGRAMME, now=now))
    _timed(kind, "Monday, the list of needs", publish)
    _timed(kind, "Monday, its counts are stored", store_all)


def public_pages(app: Flask, found: Found) -> Iterator[Page]:
    """Every public page that a route leads to, with an example of what its address names, and every dataset."""
    projects = [str(one) for one in db.session.scalars(select(BourseProject.id).limit(1))]
    sheets = dict(db.session.execute(select(CsrSheet.kind, CsrSheet.id)).all())
    known = {
        "theme_id": [_largest_theme()], "project_id": projects, "place_code": ["XX", found.region, found.village],
        "initiative_id": [str(sheets["initiative"])], "organisation_id": [str(sheets["organisation"])],
    }  # fmt: skip
    for rule in sorted(app.url_map.iter_rules(), key=lambda one: one.rule):
        if rule.endpoint.partition(".")[0].startswith(("portfolio_", "insight_")) and "public" in rule.endpoint:
            for values in _filled(rule.arguments, known):
                with app.test_request_context():
                    address = app.url_map.bind("localhost").build(rule.endpoint, values)
                yield Page(address if not values else f"{rule.rule} {'/'.join(values.values())[:12]}", address, PUBLIC)
    yield Page("/besoins, a region and a domain", f"/besoins?domain=eau&place={found.region}", PUBLIC)
    yield Page("/recherche, a word", "/recherche?q=eau", PUBLIC)
    for name in DATASETS:
        for kind in ("", ".csv", ".xlsx", ".geojson"):
            yield Page(f"dataset {name}{kind}", f"/api/v1/{name}{kind}?limit=5000", PUBLIC)


def _largest_theme() -> str:
    chosen = select(Item.theme_id).where(Item.theme_id.is_not(None)).group_by(Item.theme_id)
    return str(db.session.scalars(chosen.order_by(func.count().desc()).limit(1)).one())


def _filled(names: set[str], known: dict[str, list[str]]) -> list[dict[str, str]]:
    if not names:
        return [{}]
    (name,) = names
    return [{name: value} for value in known.get(name, [])]


def _serve(kind: str, settings: Settings, pages: Sequence[Page], logins: Sequence[str]) -> None:
    url = settings.database_url if kind != "sqlite" else None
    environment = {"FEEDBACK_JOBS": "off", "FEEDBACK_SECOND_FACTOR": "optional"}
    running = server.start(settings.data, database_url=url, environment=environment)
    try:
        meter = Meter(running, settings.data.parent / "postgresql-cluster")
        print(f"\n| {kind} | first, ms | p50 / p95 (processor), ms |\n| --- | ---: | ---: |", flush=True)
        anyone = Caller(running.port, None, meter)
        for page in pages:
            _dataset(running.port, page) if page.name.startswith("dataset") else _line(anyone, page)
        for login in logins:
            for address in ("/desk/board", "/desk/home"):
                _line(Caller(running.port, login, meter), Page(f"{address}, {login}", address))
    finally:
        running.stop()


def _dataset(port: int, page: Page) -> None:
    """How long until the first byte; the rest is read, and not measured."""
    link, taken = http.client.HTTPConnection("127.0.0.1", port, timeout=600), list[float]()
    for _ in range(ROUNDS):
        started = time.perf_counter()
        link.request("GET", page.address, headers={"Accept-Encoding": "gzip"})
        answer = link.getresponse()
        answer.read(1)
        taken.append((time.perf_counter() - started) * 1000)
        answer.read()
        if answer.status == 404:
            return  # one without places has no GeoJSON
    first, later = taken[0], sorted(taken[1:])
    print(f"| {page.name} | {figure(first)} | {figure(later[len(later) // 2])} / {figure(later[-2])} |", flush=True)


def _line(caller: Caller, page: Page) -> None:
    started = time.perf_counter()
    if caller.ask(page) == 301:
        return  # the page of a place has one address
    first = (time.perf_counter() - started) * 1000
    print(f"| {page.name} | {figure(first)} | {caller.cell(page)} |", flush=True)
