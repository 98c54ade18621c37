"""A phone whose browser playwright does not speak to: a program of Node that does one command a line."""

from __future__ import annotations

import json
import select
import subprocess
from pathlib import Path
from typing import Any

from tests.node import NODE

PATIENCE_S = 100.0
"""A record on a busy machine takes half of that."""


class DrivenPhone:
    """A surveyor with a browser. Every call is a verb of `hands.mjs` or of the driver: open, enrol, record, kill …"""

    patience = PATIENCE_S

    def __init__(self, driver: Path, *words: object) -> None:
        self._node = subprocess.Popen(
            [NODE, driver, *map(str, words)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def does(self, verb: str, *words: Any) -> Any:
        """Does one thing and returns its answer; AssertionError with the page's own words when it failed, and when no
        answer came in `patience` seconds."""
        assert self._node.stdin and self._node.stdout
        self._node.stdin.write(json.dumps([verb, *words]) + "\n")
        self._node.stdin.flush()
        assert select.select([self._node.stdout], [], [], self.patience)[0], f"{verb}: no answer"
        answer = json.loads(self._node.stdout.readline() or '{"failed": "the driver ended"}')
        assert "failed" not in answer, f"{answer['failed']}\n{answer.get('errors')}"
        return answer["result"]

    def close(self) -> None:
        """Ends the browser and its driver, whatever they are doing."""
        assert self._node.stdin
        self._node.stdin.close()
        for end in (self._node.terminate, self._node.kill):
            try:
                self._node.wait(10)
                return
            except subprocess.TimeoutExpired:
                end()
        self._node.wait()
