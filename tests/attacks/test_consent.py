"""Somebody sends words that nobody agreed to: a client that does not ask, a child who took the phone, a phone that hears
a no and sends the photo anyway, an author who wants back what was said. Nothing that was refused stays on the server."""

from __future__ import annotations

import base64
import io
import uuid
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from feedback_app import jobs
from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.base.http import EchoFlask
from feedback_app.carry.actions import Carrier
from feedback_app.carry.tables import CarriedFile
from feedback_app.carry.transactions import import_file
from feedback_app.forms.importing import install, read_file
from feedback_app.ledger import actions as ledger
from feedback_app.ledger.consent_sweep import catch_up
from feedback_app.ledger.tables import Erasure, Follower, LedgerEntry, Malformed, Record, Suspension
from feedback_app.media.actions import files_of
from feedback_app.media.tables import Media, MediaRefusal, MediaUse
from feedback_app.safe import actions as safe
from feedback_app.safe.restoring import restore
from feedback_app.safe.transactions import back_up
from sync import sealing
from sync.spoken_code import code_of
from tests.build import digest
from tests.echo_file import echo_file, public_key, sealed_items
from tests.http.audit_log import details, noted
from tests.http.desk import again, csrf, need, page
from tests.http.portfolio_people import accepted, assigned, demonstration, listed
from tests.http.tus import Tus, sha256
from tests.people import Phone, World
from tests.stored_text import everything

SECRET = "PAS-D-ACCORD"
PHOTO = b"\xff\xd8\xff\xe0" + SECRET.encode() * 200
VOICE = b"OggS" + SECRET.encode() * 200


def consent(**uses: bool) -> dict[str, Any]:
    """The consent of a body, its uses agreed to but for these."""
    given = {"keep": True, "photo": True, "voice": True} | uses
    return {"version": "1", "language": "fr", "given_by": "oral", "attribution": "anonymous", "uses": given}


def with_media(phone: Phone, **changes: Any) -> dict[str, Any]:
    """A need with a photo and a voice."""
    media = [
        {"sha256": sha256(PHOTO), "type": "image/jpeg", "bytes": len(PHOTO), "question": "photo"},
        {"sha256": sha256(VOICE), "type": "audio/ogg", "bytes": len(VOICE), "question": "voix"},
    ]
    return need(phone, media=media, **changes)


def run(world: World, *names: str) -> None:
    """The jobs of these names."""
    with world.app.app_context():
        for name in names:
            jobs.run(name)


def stored(world: World) -> list[tuple[bytes, bool]]:
    """Of each entry in the ledger its body, and whether it is in quarantine."""
    with world.app.app_context():
        return [
            (one.body, one.quarantined)
            for one in db.session.scalars(select(LedgerEntry).order_by(LedgerEntry.position))
        ]


def contents(world: World) -> set[str]:
    """The photos and voices that are stored, by hash."""
    with world.app.app_context():
        return set(db.session.scalars(select(Media.sha256)))


WITHOUT_A_YES = {
    "a no": consent(keep=False),
    "nothing said of it": {"version": "1", "given_by": "oral", "uses": {"photo": True}},
    "no consent at all": None,
    "uses that are a list": {"version": "1", "given_by": "oral", "uses": ["keep"]},
    "a yes that is a word": {"version": "1", "given_by": "oral", "uses": {"keep": "yes"}},
}


