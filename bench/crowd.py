"""Five hundred phones that come back at the same moment, as where the network of a district returns.

`./run bench crowd [sqlite|postgresql ...] [--phones N] [--records N] [--workers N ...]`. Each phone has a token and a
cursor of its own, and hands over its records in one exchange, on a connection of its own; one that is refused comes
back after `Retry-After`, as phones do. The server is `serve` as it starts without options, with its jobs; then with two
workers. Client and server share the machine.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, insert

from bench._load import Bearer, asked, pulled, record, resident_mb
from feedback_app.base import clock, ids
from feedback_app.enrol.tables import Device, Person
from tests.journeys import server
from tests.postgres import postgres_server

KINDS = ("sqlite", "postgresql")


@dataclass
class Comeback:
    """How it went for one phone."""

    seconds: float = 0.0
    """Until its records were acknowledged, from the moment at which all arrived."""
    waits: list[int] = field(default_factory=list)
    """`Retry-After` of each time that it was refused."""
    stored: int = 0


def main(args: list[str]) -> None:
    """Prints a line for each kind and number of workers."""
    parser = argparse.ArgumentParser(prog="bench crowd")
    parser.add_argument("kinds", nargs="*", default=list(KINDS))
    parser.add_argument("--phones", type=int, default=500)
    parser.add_argument("--records", type=int, default=3)
    parser.add_argument("--workers", type=int, nargs="*", default=[1, 2])
    chosen = parser.parse_args(args)
    for kind in chosen.kinds:
        for workers in chosen.workers:
            with serving(kind, workers) as running:
                print(f"{kind:10} {workers} worker(s): {measured(running, chosen)}", flush=True)


@contextmanager
def serving(kind: str, workers: int) -> Iterator[server.RunningServer]:
    """A fresh server as operators start it: threads, jobs and limits are the usual ones."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = stack.enter_context(postgres_server(durable=True)).url if kind == "postgresql" else None
        words = () if workers == 1 else ("--workers", str(workers))
        running = server.start(folder / "data", database_url=url, words=words)
        stack.callback(running.stop)
        yield running


def measured(running: server.RunningServer, chosen: argparse.Namespace) -> str:
    """All of them at once, once each has its cursor."""
    phones, chance = enrolled(running, chosen.phones), random.Random(1)
    with ThreadPoolExecutor(4) as pool:
        cursors = list(pool.map(lambda phone: pulled(running.port, phone), phones))
    bodies = [
        asked([record(phone, chance) for _ in range(chosen.records)], cursor)
        for phone, cursor in zip(phones, cursors, strict=True)
    ]
    outcomes = asyncio.run(all_at_once(running.port, phones, bodies))
    seconds = sorted(one.seconds for one in outcomes)
    waits = [wait for one in outcomes for wait in one.waits]
    spread = f", Retry-After {min(waits)} to {max(waits)} s ({len(set(waits))} different)" if waits else ""
    served = sum(one.stored == chosen.records for one in outcomes)
    return (
        f"{served} of {len(outcomes)} phones served, median {seconds[len(outcomes) // 2]:.1f} s, "
        f"p99 {seconds[int(len(outcomes) * 0.99)]:.1f} s, worst {seconds[-1]:.1f} s; {len(waits)} refused, "
        f"one phone {max(len(one.waits) for one in outcomes)} times{spread}; "
        f"a worker's memory at most {max(map(resident_mb, running.workers())):.0f} MB"
    )


def enrolled(running: server.RunningServer, count: int) -> list[Bearer]:
    """So many phones of the demo programme, written into its database: enrolling is not what is measured."""
    programme, now = running.programme, clock.now()
    people = [{"id": ids.new_id(), "name": f"Personne {n}", "language": "fr", "active": True, "created_at": now}
              for n in range(count)]  # fmt: skip
    tokens = [ids.new_token() for _ in range(count)]
    devices = [
        {"id": ids.new_id(), "token_hash": ids.hash_token(token), "programme_id": programme["id"],
         "person_id": one["id"], "place_code": programme["place"], "role": "surveyor", "name": "Téléphone",
         "platform": "model", "app_version": "1.0", "enrolled_at": now}
        for one, token in zip(people, tokens, strict=True)
    ]  # fmt: skip
    engine = create_engine(running.database_url or f"sqlite:///{running.data / 'echo.db'}")
    with engine.begin() as connection:
        connection.execute(insert(Person), people)
        connection.execute(insert(Device), devices)
    engine.dispose()
    return [
        Bearer(token, str(one["id"]), programme["id"], programme["place"])
        for one, token in zip(people, tokens, strict=True)
    ]


async def all_at_once(port: int, phones: list[Bearer], bodies: list[bytes]) -> list[Comeback]:
    """Every phone connects and hands over at the same moment."""
    began = time.perf_counter()
    return await asyncio.gather(
        *(comes_back(port, phone, body, began) for phone, body in zip(phones, bodies, strict=True))
    )


async def comes_back(port: int, phone: Bearer, body: bytes, began: float) -> Comeback:
    """One phone, until it was served."""
    mine = Comeback()
    while True:
        status, heads, answer = await exchange(port, phone.token, body)
        if status == 200:
            mine.seconds = time.perf_counter() - began
            mine.stored = sum(ack["outcome"] == "stored" for ack in json.loads(answer)["acks"])
            return mine
        if status not in {429, 503}:
            raise RuntimeError(f"{status} {answer[:300]!r}")
        mine.waits.append(int(heads["retry-after"]))
        await asyncio.sleep(mine.waits[-1])


async def exchange(port: int, token: str, body: bytes) -> tuple[int, dict[str, str], bytes]:
    """One exchange on a connection of its own: status, heads, body."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = (
        f"POST /api/v1/exchange HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nContent-Encoding: gzip\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    writer.write(head.encode() + body)
    first, _, rest = (await reader.read()).partition(b"\r\n\r\n")
    writer.close()
    line, *fields = first.decode("latin-1").split("\r\n")
    named: Any = (field.split(": ", 1) for field in fields)
    return int(line.split()[1]), {name.lower(): value for name, value in named}, rest
