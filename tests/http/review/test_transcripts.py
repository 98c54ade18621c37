"""Adjoua writes down what a voice says, and what it means in French: the record can be read and found without sound."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from feedback_app import jobs
from feedback_app.base import ids
from feedback_app.base.db import db, transaction
from feedback_app.base.http import EchoFlask
from feedback_app.enrol.tables import Membership
from feedback_app.ledger.tables import Record
from feedback_app.register.tables import Programme
from feedback_app.review.case_change_store import work_out_anew
from feedback_app.review.tables import Case, CaseWord, CaseWordBlock, Transcript
from feedback_app.review.transcripts.draft import LONGEST
from sync.spoken_code import code_of
from tests.attacks.test_rights import export
from tests.http.audit_log import details, noted
from tests.http.desk import again, csrf, need, page
from tests.http.test_erasure import erase
from tests.http.tus import Tus, sha256
from tests.people import Phone, World
from tests.stored_text import everything

VOICE = b"OggS" + b"la pompe est en panne " * 20
WORDS = "Ji pɔnpu tiɲɛna zɔnzɔnyɛrɛ"
SEARCHED = "zonzonyere"


def spoken(phone: Phone, **changes: Any) -> dict[str, Any]:
    """A need that was said aloud and has no words of its own."""
    medium = {"sha256": sha256(VOICE), "type": "audio/ogg", "bytes": len(VOICE), "question": "voix"}
    answers = {"age": "25_34", "domaine": "eau", "quoi_eau": "panne", "gravite": "grave", "voix": sha256(VOICE)}
    return phone.entry(answers=answers | changes.pop("answers", {}), media=[medium], **changes)


@pytest.fixture
def heard(client: FlaskClient, world: World) -> dict[str, Any]:
    """The record of a voice that has come."""
    entry = spoken(world.awa)
    world.awa.sync(client, entry)
    Tus(client, world.awa).send(VOICE, "audio/ogg")
    return entry


def write(desk: FlaskClient, entry: dict[str, Any], text: str = WORDS, **fields: str) -> TestResponse:
    """Sends the form of a transcript; what was seen on the page unless given."""
    html = page(desk, entry).text
    sent = {"kind": "transcript", "source": sha256(VOICE), "language": "dyu", "text": text} | fields
    found = re.search(rf'name="kind" value="{sent["kind"]}"> *<input type="hidden" name="seen" value="([^"]*)"', html)
    seen = {"seen": found[1] if found else ""}
    address = f"/desk/records/pilote/{entry['id']}/transcripts?programme=pilote&tab=all"
    return desk.post(address, data=seen | sent | {"csrf": csrf(desk.get("/desk/me").text)})


def finds(desk: FlaskClient, words: str, entry: dict[str, Any]) -> bool:
    return entry["id"] in desk.get("/desk/", query_string={"tab": "all", "q": words}).text


@pytest.mark.both_databases
class TestWhatIsWritten:
    def test_of_a_voice_is_beside_it_and_the_search_finds_it(self, world: World, heard: dict[str, Any]) -> None:
        desk = world.signed_in()
        assert not finds(desk, SEARCHED, heard)
        got = write(desk, heard)
        assert (
            got.status_code == 303
            and f"/desk/records/pilote/{heard['id']}?programme=pilote&tab=all#heard-" in got.location
        )
        html = page(desk, heard).text
        assert f'<blockquote lang="dyu" dir="auto">{WORDS}</blockquote>' in html
        assert "Transcription · dioula" in html and "Adjoua, le" in html
        assert finds(desk, SEARCHED, heard) and finds(desk, "zɔnzɔn pɔnpu", heard)

    def test_is_the_line_of_a_record_without_words_and_in_french_where_it_was_translated(
        self, world: World, heard: dict[str, Any]
    ) -> None:
        desk = world.signed_in()
        write(desk, heard)
        assert WORDS in desk.get("/desk/").text
        write(desk, heard, "La pompe est cassée", kind="translation")
        html = desk.get("/desk/").text
        assert "La pompe est cassée" in html and WORDS not in html
        with world.app.app_context():
            assert "La pompe est cassée" in db.session.scalars(select(Case.summary)).one()

    def test_does_not_take_the_place_of_what_somebody_typed(self, client: FlaskClient, world: World) -> None:
        typed = spoken(world.awa, answers={"texte": "La route"})
        world.awa.sync(client, typed)
        desk = world.signed_in()
        assert write(desk, typed).status_code == 303
        html = desk.get("/desk/").text
        assert "La route" in html and WORDS not in html

    def test_stays_with_every_version_its_author_and_moment(self, world: World, heard: dict[str, Any]) -> None:
        desk, akissi = world.signed_in(), world.signed_in("akissi")
        write(desk, heard, "Premier jet")
        write(akissi, heard, "Deuxième jet", language="bci")
        html = page(desk, heard).text
        assert "Les 2 versions" in html and html.index("Deuxième jet") < html.index("Premier jet")
        assert "Akissi, le" in html and "Adjoua, le" in html
        assert finds(desk, "Deuxième", heard) and not finds(desk, "Premier", heard)

    def test_twice_is_stored_once(self, world: World, heard: dict[str, Any]) -> None:
        desk = world.signed_in()
        assert write(desk, heard).status_code == write(desk, heard).status_code == 303
        assert write(desk, heard, seen="").status_code == 303, "a double click"
        with world.app.app_context():
            assert db.session.scalar(select(func.count()).select_from(Transcript)) == 1

    def test_can_be_taken_away_and_is_found_no_longer(self, world: World, heard: dict[str, Any]) -> None:
        desk = world.signed_in()
        write(desk, heard)
        assert write(desk, heard, "  ").status_code == 303
        assert not finds(desk, SEARCHED, heard) and "(retiré)" in page(desk, heard).text
        assert WORDS not in desk.get("/desk/").text

    def test_is_found_still_when_counts_and_words_are_worked_out_anew_or_a_revision_comes(
        self, client: FlaskClient, world: World, heard: dict[str, Any]
    ) -> None:
        desk = world.signed_in()
        write(desk, heard)
        with world.app.app_context(), transaction() as session:
            work_out_anew(session, "pilote")
        assert finds(desk, SEARCHED, heard)
        world.awa.sync(client, spoken(world.awa, id=heard["id"], rev=2, answers={"gravite": "tres_grave"}))
        assert finds(desk, SEARCHED, heard) and WORDS in page(desk, heard).text

    def test_is_a_translation_of_an_answer_as_long_as_the_answer_says_that(
        self, client: FlaskClient, world: World
    ) -> None:
        entry = need(world.awa, WORDS)
        world.awa.sync(client, entry)
        desk = world.signed_in()
        of_words = {"kind": "translation", "source": sha256(WORDS.encode())}
        assert write(desk, entry, "La pompe est tarabiscotée", **of_words).status_code == 303
        assert "La pompe est tarabiscotée" in page(desk, entry).text and finds(desk, "tarabiscot", entry)
        assert write(desk, entry, "…", **of_words | {"kind": "transcript"}).status_code == 404, "words are no voice"
        world.awa.sync(client, again(world.awa, entry, "Une autre parole"))
        html = page(desk, entry).text
        assert "Écrit d’une réponse ou d’une voix d’avant (1)" in html and "La pompe est tarabiscotée" in html
        assert not finds(desk, "tarabiscot", entry)
        assert write(desk, entry, "Plus tard", **of_words).status_code == 404

    def test_is_noted_in_the_log_without_a_word_of_it(
        self, app: EchoFlask, world: World, heard: dict[str, Any]
    ) -> None:
        write(world.signed_in(), heard)
        (event,) = noted(app, "transcript_saved")
        assert (event.about, event.actor_id) == (f"record:{heard['id']}", str(world.adjoua))
        assert details(event).keys() == {"transcript", "kind", "language", "rev"}
        assert "pɔnpu" not in event.details


@pytest.mark.both_databases
class TestWhatMayNotStay:
    def test_goes_with_the_record(self, app: EchoFlask, world: World, heard: dict[str, Any]) -> None:
        desk = world.signed_in()
        write(desk, heard)
        write(desk, heard, f"{WORDS} !")
        assert everything(world).count(SEARCHED) >= 2
        assert erase(world, heard["id"]).status_code == 303
        assert "pɔnpu" not in everything(world) and SEARCHED not in everything(world)
        assert write(desk, heard).status_code == 404

    def test_goes_when_its_author_takes_the_voice_back(
        self, client: FlaskClient, world: World, heard: dict[str, Any], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(jobs, "note_clock", lambda *_: True)
        desk = world.signed_in()
        write(desk, heard)
        uses = {"keep": True, "photo": True, "voice": False, "quote": False, "contact": False}
        consent = {"version": "1", "language": "fr", "given_by": "oral", "attribution": "anonymous", "uses": uses}
        world.awa.sync(client, spoken(world.awa, id=heard["id"], rev=2, consent=consent))
        assert "pɔnpu" not in page(desk, heard).text and not finds(desk, SEARCHED, heard)
        with world.app.app_context():
            jobs.run("retention")
        assert "pɔnpu" not in everything(world) and SEARCHED not in everything(world)
        assert write(desk, heard).status_code == 404, "and nobody writes it anew"

    def test_leaves_no_word_in_the_index(self, world: World, heard: dict[str, Any]) -> None:
        write(world.signed_in(), heard)
        erase(world, heard["id"])
        with world.app.app_context():
            assert not db.session.scalars(select(CaseWord.word)).all()
            assert not db.session.scalars(select(CaseWordBlock.block)).all()

    def test_is_in_the_file_of_its_authors_data(self, world: World, heard: dict[str, Any]) -> None:
        write(world.signed_in(), heard)
        described, _ = export(world, code=code_of(uuid.UUID(heard["id"])))
        (one,) = described["records"][0]["transcripts"]
        assert (one["text"], one["language"], one["kind"]) == (WORDS, "dyu", "transcript") and "by" not in one


class TestWhoMayBeInDanger:
    def test_no_word_of_it_is_in_a_list_or_found(
        self, client: FlaskClient, world: World, heard: dict[str, Any]
    ) -> None:
        with world.app.app_context(), transaction() as session:
            session.get_one(Record, ("pilote", uuid.UUID(heard["id"]))).danger = "maybe"
            session.query(Case).update({"danger": "maybe"})
        desk = world.signed_in()
        assert write(desk, heard).status_code == 303
        assert WORDS in page(desk, heard).text, "whoever opens what was said reads it"
        assert WORDS not in desk.get("/desk/?tab=all").text and not finds(desk, SEARCHED, heard)
        assert SEARCHED not in "".join(self.indexed(world))

    def test_of_a_call_for_help_nothing_is_written(
        self, client: FlaskClient, world: World, heard: dict[str, Any]
    ) -> None:
        with world.app.app_context(), transaction() as session:
            session.get_one(Record, ("pilote", uuid.UUID(heard["id"]))).danger = "asked"
        desk = world.signed_in()
        assert "/transcripts" not in page(desk, heard).text
        assert write(desk, heard).status_code == 404

    def indexed(self, world: World) -> list[str]:
        with world.app.app_context():
            return [*db.session.scalars(select(Case.search)), *db.session.scalars(select(CaseWord.word))]


class TestWhatIsRefused:
    def test_somebody_elses_version_is_not_written_over_unseen(self, world: World, heard: dict[str, Any]) -> None:
        desk, akissi = world.signed_in(), world.signed_in("akissi")
        write(desk, heard, "De Adjoua")
        got = write(akissi, heard, "De Akissi", seen="")
        assert got.status_code == 409 and "Quelqu’un d’autre a écrit" in got.text and "De Akissi</textarea>" in got.text
        assert "De Akissi" not in page(desk, heard).text
        seen = re.findall(r'name="seen" value="([^"]*)"', got.text)[0]
        assert write(akissi, heard, "De Akissi", seen=seen).status_code == 303
        assert "De Akissi" in page(desk, heard).text

    @pytest.mark.parametrize(
        ("fields", "says"),
        [
            ({"text": "x" * (LONGEST + 1)}, "trop long"), ({"text": " \u200b\n"}, "le texte est vide"),
            ({"language": "klingon"}, "Choisissez une langue"), ({"language": ""}, "Choisissez une langue"),
        ],
        ids=["long", "blank", "another language", "no language"],
    )  # fmt: skip
    def test_what_cannot_be_saved_is_shown_again_with_why(
        self, world: World, heard: dict[str, Any], fields: dict[str, str], says: str
    ) -> None:
        desk = world.signed_in()
        got = write(desk, heard, **fields)
        assert got.status_code == 422 and says in got.text
        with world.app.app_context():
            assert db.session.scalars(select(Transcript.id)).first() is None

    def test_signs_that_nobody_sees_are_not_stored(self, world: World, heard: dict[str, Any]) -> None:
        desk = world.signed_in()
        write(desk, heard, "La\u202e pompe\x07\x1b[31m\r\nest \u200dlà\t!  ")
        with world.app.app_context():
            assert db.session.scalars(select(Transcript.text)).one() == "La pompe[31m\nest \u200dlà\t!"

    @pytest.mark.parametrize("evil", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</textarea><b>"])
    def test_what_is_written_is_never_markup(self, world: World, heard: dict[str, Any], evil: str) -> None:
        desk = world.signed_in()
        write(desk, heard, evil)
        refused = write(desk, heard, evil + "x" * LONGEST)
        for html in (page(desk, heard).text, desk.get("/desk/").text, refused.text):
            assert evil not in html and "<img src=x" not in html and "<script>alert" not in html

    @pytest.mark.parametrize("fields", [{"kind": "essay"}, {"kind": ""}])
    def test_what_no_page_sends_is_refused(self, world: World, heard: dict[str, Any], fields: dict[str, str]) -> None:
        assert write(world.signed_in(), heard, **fields).status_code == 422

    def test_a_source_that_the_record_does_not_have(self, world: World, heard: dict[str, Any]) -> None:
        desk = world.signed_in()
        for source in ("0" * 64, "", "texte", sha256(b"another")):
            assert write(desk, heard, source=source).status_code == 404

    def test_a_reviewer_of_another_place_gets_nothing(self, world: World, heard: dict[str, Any]) -> None:
        with world.app.app_context(), transaction() as session:
            session.query(Membership).filter_by(person_id=world.adjoua).update({"place_code": "R2"})
        desk = world.signed_in()
        assert write(desk, heard).status_code == 404
        with world.app.app_context():
            assert db.session.scalars(select(Transcript.id)).first() is None

    def test_of_what_is_in_quarantine_nothing_is_written(self, client: FlaskClient, world: World) -> None:
        entry = spoken(world.awa, answers={"gravite": "terrible"})
        world.awa.sync(client, entry)
        desk = world.signed_in()
        assert "/transcripts" not in page(desk, entry).text
        assert write(desk, entry).status_code == 404


def test_the_languages_of_the_programme_come_first(world: World, heard: dict[str, Any]) -> None:
    with world.app.app_context(), transaction() as session:
        session.get_one(Programme, "pilote").languages = ["bci", "fr"]
    html = page(world.signed_in(), heard).text
    offered = re.findall(r'<option value="(\w+)"', html[html.index('name="language"') :])
    assert offered[:3] == ["bci", "fr", "en"]


def test_a_french_voice_needs_no_translation(world: World, heard: dict[str, Any]) -> None:
    desk = world.signed_in()
    assert "Traduire en français" in page(desk, heard).text
    write(desk, heard, "La pompe", language="fr")
    assert "Traduire en français" not in page(desk, heard).text


def test_a_record_of_another_programme_is_nobodys(world: World, heard: dict[str, Any]) -> None:
    desk = world.signed_in()
    token = csrf(desk.get("/desk/me").text)
    form = {"csrf": token, "kind": "transcript", "source": sha256(VOICE), "language": "dyu", "text": WORDS}
    for address in (f"ailleurs/{heard['id']}", f"pilote/{ids.new_id()}"):
        assert desk.post(f"/desk/records/{address}/transcripts", data=form).status_code == 404
