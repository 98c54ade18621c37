"""The phone's screens over the demo port (tests/pwa/demo): any state at will, without server or storage."""

from __future__ import annotations

import csv
import functools
import http.server
import json
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from feedback_app.forms.shipped import shipped_instruments
from feedback_app.forms.xlsform.compiler import compile_markdown
from feedback_app.register.languages import names
from tests.node import NODE

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "feedback_app" / "enrol" / "demo"
VOCABULARY = ROOT / "schemas" / "vocabulary"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Builds the demo page into `folder` and hands it out; the address of its page."""
    subprocess.run([NODE, str(ROOT / "tests/pwa/demo/build.mjs"), str(folder)], cwd=ROOT, check=True, timeout=60)
    handler = functools.partial(_Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    (folder / "world.js").write_text(f"window.WORLD = Object.assign({json.dumps(world())}, window.CHANGES || {{}})")
    try:
        yield f"http://127.0.0.1:{server.server_port}/index.html"
    finally:
        server.shutdown()


def world() -> dict[str, Any]:
    """What came by sync: the shipped instruments, the demo programme's places, projects and promise."""
    programme = json.loads((DEMO / "programme.json").read_text())
    programme["language_names"] = names(programme["languages"], {})
    programme["consent"]["scopes"] = [
        {
            "name": row["code"],
            "required": bool(row["required"]),
            "picture": row["picture"],
            "label": {"fr": row["fr"], "en": row["en"]},
            "hint": {"fr": row["hint_fr"], "en": row["hint_en"]},
        }
        for row in _rows(VOCABULARY / "consent_scopes.csv")
    ]
    return {
        "instruments": [compile_markdown(source, name) for name, source in shipped_instruments()],
        "programme": programme,
        "places": _places(),
        "projects": [
            {
                "id": row["id"],
                "title": row["titre"],
                "organisations": [row["entreprises"]],
                "place": row["code_localite_artci"],
            }
            for row in _rows(DEMO / "projects.csv")
        ],
        "reasons": [
            {
                "code": row["code"],
                "label": {"fr": row["fr"], "en": row["en"]},
                "say": {"fr": row["say_fr"], "en": row["say_en"]},
            }
            for row in _rows(VOCABULARY / "reasons.csv")
        ],
        "levels": [
            {"code": row["code"], "label": {"fr": row["fr"], "en": row["en"]}}
            for row in _rows(VOCABULARY / "place_levels.csv")
        ],
        "enrolled": True,
        "records": 0,
        "language": "fr",
    }


def open_at(page: Page, address: str, hash_: str = "#/", **changes: Any) -> None:
    """Opens the demo at a place in the app; `changes` to its world."""
    page.add_init_script(f"window.CHANGES = {json.dumps(changes)}")
    page.goto("about:blank")
    page.goto(address + hash_)
    page.wait_for_selector("h1")


def _places() -> list[dict[str, Any]]:
    rows = _rows(DEMO / "places.csv")
    names = {row["code"]: row["name"] for row in rows}
    return [
        {
            "code": row["code"],
            "parent": row["parent_code"] or None,
            "level": row["level"],
            "name": row["name"],
            "label": f"{row['name']}, {names.get(row['parent_code'], '')}"
            if row["level"] == "locality"
            else row["name"],
        }
        for row in rows
    ]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
