"""Words that would be a script or an attribute stay words: whoever wrote them, in whatever field, on every page."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from html.parser import HTMLParser
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from feedback_app import jobs
from feedback_app.base.db import db
from feedback_app.base.http import EchoFlask
from feedback_app.forms.engine.definition import in_order
from feedback_app.forms.shipped import shipped_instruments
from feedback_app.review.tables import Case
from tests.attacks.test_every_route import REQUESTS_TRIED
from tests.build import _definition, need_answers
from tests.http.permissions import requests
from tests.http.permissions.requests import make_things
from tests.http.test_permissions import token
from tests.people import World
from tests.plans.journey import LISTS, OPENED, QUEUES, person_of_all_roles, public_requests

pytestmark = pytest.mark.timeout(300)

TAG, MARK = "echo-evil", "data-evil"
SUM = 6151 * 7919
EVIL = f"\"'><{TAG} {MARK}=1 onclick=alert(1)></textarea></title></script><{TAG}>{{{{6151*7919}}}}"
SHORT = f"\"'><{TAG}>"
"""Where words are bounded."""


class Tags(HTMLParser):
    """Notes what a browser would take for a tag or an attribute that nobody of us wrote."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        runs = [name for name, value in attrs if name.startswith("on") or (value or "").startswith("javascript:")]
        if tag == TAG or MARK in dict(attrs) or runs:
            self.found.append(f"<{tag} {attrs}>")


def faults(page: str) -> list[str]:
    """What of a page its visitors' browsers, or our templates, would obey."""
    tags = Tags()
    tags.feed(page)
    return [*tags.found, *(["a template worked it out"] if str(SUM) in page else [])]


OBEYED = (f"<p>{EVIL}</p>", f'<a title="{EVIL}">x</a>', f"<script>{EVIL}</script>", "<i onclick=x>", f"<p>{SUM}</p>")


@pytest.mark.parametrize("page", OBEYED)
def test_a_page_that_obeys_is_noticed(page: str) -> None:
    assert faults(page)


def hostile_entries(world: World) -> Iterator[dict[str, Any]]:
    """Of each form: every answer is EVIL, the answer of every text is; then every field around the answers."""
    for name, _ in shipped_instruments():
        definition = _definition(name)
        nodes = list(in_order(definition["questions"]))
        about = {"instrument": name, "instrument_version": definition["version"]}
        yield world.awa.entry(answers={node["name"]: EVIL for node in nodes}, **about)
        yield world.awa.entry(answers={node["name"]: EVIL for node in nodes if node["type"] == "text"}, **about)
        yield world.awa.entry(answers={EVIL: EVIL, "texte": [EVIL, {EVIL: EVIL}]}, **about)
    plain = world.awa.entry(answers=need_answers(texte=EVIL))
    yield plain
    for field in json.loads(plain["body"]).keys() - {"programme", "author", "place", "answers"}:
        yield world.awa.entry(answers=need_answers(texte=EVIL), **{field: EVIL})
    medium = {"sha256": "a" * 64, "type": EVIL, "bytes": 9, "question": EVIL, "name": EVIL}
    yield world.awa.entry(answers=need_answers(photo=EVIL), media=[medium], location={"lat": EVIL, "source": EVIL})


def hand_over(world: World, client: FlaskClient) -> list[str]:
    """A phone that lies about itself too hands them over; the ids of those that the desk has now."""
    entries = list(hostile_entries(world))
    for at in range(0, len(entries), 20):
        health = {"unsent": 1, "app_version": SHORT, "oldest_unsent_at": SHORT}
        answer = world.awa.exchange(client, *entries[at : at + 20], health=health)
        assert answer.status_code == 200, answer.text
    with world.app.app_context():
        jobs.run("review")
        known = {str(one) for one in db.session.scalars(select(Case.record_id))}
    return [one["id"] for one in entries if one["id"] in known]


Calls = Iterator[tuple[str, Callable[[], TestResponse]]]


def readings(app: EchoFlask, world: World, client: FlaskClient) -> Calls:
    """Every page of the desk and of the public, where every word that people wrote is hostile."""
    things, records = make_things(app, world), hand_over(world, client)
    assert len(records) > 20
    desk = person_of_all_roles(app)
    secret = token(app, desk)
    for one in (*(one for one in REQUESTS_TRIED if one.method == "GET"), *QUEUES, *OPENED, *LISTS):
        yield one.name, partial(one.send, desk, things, secret)
    for record in records:
        for page in ("", "/correction"):
            yield f"record {record}{page}", partial(desk.get, f"/desk/records/pilote/{record}{page}")
    yield "search", partial(desk.get, "/desk/", query_string={"tab": "all", "q": EVIL})
    yield from public_requests(app.test_client(), things)


def test_no_word_that_anybody_wrote_becomes_part_of_a_page(
    app: EchoFlask, world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(requests, "WORD", SHORT)
    wrong, shown = list[str](), 0
    for name, call in readings(app, world, client):
        answer = call()
        assert answer.status_code < 500, name
        if answer.mimetype in {"text/html", "image/svg+xml"}:
            shown += TAG in answer.text
            wrong += [f"{name}: {one}" for one in faults(answer.text)]
    assert not wrong, "\n".join(wrong[:20])
    assert shown > 80, "the words are on too few pages to say anything"