class TestWordsThatNobodyAgreedTo:
    @pytest.mark.parametrize("given", WITHOUT_A_YES.values(), ids=WITHOUT_A_YES.keys())
    def test_a_client_that_did_not_get_a_yes_is_answered_and_not_a_word_is_stored(
        self, world: World, client: FlaskClient, given: Any
    ) -> None:
        entry = need(world.awa, SECRET, consent=given, answers={SECRET: SECRET}, instrument_version="1")
        first = world.awa.exchange(client, entry).get_json()
        (ack,) = first["acks"]
        assert (ack["outcome"], ack["position"] > 0) == ("quarantined", True)
        assert {"field": "consent", "reason": "not-given"} in ack["errors"]
        assert world.awa.exchange(client, entry).get_json()["acks"] == [ack], "known again when it is sent again"
        assert stored(world) == [(b"", True)]
        assert SECRET not in everything(world)
        with world.app.app_context():
            assert ledger.verify(db.session).bad == []

    def test_the_desk_sees_that_it_arrived_and_why_nothing_of_it_is_there(
        self, world: World, client: FlaskClient
    ) -> None:
        entry = need(world.awa, SECRET, consent=consent(keep=False))
        world.awa.sync(client, entry)
        desk = world.signed_in()
        shown = page(desk, entry)
        assert shown.status_code == 200 and SECRET not in shown.text
        assert "n’en a gardé aucun mot" in shown.text and "n’a pas accepté" in shown.text
        assert entry["id"] in desk.get("/desk/?tab=quarantined").text
        world.awa.sync(client)

    def test_after_a_yes_the_next_revision_counts(self, world: World, client: FlaskClient) -> None:
        entry = need(world.awa, SECRET, consent=consent(keep=False))
        world.awa.exchange(client, entry)
        (ack,) = world.awa.exchange(client, again(world.awa, entry, "La pompe")).get_json()["acks"]
        assert ack["outcome"] == "stored"
        assert SECRET not in everything(world)

    def test_what_cannot_be_read_as_an_entry_is_not_stored_either_when_its_body_says_no(
        self, world: World, client: FlaskClient
    ) -> None:
        no, child = (
            need(world.awa, SECRET, consent=consent(keep=False)),
            need(world.awa, SECRET, answers={"age": "moins_18"}),
        )
        broken = [no | {"digest": "0" * 64}, child | {"digest": "0" * 64}, {"id": 7, "body": no["body"]}]
        acks = world.awa.exchange(client, *broken).get_json()["acks"]
        assert [ack["outcome"] for ack in acks] == ["quarantined"] * 3
        assert SECRET not in everything(world)
        yes = need(world.awa, "La pompe") | {"digest": "0" * 64}
        world.awa.exchange(client, yes)
        with world.app.app_context():
            raws = list(db.session.scalars(select(Malformed.raw)))
            assert len(raws) == 4 and raws.count(b"") == 3, "what was agreed to is stored for whoever can mend it"
            assert ledger.verify(db.session).bad == []

    def test_a_locked_phone_cannot_slip_it_in_sealed(self, world: World, client: FlaskClient) -> None:
        entry = need(world.awa, SECRET, consent=consent(keep=False))
        ((name, item),) = sealed_items(world.awa, [entry]).items()
        wire = sealing.seal(item.wire(), public_key(world), name=name)
        sealed = {"id": entry["id"], "rev": 1, "sealed": _base64(wire)}
        (ack,) = world.awa.exchange(client, sealed).get_json()["acks"]
        assert ack["outcome"] == "quarantined"
        assert stored(world) == [(b"", True)] and SECRET not in everything(world)

    def test_a_carried_file_with_it_is_read_and_does_not_wait_a_month(self, world: World) -> None:
        refused = with_media(world.awa, consent=consent(keep=False))
        data = echo_file(world, world.awa, refused, media=[(PHOTO, "image/jpeg")])
        with world.app.app_context():
            files = files_of(world.app.extensions["echo_settings"])
            made = import_file(io.BytesIO(data), files=files, carrier=Carrier("relay"))
            assert [one["outcome"] for one in made.outcomes] == ["quarantined", "withheld"]
            with transaction() as session:
                session.execute(update(CarriedFile).values(aside=True, damaged=1))
        assert stored(world) == [(b"", True)] and contents(world) == set() and SECRET not in everything(world)
        run(world, "carried")
        with world.app.app_context():
            assert not db.session.scalars(select(CarriedFile.aside)).one()


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


class TestAChildAlone:
    def test_a_childs_words_are_not_stored_and_their_media_not_taken(self, world: World, client: FlaskClient) -> None:
        entry = with_media(world.awa, answers={"age": "moins_18", "texte": SECRET})
        answer = world.awa.exchange(client, entry).get_json()
        (ack,) = answer["acks"]
        assert ack["outcome"] == "quarantined" and answer["missing"] == []
        assert ("answers.age", "child-alone") in [(one["field"], one["reason"]) for one in ack["errors"]]
        assert ("answers.age", "constraint") in [(one["field"], one["reason"]) for one in ack["errors"]], "as before"
        Tus(client, world.awa).send(PHOTO)
        assert stored(world) == [(b"", True)] and contents(world) == set() and SECRET not in everything(world)

    @pytest.mark.parametrize(
        ("years", "outcome"), [(11, "quarantined"), (17, "quarantined"), (18, "stored"), (40, "stored")]
    )
    def test_a_form_of_the_programmes_own_that_forgot_to_stop_children_stores_none_of_them(
        self, world: World, client: FlaskClient, years: int, outcome: str
    ) -> None:
        _install(world, "| | integer | annees | Quel âge ? | age |\n| | text | mot | Un mot ? | story |")
        entry = world.awa.entry(instrument="essai", instrument_version="1", answers={"annees": years, "mot": SECRET})
        (ack,) = world.awa.exchange(client, entry).get_json()["acks"]
        assert ack["outcome"] == outcome
        assert (SECRET in everything(world)) == (outcome == "stored")


