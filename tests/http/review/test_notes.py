"""Adjoua and Akissi write to each other about a record; whom a note names is led to it, once, and nobody else reads it."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from feedback_app.base.db import db
from feedback_app.review.notes.actions import LONGEST_NOTE
from feedback_app.review.tables import Note, NoteMention
from sync.spoken_code import code_of
from tests.attacks.test_rights import export
from tests.http.audit_log import noted
from tests.http.desk import csrf, need, page
from tests.http.test_erasure import erase
from tests.people import World
from tests.stored_text import everything

pytestmark = pytest.mark.both_databases

LED = "On vous nomme dans une note"


@pytest.fixture
def entry(client: FlaskClient, world: World) -> dict[str, Any]:
    """A need of Awa's, which has come in."""
    made = need(world.awa)
    world.awa.sync(client, made)
    return made


def write(desk: FlaskClient, entry: dict[str, Any], text: str) -> TestResponse:
    page(desk, entry)  # makes its case
    address = f"/desk/records/pilote/{entry['id']}/notes?programme=pilote&tab=all"
    return desk.post(address, data={"text": text, "csrf": csrf(desk.get("/desk/me").text)})


def mine(desk: FlaskClient, entry: dict[str, Any]) -> bool:
    return entry["id"] in desk.get("/desk/?tab=all&mention=me").text


class TestANote:
    def test_is_on_the_page_for_the_others_with_who_wrote_it(self, world: World, entry: dict[str, Any]) -> None:
        assert write(world.signed_in(), entry, "J’ai appelé <le chef> du village.").status_code == 303
        html = page(world.signed_in("akissi"), entry).text
        assert "J’ai appelé &lt;le chef&gt; du village." in html and "<strong>Adjoua</strong>" in html

    def test_sent_twice_is_written_once(self, world: World, entry: dict[str, Any]) -> None:
        desk = world.signed_in()
        for _ in range(2):
            write(desk, entry, "Vu.")
        assert page(desk, entry).text.count("Vu.") == 1 and len(noted(world.app, "note_added")) == 1

    @pytest.mark.parametrize(
        ("text", "words"), [("  \r\n ", "la note est vide"), ("a" * (LONGEST_NOTE + 1), "deux mille signes")]
    )
    def test_without_words_or_with_too_many_is_refused(
        self, world: World, entry: dict[str, Any], text: str, words: str
    ) -> None:
        desk = world.signed_in()
        got = write(desk, entry, text)
        assert words in desk.get(got.location.split("#")[0]).text
        with world.app.app_context():
            assert not db.session.query(Note).count()

    def test_is_no_business_of_who_does_not_review_there(self, world: World, entry: dict[str, Any]) -> None:
        world.signed_in().get("/desk/")
        assert write(world.signed_in("yao"), entry, "Bonjour").status_code == 403

    def test_never_reaches_the_author(self, client: FlaskClient, world: World, entry: dict[str, Any]) -> None:
        write(world.signed_in(), entry, "Zanzibar")
        world.awa.sync(client)
        assert "Zanzibar" not in str(world.awa.pulled)


class TestWhoIsNamed:
    def test_is_led_to_the_record_until_they_have_opened_it(self, world: World, entry: dict[str, Any]) -> None:
        desk, akissi = world.signed_in(), world.signed_in("akissi")
        write(desk, entry, "@Akissi, est-ce la même pompe ?")
        assert "<b>@Akissi</b>" in page(desk, entry).text
        assert LED in akissi.get("/desk/").text and mine(akissi, entry)
        assert LED not in desk.get("/desk/").text and not mine(desk, entry)
        page(akissi, entry)
        assert LED not in akissi.get("/desk/").text and not mine(akissi, entry)

    def test_and_writes_it_themselves_is_not_led_to_what_they_wrote(self, world: World, entry: dict[str, Any]) -> None:
        desk = world.signed_in()
        write(desk, entry, "@Adjoua : à revoir demain")
        assert not mine(desk, entry)

    def test_stays_led_there_when_the_record_is_flagged_or_corrected_meanwhile(
        self, client: FlaskClient, world: World, entry: dict[str, Any]
    ) -> None:
        desk, akissi = world.signed_in(), world.signed_in("akissi")
        write(desk, entry, "@Akissi ?")
        world.awa.sync(client, need(world.awa, "Appelez le 07 48 21 33 09", id=entry["id"], rev=2))
        desk.get("/desk/")
        assert mine(akissi, entry)

    def test_and_decides_without_a_script_has_seen_it(self, world: World, entry: dict[str, Any]) -> None:
        desk, akissi = world.signed_in(), world.signed_in("akissi")
        write(desk, entry, "@Akissi ?")
        html = akissi.get(f"/desk/records/pilote/{entry['id']}").text
        hidden = dict(re.findall(r'name="(csrf|rev_seen|state_seen)" value="([^"]*)"', html))
        akissi.post(f"/desk/records/pilote/{entry['id']}/decision", data=hidden | {"action": "accept"})
        assert not mine(akissi, entry)


class TestWhatIsGone:
    def test_of_an_erased_record_no_note_stays(self, world: World, entry: dict[str, Any]) -> None:
        desk = world.signed_in()
        write(desk, entry, "@Akissi Zanzibar")
        erase(world, entry["id"])
        desk.get("/desk/")
        with world.app.app_context():
            assert db.session.query(Note).count() == db.session.query(NoteMention).count() == 0
        assert "Zanzibar" not in everything(world)

    def test_one_persons_data_have_the_notes_without_who_wrote_them(self, world: World, entry: dict[str, Any]) -> None:
        write(world.signed_in(), entry, "Vu avec le chef.")
        described, _ = export(world, code=code_of(uuid.UUID(entry["id"])))
        (one,) = described["records"][0]["notes"]
        assert one["text"] == "Vu avec le chef." and one.keys() == {"text", "at"}
