"""The log of a server that runs: JSON, gunicorn's own lines too."""

from __future__ import annotations

import json
import os
import signal
import time
from pathlib import Path
from typing import Any

from tests.journeys.server import start


def lines(log: Path) -> list[dict[str, Any]]:
    """All but the greeting."""
    return [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]


def test_each_request_and_each_complaint_of_gunicorn_is_a_line_of_json(tmp_path: Path) -> None:
    server = start(tmp_path, words=("--no-demo",))
    log = tmp_path / "server.log"
    try:
        pid = server.process.pid
        (worker,) = map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())
        os.kill(worker, signal.SIGKILL)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and not any(one["logger"] == "gunicorn.error" for one in lines(log)):
            time.sleep(0.05)
    finally:
        server.stop()
    (complaint,) = [one for one in lines(log) if "SIGKILL" in one["message"]]
    assert (complaint["logger"], complaint["level"]) == ("gunicorn.error", "error")
    requests = [one for one in lines(log) if one["logger"] == "feedback_app.requests"]
    assert requests[0]["route"] == "/api/v1/openapi.json" and requests[0]["status"] == 200
    text = log.read_text()
    assert "Worker (pid" not in text.replace(complaint["message"], ""), "gunicorn writes no lines of another form"