def _install(world: World, rows: str) -> None:
    """A form of the programme's own."""
    text = (
        f"| survey |\n| | type | name | label | means |\n{rows}\n\n"
        "| settings |\n| | form_title | form_id | version |\n| | Essai | essai | 1 |\n"
    )
    with world.app.app_context(), transaction() as session:
        install(session, world.programme, read_file(text.encode(), "essai.md"), now=clock.now())


@pytest.mark.both_databases
class TestMediaThatWereRefused:
    def test_a_photo_whose_use_was_refused_is_neither_asked_for_nor_taken(
        self, world: World, client: FlaskClient
    ) -> None:
        entry = with_media(world.awa, consent=consent(photo=False))
        answer = world.awa.exchange(client, entry).get_json()
        assert answer["acks"][0]["outcome"] == "stored" and answer["missing"] == [sha256(VOICE)]
        tus = Tus(client, world.awa)
        made = tus.create(PHOTO)
        assert (made.status_code, made.headers["Upload-Offset"]) == (201, str(len(PHOTO))), "its phone lets go of it"
        assert tus.send(VOICE, "audio/ogg").status_code == 204
        assert contents(world) == {sha256(VOICE)}
        shown = page(world.signed_in(), entry).text
        assert sha256(PHOTO) not in shown and sha256(VOICE) in shown

    def test_one_that_arrived_before_its_record_is_hidden_and_swept(self, world: World, client: FlaskClient) -> None:
        tus = Tus(client, world.awa)
        tus.send(VOICE, "audio/ogg")
        world.awa.exchange(client, with_media(world.awa, consent=consent(voice=False)))
        desk = world.signed_in()
        assert desk.get(f"/desk/media/pilote/{sha256(VOICE)}/original").status_code == 404
        run(world, "erasures")
        assert contents(world) == set()
        assert not _file_of(world.app, VOICE)

    def test_an_upload_under_way_ends(self, world: World, client: FlaskClient) -> None:
        tus = Tus(client, world.awa)
        address = tus.place(PHOTO)
        tus.patch(address, 0, PHOTO[:100])
        world.awa.exchange(client, with_media(world.awa, consent=consent(photo=False)))
        assert tus.patch(address, 100, PHOTO[100:]).status_code == 410

    def test_a_use_that_the_programme_asks_about_and_nobody_answered_is_no_yes(
        self, world: World, client: FlaskClient
    ) -> None:
        asked = {"version": "1", "given_by": "oral", "uses": {"keep": True}}
        assert world.awa.exchange(client, with_media(world.awa, consent=asked)).get_json()["missing"] == []
        earlier = asked | {"version": "0"}  # whose promise may not have asked
        assert len(world.awa.exchange(client, with_media(world.awa, consent=earlier)).get_json()["missing"]) == 2

    def test_the_same_photo_in_a_record_that_allows_it_is_taken(self, world: World, client: FlaskClient) -> None:
        world.awa.exchange(client, with_media(world.awa, consent=consent(photo=False, voice=False)))
        world.awa.exchange(client, with_media(world.awa))
        Tus(client, world.awa).send(PHOTO)
        run(world, "erasures")
        assert contents(world) == {sha256(PHOTO)}

    def test_a_carried_photo_whose_use_was_refused_is_not_stored(self, world: World) -> None:
        entry = with_media(world.awa, consent=consent(photo=False))
        data = echo_file(world, world.awa, entry, media=[(PHOTO, "image/jpeg"), (VOICE, "audio/ogg")])
        with world.app.app_context():
            files = files_of(world.app.extensions["echo_settings"])
            made = import_file(io.BytesIO(data), files=files, carrier=Carrier("cli"))
            assert {one["name"][6:10]: one["outcome"] for one in made.outcomes if one["name"].startswith("media/")} == {
                sha256(PHOTO)[:4]: "withheld", sha256(VOICE)[:4]: "stored",
            }  # fmt: skip
            assert made.damaged == 0
        assert contents(world) == {sha256(VOICE)}


