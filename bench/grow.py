"""A national programme of a million records: how long each page, dataset and exchange takes, one caller.

`./run bench grow [sqlite|postgresql ...] [--records N] [--accepted N] [--phones N] [--keep FOLDER] [--only WORD]`. The
programme is filled by sets, as its ledger and jobs would have left it; with `--keep` it stays in a folder, where the
next run finds it. Figures are seen by a client on the same machine: p50, p95 and, in brackets, the processor time of
server and database, which says more where other work runs beside. **Bold** is what takes over 100 ms.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import select

from bench._country import NATIONAL, PROGRAMME, REGIONAL, token_of
from bench._desk_work import desk_work
from bench._load import Bearer, asked, exchange, family, pulled, record
from bench._pages import Page, desk_pages, found_for, national_phones, phone_with_media, public_pages
from bench._programme import fill, is_filled, run_jobs
from feedback_app.app import create_app
from feedback_app.base import clock
from feedback_app.base.db import db
from feedback_app.base.ids import hash_token
from feedback_app.enrol.tables import Device
from feedback_app.serve import prepare_database
from feedback_app.settings import Settings, read_settings
from tests.journeys import server
from tests.people import PASSWORD
from tests.postgres import postgres_server

KINDS = ("sqlite", "postgresql")
ROUNDS, PATIENCE_S = 20, 4.0
"""Times that something is asked for, and the seconds after which it is asked no more, but three times at least."""
LIMIT_MS = 100


def main(args: list[str]) -> None:
    """Fills what is not there yet, then measures each kind of database."""
    parser = argparse.ArgumentParser(prog="bench grow")
    parser.add_argument("kinds", nargs="*", default=list(KINDS))
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--accepted", type=int, default=100_000)
    parser.add_argument("--phones", type=int, default=2_000)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--only", default="", help="of the requests, those with this word in their name")
    parser.add_argument("--fill-only", action="store_true")
    chosen = parser.parse_args(args)
    with tempfile.TemporaryDirectory() as folder:
        for kind in chosen.kinds:
            with opened(kind, chosen.keep or Path(folder)) as settings:
                if not is_filled(settings):
                    print(f"{kind}: filling", flush=True)
                    fill(settings, records=chosen.records, accepted=chosen.accepted, phones=chosen.phones)
                if not chosen.fill_only:
                    measure(kind, settings, only=chosen.only)


@contextmanager
def opened(kind: str, folder: Path) -> Iterator[Settings]:
    """The database of this kind in a folder, with the server that it needs, durable as for real."""
    data = folder / kind
    data.mkdir(parents=True, exist_ok=True)
    if kind == "sqlite":
        yield read_settings({"FEEDBACK_DATA": str(data)})
        return
    with postgres_server(durable=True, saved_in=folder / "postgresql-cluster", memory="128MB") as database:
        yield read_settings({"FEEDBACK_DATA": str(data), "FEEDBACK_DATABASE_URL": database.url})


def measure(kind: str, settings: Settings, *, only: str = "") -> None:
    """Prints a table of what somebody with the whole programme, and with a part of it, waits for."""
    app = create_app(settings)
    with app.app_context():
        started = time.perf_counter()
        prepare_database(clock.now())
        while run_jobs(clock.now()):
            pass
        print(f"{kind}: ready in {time.perf_counter() - started:.1f} s (migrations, jobs)", flush=True)
        found = {login: found_for(login) for login in (NATIONAL, REGIONAL)}
        tokens, with_media = national_phones(3), phone_with_media()
        bearers = [_bearer(n) for n in (1, 2, with_media)]
        db.session.remove()
        db.engine.dispose()
    if not only or only in "desk work":
        _in_process(kind, app)
    running = server.start(
        settings.data,
        database_url=settings.database_url if kind != "sqlite" else None,
        environment={"FEEDBACK_JOBS": "off", "FEEDBACK_SECOND_FACTOR": "optional"},
    )
    try:
        meter = Meter(running, settings.data.parent / "postgresql-cluster")
        print(f"\n| {kind}: p50 / p95 (processor), ms | whole | a part |\n| --- | ---: | ---: |", flush=True)
        callers = [Caller(running.port, login, meter) for login in found]
        _table(zip(*(desk_pages(app, one) for one in found.values()), strict=True), callers, only)
        anyone = Caller(running.port, None, meter)
        _table(zip(public_pages(found[NATIONAL], _etag(running.port)), strict=True), [anyone], only)
        if not only or "exchange" in only:
            _phones(running.port, meter, bearers, tokens)
    finally:
        running.stop()


def _in_process(kind: str, app: Flask) -> None:
    print(f"\n| {kind}: p50 / p95, ms | |\n| --- | ---: |", flush=True)
    for name, taken in desk_work(app):
        taken.sort()
        late = taken[min(int(len(taken) * 0.95), len(taken) - 1)]
        print(f"| {name} | {taken[len(taken) // 2]:,.0f} / {late:,.0f} |", flush=True)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


class Meter:
    """How much processor time a server and its database have used."""

    def __init__(self, running: server.RunningServer, cluster: Path) -> None:
        self._first = [running.process.pid]
        if (file := cluster / "data" / "postmaster.pid").exists():
            self._first.append(int(file.read_text().split()[0]))

    def seconds(self) -> float:
        """So far, those that have ended included."""
        return sum(map(_used, (pid for first in self._first for pid in family(first))))


def _used(pid: int) -> float:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return 0.0
    return sum(map(int, stat[11:15])) / os.sysconf("SC_CLK_TCK")


def _table(rows: Iterator[tuple[Page, ...]], callers: list[Caller], only: str) -> None:
    for pages in rows:
        if only in pages[0].name:
            cells = [caller.cell(page) for caller, page in zip(callers, pages, strict=True)]
            print(f"| {pages[0].name} | {' | '.join(cells)} |", flush=True)


def _bearer(n: int) -> Bearer:
    phone = db.session.scalars(select(Device).where(Device.token_hash == hash_token(token_of(n)))).one()
    return Bearer(token_of(n), str(phone.person_id), PROGRAMME, phone.place_code)


class Caller:
    """Somebody at a browser, signed in or not; one connection."""

    def __init__(self, port: int, login: str | None, meter: Meter) -> None:
        self._meter = meter
        self._link = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
        self._heads = {"Accept-Encoding": "gzip", "Accept-Language": "fr"}
        if login is not None:
            form = urlencode({"login": login, "password": PASSWORD})
            self._link.request("POST", "/desk/login", form, {"Content-Type": "application/x-www-form-urlencoded"})
            answer = self._link.getresponse()
            answer.read()
            self._heads["Cookie"] = str(answer.headers["Set-Cookie"]).partition(";")[0]
            if answer.status not in (302, 303):
                raise RuntimeError(f"{login} may not sign in: {answer.status}")

    def cell(self, page: Page) -> str:
        """How long a page takes, as the table says it; its status where it is not there for this caller."""
        status = self.ask(page)
        if status not in (200, 304):
            return str(status)
        return cell(lambda: self.ask(page), self._meter)

    def ask(self, page: Page) -> int:
        """Asks for a page once; its status."""
        try:
            return self._ask(page)
        except ConnectionError:  # the server closed what was idle while somebody else was measured
            self._link.close()
            return self._ask(page)

    def _ask(self, page: Page) -> int:
        heads = self._heads | dict(page.heads)
        if page.body is None:
            self._link.request("GET", page.address, headers=heads)
        else:
            form = {"Content-Type": "application/x-www-form-urlencoded"}
            self._link.request("POST", page.address, page.body, heads | form)
        answer = self._link.getresponse()
        answer.read()
        return answer.status


def cell(once: Callable[[], object], meter: Meter) -> str:
    """p50 / p95 of many times, and the processor time of each."""
    taken: list[float] = []
    began, used = time.perf_counter(), meter.seconds()
    while len(taken) < ROUNDS and (len(taken) < 3 or time.perf_counter() - began < PATIENCE_S):
        started = time.perf_counter()
        once()
        taken.append((time.perf_counter() - started) * 1000)
    spent = (meter.seconds() - used) * 1000 / len(taken)
    taken.sort()
    late = taken[min(int(len(taken) * 0.95), max(len(taken) - 2, 0))]
    return f"{figure(taken[len(taken) // 2])} / {figure(late)} ({figure(spent)})"


def figure(milliseconds: float) -> str:
    """Bold where it is over the limit."""
    plain = f"{milliseconds:,.1f}" if milliseconds < 10 else f"{milliseconds:,.0f}"
    return f"**{plain}**" if milliseconds > LIMIT_MS else plain


def _etag(port: int) -> str:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    link.request("GET", "/api/v1/portfolio?limit=500")
    answer = link.getresponse()
    answer.read()
    return answer.headers["ETag"] or ""


def _phones(port: int, meter: Meter, bearers: list[Bearer], national: list[str]) -> None:
    """What phones wait for. Comes last: it files records."""
    link, chance = http.client.HTTPConnection("127.0.0.1", port, timeout=600), random.Random(8)
    plain, other, with_media = bearers
    for name, phone in (("a phone of one sous-préfecture", plain), ("a phone with media", with_media)):
        print(f"| exchange, first sync of {name} (once) | {_once(partial(pulled, port, phone))} | |", flush=True)
    for n, token in enumerate(national, 1):
        first = _once(partial(exchange, link, token, asked([], None)))
        print(f"| exchange, first answer to national phone {n} (once) | {first} | |", flush=True)
    cursor = pulled(port, plain)

    def push(count: int) -> Callable[[], object]:
        made = iter([asked([record(plain, chance) for _ in range(count)], cursor) for _ in range(ROUNDS)])
        return lambda: exchange(link, plain.token, next(made))

    known = asked([record(other, chance) for _ in range(50)], pulled(port, other))
    exchange(link, other.token, known)
    media_cursor = pulled(port, with_media)
    for name, once in (
        ("nothing new", lambda: exchange(link, plain.token, asked([], cursor))),
        ("nothing new, a phone with media", lambda: exchange(link, with_media.token, asked([], media_cursor))),
        ("push of 1", push(1)),
        ("push of 50", push(50)),
        ("50 that are known", lambda: exchange(link, other.token, known)),
    ):
        print(f"| exchange, {name} | {cell(once, meter)} | |", flush=True)


def _once(call: Callable[[], object]) -> str:
    started = time.perf_counter()
    call()
    return figure((time.perf_counter() - started) * 1000)
