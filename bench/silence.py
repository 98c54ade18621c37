"""How long twenty phones wait beside hundreds of connections that fell silent, of every kind.

`./run bench silence [--sockets N] [--rounds N] [--phones N] [--at-once]
[--page ADDRESS] [--kinds sqlite postgresql]`. For each kind: so many
connections are opened to a server, then all phones at once hand over records, one a request, and a page is asked for.
All come from one address, as a trusted proxy says it; with `--apart` the phones and the page come from another.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import socket
import statistics
import threading
import time
from types import TracebackType

from bench._load import Bearer, asked, hand_over, record
from bench.ingest import bearers, serving

POST = b"POST /api/v1/exchange HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n"
LARGE = "/api/v1/openapi.json"
"""An answer of 120 kB."""
KINDS = {
    "nothing": b"",
    "half a head": POST,
    "a slow head": POST + b"X-a: ",
    "half a body": POST + b"Content-Length: 1000\r\n\r\n{",
    "a slow body": POST + b"Content-Length: 1000000\r\n\r\n{",
    "a slow chunk": POST + b"Transfer-Encoding: chunked\r\n\r\nffff\r\n{",
    "a slow form": b"POST /desk/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: 100000\r\n\r\nlogin=",
    "an answer not read": b"GET %p HTTP/1.1\r\nHost: x\r\n\r\n",
    "idle": b"GET /api/v1/nothing HTTP/1.1\r\nHost: x\r\n\r\n",
}
"""What each silent connection sends first. Those called slow then send a byte a second."""


THEIRS, OTHER = "41.0.0.1", "41.0.0.2"
"""Addresses, as a proxy passes them on."""


class Silent:
    """So many silent connections while the block lasts."""

    def __init__(self, port: int, kind: str, count: int, *, token: str, page: str = LARGE) -> None:
        self._address, self._kind, self._count = ("127.0.0.1", port), kind, count
        self._first = KINDS[kind].replace(b"%s", token.encode()).replace(b"%p", page.encode())
        self._links: list[socket.socket] = []
        self._over = threading.Event()
        self._first = self._first.replace(b"Host: x\r\n", b"Host: x\r\nX-Forwarded-For: %s\r\n" % THEIRS.encode())
        self._hand = threading.Thread(target=self._dribble, daemon=True)

    def __enter__(self) -> Silent:
        for _ in range(self._count):
            link = socket.socket()
            if self._kind == "an answer not read":
                link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            link.settimeout(5)
            link.connect(self._address)
            link.sendall(self._first)
            self._links.append(link)
        self._hand.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._over.set()
        self._hand.join(10)
        for link in self._links:
            link.close()

    def _dribble(self) -> None:
        while "slow" in self._kind and not self._over.wait(1):
            for link in self._links:
                with contextlib.suppress(OSError):
                    link.send(b"a")


def bodies_of(phones: list[Bearer], count: int) -> list[tuple[Bearer, list[bytes]]]:
    """So many exchanges of one new record for each phone."""
    chance = random.Random(time.monotonic())
    return [(phone, [asked([record(phone, chance)], None) for _ in range(count)]) for phone in phones]


def page(port: int, address: str) -> float:
    """Seconds until a page is there; 10 when it does not come."""
    started = time.perf_counter()
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=10) as link:
            head = f"GET /desk/login HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: {address}\r\nConnection: close\r\n\r\n"
            link.sendall(head.encode())
            while link.recv(65536):
                pass
    except OSError:
        return 10.0
    return time.perf_counter() - started


def main(args: list[str]) -> None:
    """Prints the waits of each kind."""
    parser = argparse.ArgumentParser(prog="bench silence")
    parser.add_argument("--apart", action="store_true", help="the phones have another address than the connections")
    parser.add_argument("--sockets", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--phones", type=int, default=20)
    parser.add_argument("--only", nargs="*", default=list(KINDS))
    parser.add_argument("--at-once", action="store_true", help="measure while what they asked for is being made")
    parser.add_argument("--page", default=LARGE, help="the answer that is not read")
    parser.add_argument("--kinds", nargs="*", default=["sqlite"])
    chosen = parser.parse_args(args)
    for kind in chosen.kinds:
        with serving(kind, workers=1, threads=16, proxies=1) as running:
            phones = bearers(running, chosen.phones)
            measure("none of them", running.port, phones, chosen)
            for silent in chosen.only:
                with Silent(running.port, silent, chosen.sockets, token=phones[0].token, page=chosen.page):
                    if not chosen.at_once:
                        time.sleep(2)  # what they asked for is answered: it is the silence that is measured
                    measure(silent, running.port, phones, chosen)


def measure(name: str, port: int, phones: list[Bearer], chosen: argparse.Namespace) -> None:
    """One line: what twenty phones at once, and a page, wait for."""
    address = OTHER if chosen.apart else THEIRS
    load = hand_over(port, bodies_of(phones, chosen.rounds), records_each=1, address=address)
    pages = [page(port, address) for _ in range(chosen.rounds)]
    print(
        f"{name:20} exchange median {load.percentile(0.5):5.0f} ms, worst {max(load.latencies) * 1000:5.0f} ms; "
        f"page median {statistics.median(pages) * 1000:4.0f} ms, worst {max(pages) * 1000:4.0f} ms",
        flush=True,
    )
