"""What the desk's tests share: needs as Awa's phone sends them, and how Adjoua presses."""

from __future__ import annotations

import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.people import Phone


def need(phone: Phone, words: str = "La pompe est en panne", **changes: Any) -> dict[str, Any]:
    """A need about water that passes every check; `answers` are added to its own."""
    answers = {"age": "25_34", "domaine": "eau", "quoi_eau": "panne", "texte": words, "gravite": "grave"}
    return phone.entry(answers=answers | changes.pop("answers", {}), **changes)


def again(phone: Phone, entry: dict[str, Any], words: str, **changes: Any) -> dict[str, Any]:
    """The next revision of a record, in other words."""
    return need(phone, words, id=entry["id"], rev=entry["rev"] + 1, **changes)


def page(desk: FlaskClient, entry: dict[str, Any], programme: str = "pilote") -> TestResponse:
    """The record's page."""
    return desk.get(f"/desk/records/{programme}/{entry['id']}")


def press(desk: FlaskClient, entry: dict[str, Any], action: str, **fields: Any) -> TestResponse:
    """Opens the record's page and sends the form behind a button, with what was seen on the page unless given."""
    html = page(desk, entry).text
    form = {name: _hidden(html, name) for name in ("csrf", "rev_seen", "state_seen")}
    return desk.post(f"/desk/records/pilote/{entry['id']}/decision", data={**form, "action": action, **fields})


def _hidden(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    return found[1] if found else ""


def csrf(html: str) -> str:
    """The token that a page's forms carry."""
    found = re.search(r'name="csrf" content="([^"]+)"', html)
    assert found
    return found[1]


def status_on_phone(phone: Phone, client: FlaskClient, entry: dict[str, Any]) -> Any:
    """What the author's phone knows of the record after an exchange; None when nothing came down."""
    phone.sync(client)
    return phone.pulled.get(("record", entry["id"]))