def _file_of(app: EchoFlask, content: bytes) -> bool:
    root = app.extensions["echo_settings"].data / "media"
    return any(one.is_file() and content in one.read_bytes() for one in root.rglob("*"))


@pytest.mark.both_databases
class TestWhatWasStoredBefore:
    """A server that had not checked consent, or the backup of one, is swept by the job."""

    def test_what_nobody_agreed_to_is_emptied(self, world: World, client: FlaskClient) -> None:
        entries = [
            need(world.awa, SECRET, consent=consent(keep=False)),
            need(world.awa, SECRET, answers={"age": "moins_18"}),
            with_media(world.awa, consent=consent(photo=False)),
            need(world.awa, "La pompe"),
        ]
        world.awa.exchange(client, *entries)
        _as_stored_before(world, *entries)
        assert SECRET in everything(world)
        run(world, "consent", "erasures")
        assert SECRET not in everything(world)
        assert [bool(body) for body, _ in stored(world)] == [False, False, True, True]
        assert [details(one) for one in noted(world.app, "consent_emptied")] == [{"entries": 2, "records": 0}]
        with world.app.app_context():
            assert set(db.session.scalars(select(MediaUse.sha256))) == {sha256(VOICE)}
            assert ledger.verify(db.session).bad == []
        assert [ack["outcome"] for ack in world.awa.exchange(client, *entries).get_json()["acks"]] == [
            "quarantined", "quarantined", "known", "known",
        ]  # fmt: skip

    def test_a_child_who_had_counted_is_erased_and_the_job_then_has_nothing_left_to_do(
        self, world: World, client: FlaskClient
    ) -> None:
        demonstration(world)
        record = accepted(client, world)
        child = need(world.awa, SECRET, id=str(record), answers={"age": "moins_18"})
        _as_stored_before(world, child)
        assert listed(client)["total"] == 1
        run(world, "consent", "review", "portfolio")
        with world.app.app_context():
            assert db.session.scalars(select(Erasure.reason)).all() == ["child-alone"]
            with transaction() as session:
                assert catch_up(session, world.programme, now=clock.now()) == 0
        assert listed(client)["total"] == 0 and SECRET not in everything(world)

    def test_a_backup_of_before_restores_none_of_it(self, world: World, client: FlaskClient, tmp_path: Path) -> None:
        refused, photographed = need(world.awa, SECRET, consent=consent(keep=False)), with_media(world.awa)
        world.awa.exchange(client, refused, photographed)
        Tus(client, world.awa).send(VOICE, "audio/ogg")
        _as_stored_before(world, refused)
        with world.app.app_context():
            settings = replace(world.app.extensions["echo_settings"], backup=tmp_path / "backups")
            back_up(tmp_path / "backups", settings, files_of(settings))
        no_voice = with_media(world.awa, id=photographed["id"], rev=2, consent=consent(voice=False))
        world.awa.exchange(client, no_voice)
        with world.app.app_context():
            safe.note_refusals(db.session, settings)
            db.session.execute(update(MediaRefusal).values(sha256="0" * 64))  # the disk was lost: only the note is left
            db.session.commit()
            restore(tmp_path / "backups", settings, files_of(settings))
        assert SECRET not in everything(world) and contents(world) == set() and not _file_of(world.app, VOICE)


def _as_stored_before(world: World, *entries: dict[str, Any]) -> None:
    """The bodies of these as a server of before had stored them, and none of them swept."""
    with world.app.app_context(), transaction() as session:
        session.query(Follower).filter_by(name="consent").delete()
        session.query(MediaRefusal).delete()
        for entry in entries:
            mine = LedgerEntry.record_id == uuid.UUID(entry["id"]), LedgerEntry.rev == entry["rev"]
            body = entry["body"].encode()
            session.execute(update(LedgerEntry).where(*mine).values(body=body, digest=digest(entry["body"])))
            if SECRET not in entry["body"] and "media" in entry["body"] and sha256(PHOTO) in entry["body"]:
                device = session.scalars(select(LedgerEntry.device_id).where(*mine)).one()
                session.add(
                    MediaUse(
                        programme_id="pilote", record_id=uuid.UUID(entry["id"]), rev=1, sha256=sha256(PHOTO),
                        question="photo", device_id=device, type="image/jpeg", bytes=len(PHOTO),
                    )
                )  # fmt: skip


