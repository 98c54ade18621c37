"""Clients that hand over records as fast as they are taken: prepared beforehand, over keep-alive connections."""

from __future__ import annotations

import gzip
import http.client
import json
import os
import random
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from feedback_app.base import clock
from tests.build import entry

TEXT = (
    "la pompe du village est en panne depuis trois mois et les femmes marchent loin pour chercher eau propre école "
    "toit tombe pluie enfants maître absent route coupée saison marché prix cacao dispensaire médicament sage-femme "
    "nuit lumière jeunes travail terre champ conflit bornage comité réunion chef promesse entreprise forage argent"
)
WORDS = TEXT.split()


@dataclass(frozen=True)
class Bearer:
    """An enrolled phone."""

    token: str
    author: str
    programme: str
    place: str


@dataclass(frozen=True)
class Throughput:
    """What came of a run: records and requests, seconds, and how long each request took."""

    records: int
    requests: int
    seconds: float
    latencies: tuple[float, ...]

    @property
    def rate(self) -> float:
        """Records a second."""
        return self.records / self.seconds

    def percentile(self, part: float) -> float:
        """Milliseconds under which this part of the requests was answered."""
        return sorted(self.latencies)[min(int(len(self.latencies) * part), len(self.latencies) - 1)] * 1000


def record(bearer: Bearer, chance: random.Random) -> dict[str, Any]:
    """An entry of about 1 kB: a need with a text."""
    answers = {
        "age": chance.choice(["25_34", "35_59"]), "sexe": chance.choice(["femme", "homme"]),
        "domaine": chance.choice(["agr", "edu", "san"]), "texte": " ".join(chance.choices(WORDS, k=58)),
        "gravite": "grave", "a_un_lieu": "non",
    }  # fmt: skip
    return entry(programme=bearer.programme, place=bearer.place, author=bearer.author, answers=answers)


def asked(entries: list[dict[str, Any]], cursor: str | None) -> bytes:
    """The body of an exchange, gzip'ed as a phone does it."""
    health = {"unsent": len(entries), "free_bytes": 10**9, "persisted": True, "app_version": "1.0"}
    request = {"nonce": "n", "clock": clock.iso(clock.now()), "cursor": cursor, "entries": entries, "health": health}
    return gzip.compress(json.dumps(request, ensure_ascii=False).encode(), 6)


def exchange(link: http.client.HTTPConnection, token: str, body: bytes, *, address: str = "") -> bytes:
    """One exchange; the answer's body. RuntimeError for any status but 200. `address` is whose a proxy says it is."""
    heads = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    if body[:2] == b"\x1f\x8b":
        heads["Content-Encoding"] = "gzip"
    if address:
        heads["X-Forwarded-For"] = address
    link.request("POST", "/api/v1/exchange", body, heads)
    answer = link.getresponse()
    data = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{answer.status} {data[:300]!r}")
    return data


def pulled(port: int, bearer: Bearer) -> str:
    """The cursor of this phone once it has pulled everything."""
    link, cursor, more = http.client.HTTPConnection("127.0.0.1", port, timeout=60), None, True
    while more:
        answer = json.loads(exchange(link, bearer.token, asked([], cursor)))
        cursor, more = answer["cursor"], answer["more"]
    link.close()
    return str(cursor)


def hand_over(port: int, work: list[tuple[Bearer, list[bytes]]], *, records_each: int, address: str = "") -> Throughput:
    """Each bearer hands over its prepared bodies one after the other, all bearers at once."""
    taken: list[list[float]] = [[] for _ in work]
    gate = threading.Barrier(len(work) + 1)

    def hand(at: int) -> None:
        bearer, bodies = work[at]
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        gate.wait()
        for body in bodies:
            started = time.perf_counter()
            answer = exchange(link, bearer.token, body, address=address)
            taken[at].append(time.perf_counter() - started)
            if answer.count(b'"stored"') != records_each:
                raise RuntimeError(answer[:500])
        link.close()

    threads = [threading.Thread(target=hand, args=(n,)) for n in range(len(work))]
    for thread in threads:
        thread.start()
    gate.wait()
    started = time.perf_counter()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - started
    latencies = tuple(one for each in taken for one in each)
    if len(latencies) != sum(len(bodies) for _, bodies in work):
        raise RuntimeError("some requests failed")
    return Throughput(len(latencies) * records_each, len(latencies), seconds, latencies)


def cpu_seconds(pids: list[int]) -> float:
    """Processor time that these processes have used so far; one that has ended counts for nothing."""
    return sum(sum(map(int, _stat(pid)[11:13])) for pid in pids) / os.sysconf("SC_CLK_TCK")


def _stat(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return ["0"] * 20


def resident_mb(pid: int) -> float:
    """The most memory that a process has had (VmHWM), in MB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1000


def family(pid: int) -> Iterator[int]:
    """A process and all that it started."""
    yield pid
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield from family(int(child))
