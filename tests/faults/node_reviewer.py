"""A reviewer who accepts records at the desk, page by page, at whichever of two servers answers."""

from __future__ import annotations

import http.client
import http.cookiejar
import random
import re
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

from sqlalchemy import Engine, text

from tests.faults.cluster import Cluster
from tests.faults.node_phone import Failure

PAUSE_S = 0.1
NEXT = text("select record_id from review_case where programme_id = 'demo' and state = 'received' limit 1")


class Reviewer:
    """One session for both servers: its cookie is of the host, whatever the port."""

    def __init__(self, cluster: Cluster, engine: Engine, chance: random.Random) -> None:
        self._ports, self._engine, self._chance = cluster.ports, engine, chance
        self._browser = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar(http.cookiejar.DefaultCookiePolicy()))
        )
        self.accepted: set[str] = set()
        self.broken: list[str] = []
        self.failed: list[Failure] = []
        self.requests = 0
        greeting = next(node.greeting for node in cluster.nodes if "password" in node.greeting)
        login = re.search(r"login (\S+)\s+password (\S+)", greeting)
        assert login, greeting
        where, _ = self._open("/desk/login", {"login": login[1], "password": login[2]})
        if "/desk/login" in where:
            raise RuntimeError(f"cannot sign in: {where}")

    def run(self, stop: threading.Event) -> None:
        """Accepts one after the other. A decision without an answer is looked at again, also when it is time to stop."""
        waiting: str | None = None
        while not stop.wait(PAUSE_S) or waiting:
            try:
                waiting = waiting or self._next()
                if waiting and self._accept(waiting):
                    self.accepted.add(waiting)
                    waiting = None
            except urllib.error.HTTPError as error:
                if error.code not in {409, 429, 503}:
                    self.broken.append(f"desk: {error.code} {error.url}")
            except (OSError, http.client.HTTPException) as why:
                kind = "refused" if "Connection refused" in str(why) else "broken"
                self.failed.append(Failure(self._port, self._sent_at, time.monotonic(), kind))

    def _next(self) -> str | None:
        with self._engine.connect() as connection:
            found = connection.execute(NEXT).scalar()
        return str(found) if found else None

    def _accept(self, record: str) -> bool:
        """Whether the record is accepted now: by this, or by an earlier try whose answer was lost."""
        where, html = self._open(f"/desk/records/demo/{record}")
        if "/desk/login" in where:
            self.broken.append("the session has ended")
        form = {name: self._hidden(html, name) for name in ("csrf", "rev_seen", "state_seen")}
        if form["state_seen"] == "accepted":
            return True
        self._open(f"/desk/records/demo/{record}/decision", {**form, "action": "accept"})
        return True

    @staticmethod
    def _hidden(html: str, name: str) -> str:
        found = re.search(rf'name="{name}" value="([^"]*)"', html)
        return found[1] if found else ""

    def _open(self, path: str, form: dict[str, str] | None = None) -> tuple[str, str]:
        """The address at which it ended, and the page."""
        self.requests += 1
        data = urllib.parse.urlencode(form).encode() if form else None
        self._port, self._sent_at = self._chance.choice(self._ports), time.monotonic()
        with self._browser.open(f"http://127.0.0.1:{self._port}{path}", data, timeout=15) as answer:
            return answer.url, answer.read().decode()