class TestTakingBack:
    """Awa takes back, on her phone, what was agreed to."""

    def test_a_no_to_keeping_erases_the_record_everywhere(self, world: World, client: FlaskClient) -> None:
        demonstration(world)
        record = str(accepted(client, world))
        assert listed(client)["total"] == 1
        (ack,) = world.awa.exchange(client, taken_back(world.awa, record, rev=2)).get_json()["acks"]
        assert ack == {"id": record, "rev": 2, "outcome": "erased"}
        world.awa.sync(client)
        assert world.awa.pulled["record", record]["state"] == "erased"
        run(world, "review", "portfolio", "receipts")
        assert listed(client)["total"] == 0
        world.koffi.sync(client)
        assert not [key for key in world.koffi.pulled if key[0] in {"need", "fate"}]
        with world.app.app_context():
            assert db.session.scalars(select(Erasure.reason)).all() == ["author"]
            assert all(body == b"" for body in db.session.scalars(select(LedgerEntry.body)))
        assert (
            world.awa.exchange(client, need(world.awa, SECRET, id=record, rev=3)).get_json()["acks"][0]["outcome"]
            == "erased"
        )

    def test_it_counts_whatever_else_is_wrong_with_the_revision(self, world: World, client: FlaskClient) -> None:
        first = need(world.awa, SECRET)
        nonsense = taken_back(world.awa, first["id"], rev=2, place="nowhere", answers=[1], instrument="?", mode=7)
        acks = world.awa.exchange(client, first, nonsense).get_json()["acks"]
        assert [ack["outcome"] for ack in acks] == ["stored", "erased"], "in one message too"
        assert SECRET not in everything(world)

    def test_its_photo_and_voice_go_with_it(self, world: World, client: FlaskClient) -> None:
        first = with_media(world.awa)
        world.awa.exchange(client, first)
        Tus(client, world.awa).send(VOICE, "audio/ogg")
        world.awa.exchange(client, taken_back(world.awa, first["id"], rev=2))
        assert world.signed_in().get(f"/desk/media/pilote/{sha256(VOICE)}/original").status_code == 404
        run(world, "erasures")
        assert contents(world) == set() and not _file_of(world.app, VOICE)

    def test_what_it_overtook_on_the_way_is_not_stored_when_it_comes(self, world: World, client: FlaskClient) -> None:
        first = need(world.awa, SECRET)
        acks = world.awa.exchange(client, taken_back(world.awa, first["id"], rev=2)).get_json()["acks"]
        acks += world.awa.exchange(client, first).get_json()["acks"]
        assert [ack["outcome"] for ack in acks] == ["erased", "erased"] and SECRET not in everything(world)

    def test_a_late_copy_of_a_no_does_not_undo_the_later_yes(self, world: World, client: FlaskClient) -> None:
        no = need(world.awa, consent=consent(keep=False))
        yes = again(world.awa, no, "La pompe")
        acks = world.awa.exchange(client, yes, no).get_json()["acks"]
        assert [ack["outcome"] for ack in acks] == ["stored", "quarantined"]
        acks = world.awa.exchange(client, no, yes).get_json()["acks"]
        assert [ack["outcome"] for ack in acks] == ["quarantined", "known"]

    @pytest.mark.parametrize("who", ["koffi", "stranger"])
    def test_nobody_else_takes_back_what_awa_recorded(self, world: World, client: FlaskClient, who: str) -> None:
        first = need(world.awa, "La pompe")
        world.awa.exchange(client, first)
        other: Phone = getattr(world, who)
        other.exchange(client, taken_back(world.awa, first["id"], rev=2))
        other.exchange(client, taken_back(other, first["id"], rev=2))
        with world.app.app_context():
            record = db.session.scalars(select(Record).where(Record.programme_id == "pilote")).one()
            assert record.rev == 1
        assert world.awa.exchange(client, first).get_json()["acks"][0]["outcome"] == "known"

    def test_a_no_to_the_photo_alone_takes_the_photo_away_and_leaves_the_rest(
        self, world: World, client: FlaskClient
    ) -> None:
        first = with_media(world.awa)
        world.awa.exchange(client, first)
        Tus(client, world.awa).send(VOICE, "audio/ogg")
        second = with_media(world.awa, id=first["id"], rev=2, consent=consent(voice=False))
        assert world.awa.exchange(client, second).get_json()["missing"] == [sha256(PHOTO)]
        assert sha256(VOICE) not in page(world.signed_in(), first).text
        run(world, "erasures")
        assert contents(world) == set() and not _file_of(world.app, VOICE)

    def test_a_no_to_the_photo_counts_in_a_revision_that_is_in_quarantine(
        self, world: World, client: FlaskClient
    ) -> None:
        first = with_media(world.awa)
        faulty = with_media(world.awa, id=first["id"], rev=2, mode="?", consent=consent(photo=False))
        answer = world.awa.exchange(client, first, faulty).get_json()
        assert [ack["outcome"] for ack in answer["acks"]] == ["stored", "quarantined"]
        assert answer["missing"] == [sha256(VOICE)]

    def test_a_photo_of_an_earlier_revision_that_comes_late_is_not_taken(
        self, world: World, client: FlaskClient
    ) -> None:
        first = with_media(world.awa)
        second = with_media(world.awa, id=first["id"], rev=2, consent=consent(photo=False))
        world.awa.exchange(client, second)
        assert world.awa.exchange(client, first).get_json()["missing"] == [sha256(VOICE)]


def taken_back(phone: Phone, record: str, *, rev: int, **changes: Any) -> dict[str, Any]:
    """The revision by which a phone takes a record back: no answers, no media, no to every use."""
    uses = dict.fromkeys(("keep", "photo", "voice"), False)
    return phone.entry(**({"id": record, "rev": rev, "answers": {}, "consent": consent(**uses)} | changes))


@pytest.mark.both_databases
class TestTakingBackByCode:
    """Mariam has no phone. She has the code that Awa gave her; so may whoever overheard it."""

    def test_the_code_hides_it_from_everybody_at_once_and_erases_nothing(
        self, world: World, client: FlaskClient
    ) -> None:
        record = published(client, world)
        world.koffi.sync(client)
        assert [key for key in world.koffi.pulled if key[0] == "need"]
        assert "Vous êtes sûr" in ask(client, record, "begin").text and listed(client)["total"] == 1, "it asks first"
        assert "plus personne ne la voit" in ask(client, record, "yes").text
        assert listed(client)["total"] == 0, "before any job"
        world.koffi.sync(client)
        assert not [key for key in world.koffi.pulled if key[0] == "need"]
        run(world, "portfolio", "review", "receipts")
        assert listed(client)["total"] == 0
        with world.app.app_context():
            assert db.session.scalars(select(Erasure)).all() == [] and db.session.scalars(select(Record)).one().rev == 1

    def test_a_coordinator_confirms_and_it_is_erased(self, world: World, client: FlaskClient) -> None:
        record = published(client, world)
        ask(client, record, "yes")
        desk = world.signed_in("akissi")
        shown = desk.get("/desk/admin/withdrawals").text
        assert str(record) in shown
        assert answer(desk, record, "confirm").status_code == 422, "only with the tick"
        assert answer(desk, record, "confirm", sure="yes").status_code == 303
        with world.app.app_context():
            assert db.session.scalars(select(Erasure.reason)).all() == ["subject"]
            assert db.session.scalars(select(Suspension)).all() == []
        run(world, "portfolio", "receipts")
        assert "On ne peut rien dire" in ask(client, record, "").text

    def test_a_stranger_who_overheard_the_code_is_declined_once_and_for_all(
        self, world: World, client: FlaskClient
    ) -> None:
        record = published(client, world)
        theme = assigned(world, record)
        ask(client, record, "yes")
        run(world, "portfolio")
        assert answer(world.signed_in("akissi"), record, "decline").status_code == 303
        run(world, "portfolio")
        assert listed(client)["total"] == 1
        assert theme in str(listed(client)["needs"][0]), "what staff had done is not undone"
        world.koffi.sync(client)
        assert [key for key in world.koffi.pulled if key[0] == "need"]
        assert "déjà répondu non" in ask(client, record, "yes").text
        assert listed(client)["total"] == 1

    def test_at_the_desk_a_code_finds_what_the_public_page_says_nothing_of(
        self, world: World, client: FlaskClient
    ) -> None:
        sensitive = need(world.awa, "Rien", answers={"domaine": "gen", "quoi_eau": None, "porte": "autre_sujet"})
        world.awa.sync(client, sensitive)
        run(world, "review", "receipts")
        assert "On ne peut rien dire" in ask(client, uuid.UUID(sensitive["id"]), "yes").text
        desk = world.signed_in("akissi")
        form = {"csrf": csrf(desk.get("/desk/").text), "code": code_of(uuid.UUID(sensitive["id"])), "who": "Mariam"}
        assert desk.post("/desk/admin/withdrawals", data=form | {"who": " "}).status_code == 422
        assert desk.post("/desk/admin/withdrawals", data=form | {"code": "0712345678"}).status_code == 422
        assert desk.post("/desk/admin/withdrawals", data=form).status_code == 303
        assert "Mariam (Akissi)" in desk.get("/desk/admin/withdrawals").text

    @pytest.mark.parametrize("mode", ["assisted", "?"], ids=["a record that counts", "one in quarantine"])
    def test_at_the_desk_the_code_that_a_phone_drew_finds_its_record(
        self, world: World, client: FlaskClient, mode: str
    ) -> None:
        code = code_of(uuid.uuid4())
        hers = need(world.awa, "Le puits", code=code, mode=mode)
        world.awa.sync(client, hers, need(world.awa, "La route"))
        run(world, "review")
        desk = world.signed_in("akissi")
        form = {"csrf": csrf(desk.get("/desk/").text), "code": code, "who": "Mariam"}
        assert desk.post("/desk/admin/withdrawals", data=form).status_code == 303
        with world.app.app_context():
            assert [str(one) for one in db.session.scalars(select(Suspension.record_id))] == [hers["id"]]

    def test_guessing_codes_to_hide_others_words_is_slowed_as_guessing_is(
        self, world: World, client: FlaskClient
    ) -> None:
        codes = (code_of(uuid.UUID(int=number)) for number in range(60))
        answers = [client.post("/suivi", data={"code": code, "take_back": "yes"}).status_code for code in codes]
        assert answers[0] == 200 and answers[-1] == 429


def published(client: FlaskClient, world: World) -> uuid.UUID:
    """An accepted need that is in the public list at once, and whose code answers."""
    demonstration(world)
    record = accepted(client, world)
    run(world, "receipts")
    return record


def ask(client: FlaskClient, record: uuid.UUID, how: str) -> Any:
    """What whoever has the code of a record does at the public page."""
    return client.post("/suivi", data={"code": code_of(record), "take_back": how})


def answer(desk: FlaskClient, record: uuid.UUID, how: str, **fields: str) -> Any:
    """What a coordinator does with a record that somebody takes back."""
    form = {"csrf": csrf(desk.get("/desk/").text), **fields}
    return desk.post(f"/desk/admin/withdrawals/pilote/{record}/{how}", data=form)


class TestWhatIsAsked:
    def test_phones_ask_about_no_use_that_there_is_not(self, world: World, client: FlaskClient) -> None:
        """The programme of this test was described when its forms still asked for quotes and for calling back."""
        world.awa.sync(client)
        promise = world.awa.pulled["programme", "pilote"]["consent"]
        assert [one["name"] for one in promise["scopes"]] == ["keep", "photo", "voice"]
        assert promise["version"] == "1"

    def test_what_was_answered_before_is_still_shown(self, world: World, client: FlaskClient) -> None:
        entry = need(world.awa, consent=consent(quote=True, contact=False))
        world.awa.sync(client, entry)
        shown = page(world.signed_in(), entry).text
        assert "Citer mes mots" in shown and "promesse d’aujourd’hui" not in shown

    def test_the_desk_sees_that_another_promise_was_answered(self, world: World, client: FlaskClient) -> None:
        entry = need(world.awa, consent=consent() | {"version": "0"})
        world.awa.sync(client, entry)
        assert "Ce n’est pas la promesse d’aujourd’hui" in page(world.signed_in(), entry).text
