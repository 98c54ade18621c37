"""Koffi records the questions in Dioula; every phone of the programme can then say them, and the Lab sees what is missing."""

from __future__ import annotations

import hashlib
from typing import Any

import orjson
import pytest
from flask.testing import FlaskClient

from feedback_app import jobs
from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.forms.tables import Instrument
from feedback_app.ledger.erasure import erase
from feedback_app.ledger.tables import Record
from feedback_app.prompts import actions, store
from feedback_app.prompts.tables import Prompt
from feedback_app.register.tables import Programme
from feedback_app.review.tables import Case
from tests.http.desk import csrf
from tests.http.tus import Tus
from tests.people import Phone, World

pytestmark = pytest.mark.both_databases

WORDS = "Quel est votre besoin ?"


def voice(text: str = "de quoi avez-vous besoin") -> bytes:
    """The bytes of a recording."""
    return b"\x1a\x45\xdf\xa3" + text.encode() * 20


def take(phone: Phone, sound: bytes, *, part: str = "domaine", language: str = "dyu", **more: Any) -> dict[str, Any]:
    """A finished recording of a part of `besoin`, as the phone makes it."""
    digest = hashlib.sha256(sound).hexdigest()
    answers = {"instrument": "besoin", "part": part, "language": language, "words": WORDS, "sound": digest}
    media = [{"sha256": digest, "type": "audio/webm", "bytes": len(sound), "question": "sound"}]
    fields = {"instrument": "echo_prompt", "instrument_version": "1", "answers": answers | more.pop("answers", {})}
    return phone.entry(**fields, media=media, **more)


def send(client: FlaskClient, phone: Phone, sound: bytes) -> None:
    made = Tus(client, phone).create(sound, "audio/webm")
    assert made.status_code == 201, made.text
    assert Tus(client, phone).patch(made.headers["Location"], 0, sound).status_code == 204


def catch_up(world: World) -> None:
    """The job runs, and Akissi approves what waits."""
    with world.app.app_context():
        jobs.run("prompts")
        with transaction() as session:
            for one in store.waiting(session, world.programme).values():
                actions.approve(session, world.programme, one, now=clock.now(), by="Akissi")


def record(world: World, client: FlaskClient, sound: bytes, **more: Any) -> dict[str, Any]:
    """Koffi records, sends it all, and the server has dealt with it."""
    entry = take(world.koffi, sound, **more)
    assert world.koffi.sync(client, entry)["acks"][0]["outcome"] == "stored"
    send(client, world.koffi, sound)
    catch_up(world)
    return entry


def sheet(client: FlaskClient, phone: Phone, language: str = "dyu") -> dict[str, Any]:
    """What this phone knows of the recordings of `besoin`, by part."""
    phone.sync(client)
    found: dict[str, Any] = phone.pulled.get(("prompt", f"besoin.{language}"), {"parts": {}})["parts"]
    return found


def heard(client: FlaskClient, sound: bytes) -> bytes | None:
    """What anyone is given under that name."""
    got = client.get(f"/form-media/{hashlib.sha256(sound).hexdigest()}")
    return got.data if got.status_code == 200 else None


@pytest.fixture(autouse=True)
def _languages(world: World) -> None:
    """The programme is listened to in Dioula and Baoulé too."""
    with world.app.app_context(), transaction() as session:
        session.get_one(Programme, "pilote").languages = ["fr", "en", "dyu", "bci"]


def test_awa_s_phone_learns_what_koffi_recorded_and_anyone_may_hear_it(world: World, client: FlaskClient) -> None:
    sound = voice()
    record(world, client, sound)
    assert sheet(client, world.awa) == {"domaine": [hashlib.sha256(sound).hexdigest(), len(sound)]}
    got = client.get(f"/form-media/{hashlib.sha256(sound).hexdigest()}")
    assert got.data == sound
    assert got.content_type == "audio/webm"
    assert got.headers["Cache-Control"] == "public, max-age=86400", "a withdrawn voice outlives it by a day"
    part = client.get(f"/form-media/{hashlib.sha256(sound).hexdigest()}", headers={"Range": "bytes=4-7"})
    assert (part.status_code, part.data) == (206, sound[4:8])


def test_a_recording_travels_only_when_its_sound_has_come(world: World, client: FlaskClient) -> None:
    sound = voice()
    answer = world.koffi.sync(client, take(world.koffi, sound))
    assert answer["missing"] == [hashlib.sha256(sound).hexdigest()]
    catch_up(world)
    assert sheet(client, world.awa) == {}
    send(client, world.koffi, sound)
    catch_up(world)
    assert list(sheet(client, world.awa)) == ["domaine"]


def test_a_new_recording_replaces_the_one_before_when_it_can_be_heard(world: World, client: FlaskClient) -> None:
    first, second = voice(), voice("dites-nous ce qui manque")
    record(world, client, first)
    world.koffi.sync(client, take(world.koffi, second))
    catch_up(world)
    assert sheet(client, world.awa)["domaine"][0] == hashlib.sha256(first).hexdigest()
    send(client, world.koffi, second)
    catch_up(world)
    assert sheet(client, world.awa)["domaine"][0] == hashlib.sha256(second).hexdigest()
    assert heard(client, first) == first, "a phone may still have the old list"


def test_languages_and_parts_stand_apart(world: World, client: FlaskClient) -> None:
    record(world, client, voice("un"))
    record(world, client, voice("deux"), part="*/oui")
    record(world, client, voice("trois"), language="bci")
    assert set(sheet(client, world.awa)) == {"domaine", "*/oui"}
    assert set(sheet(client, world.awa, "bci")) == {"domaine"}
    assert ("prompt", "besoin.dyu") not in world.stranger.pulled and not sheet(client, world.stranger)


def test_a_surveyor_s_recording_waits_in_quarantine_and_nobody_hears_it(world: World, client: FlaskClient) -> None:
    sound = voice()
    ack = world.awa.sync(client, take(world.awa, sound))["acks"][0]
    assert ack["outcome"] == "quarantined"
    assert ack["errors"] == [{"field": "author", "reason": "not-a-facilitator"}]
    send(client, world.awa, sound)
    catch_up(world)
    assert sheet(client, world.koffi) == {}
    assert heard(client, sound) is None


def test_a_testimony_is_never_served_whatever_a_prompt_says(world: World, client: FlaskClient) -> None:
    testimony = voice("ce que Mariam a dit")
    digest = hashlib.sha256(testimony).hexdigest()
    announced = [{"sha256": digest, "type": "audio/webm", "bytes": len(testimony), "question": "raconter_voix"}]
    world.awa.sync(client, world.awa.entry(media=announced))
    send(client, world.awa, testimony)
    catch_up(world)
    assert heard(client, testimony) is None
    world.awa.sync(client, take(world.awa, testimony))
    catch_up(world)
    assert heard(client, testimony) is None, "a surveyor cannot make it one"


def recorded_by_voice(phone: Phone, sound: bytes) -> dict[str, Any]:
    """A voice in an ordinary record."""
    digest = hashlib.sha256(sound).hexdigest()
    announced = [{"sha256": digest, "type": "audio/webm", "bytes": len(sound), "question": "sound"}]
    return phone.entry(media=announced)


def test_a_facilitator_who_names_the_hash_of_mariam_s_testimony_makes_nobody_hear_it(
    world: World, client: FlaskClient
) -> None:
    testimony = voice("ce que Mariam a dit")
    world.awa.sync(client, recorded_by_voice(world.awa, testimony))
    send(client, world.awa, testimony)
    assert world.koffi.sync(client, take(world.koffi, testimony))["acks"][0]["outcome"] == "stored"
    catch_up(world)
    assert heard(client, testimony) is None
    assert sheet(client, world.awa) == {}


@pytest.mark.parametrize("instrument", ["besoin", "unheard_of"])
def test_nor_does_who_named_it_before_mariam_s_record_arrived(
    world: World, client: FlaskClient, instrument: str
) -> None:
    """Not even when her record waits in quarantine."""
    testimony = voice("ce que Mariam a dit")
    record(world, client, testimony)
    assert heard(client, testimony) == testimony
    world.awa.sync(client, recorded_by_voice(world.awa, testimony) | {"instrument": instrument})
    assert heard(client, testimony) is None


def test_one_recording_may_be_named_by_several_prompts(world: World, client: FlaskClient) -> None:
    record(world, client, voice())
    world.awa.sync(client, take(world.awa, voice()))
    world.koffi.sync(client, take(world.koffi, voice(), part="*/oui"))
    assert heard(client, voice()) == voice()
    catch_up(world)
    assert set(sheet(client, world.awa)) == {"domaine", "*/oui"}


@pytest.mark.parametrize(
    "answers",
    [{"instrument": "../x"}, {"part": "a b"}, {"part": "x" * 201}, {"language": "français"}, {"language": "DYU"}],
)
def test_a_prompt_that_names_no_part_of_a_form_is_stored_and_not_used(
    world: World, client: FlaskClient, answers: dict[str, str]
) -> None:
    sound = voice()
    record(world, client, sound, answers=answers)
    assert heard(client, sound) is None
    with world.app.app_context():
        assert db.session.query(Prompt).count() == 0


@pytest.mark.parametrize(
    "answers", [{"language": "zzz"}, {"part": "rien"}, {"part": "domaine/rien"}, {"instrument": "no_form"}]
)
def test_what_the_programme_has_no_language_or_no_form_for_swells_nobody_s_phone(
    world: World, client: FlaskClient, answers: dict[str, str]
) -> None:
    sound = voice()
    record(world, client, sound, answers=answers)
    world.awa.sync(client)
    assert not [name for kind, name in world.awa.pulled if kind == "prompt"]
    assert heard(client, sound) is None


def test_of_a_form_s_earlier_version_what_was_recorded_is_still_heard(world: World, client: FlaskClient) -> None:
    with world.app.app_context(), transaction() as session:
        instrument = session.query(Instrument).filter_by(programme_id="pilote", name="besoin").one()
        older = instrument.definition | {
            "version": "0",
            "questions": [{"name": "autrefois", "type": "text", "label": {"fr": "?"}}],
        }
        session.add(
            Instrument(
                programme_id="pilote", name="besoin", version="0", definition=older, source="", current=False,
                created_at=clock.now(),
            )
        )  # fmt: skip
    record(world, client, voice(), part="autrefois")
    assert list(sheet(client, world.awa)) == ["autrefois"]


def test_after_a_long_while_prompts_are_caught_up_with_in_bounded_steps(world: World, client: FlaskClient) -> None:
    sound = voice()
    world.koffi.sync(client, *[world.koffi.entry() for _ in range(3)], take(world.koffi, sound))
    send(client, world.koffi, sound)
    with world.app.app_context(), pytest.MonkeyPatch.context() as patched:
        patched.setattr(actions, "AT_ONCE", 2)
        reads = []
        for _ in range(3):
            with transaction() as session:
                reads.append(actions.catch_up(session, "pilote", most=2))
    assert reads == [2, 2, 0]
    catch_up(world)
    assert heard(client, sound) == sound


def test_a_prompt_is_no_case_for_reviewers(world: World, client: FlaskClient) -> None:
    record(world, client, voice())
    world.awa.sync(client, take(world.awa, voice("d’Awa")))
    need = world.awa.entry()
    world.awa.sync(client, need)
    with world.app.app_context():
        jobs.run("review")
        jobs.run("portfolio")
        assert [str(case.record_id) for case in db.session.query(Case)] == [need["id"]]


def test_an_erased_recording_is_heard_no_more(world: World, client: FlaskClient) -> None:
    sound = voice()
    entry = record(world, client, sound)
    with world.app.app_context(), transaction() as session:
        found = session.query(Record).filter_by(programme_id="pilote", instrument="echo_prompt").one()
        assert str(found.id) == entry["id"]
        erase(session, found, now=clock.now(), reason="author", by="Adjoua")
    catch_up(world)
    assert sheet(client, world.awa) == {}
    assert heard(client, sound) is None


def test_the_desk_shows_what_is_recorded_and_the_words_that_are_missing(world: World, client: FlaskClient) -> None:
    record(world, client, voice(), answers={"words": "De vieux mots"})
    desk = world.signed_in("akissi")
    table = desk.get("/desk/admin/prompts").text
    assert "Dioula" in table
    assert '/desk/admin/prompts/besoin/dyu?programme=pilote">1 sur ' in table
    page = desk.get("/desk/admin/prompts/besoin/dyu").text
    assert "Koffi, le " in page
    assert "Les mots ont changé depuis" in page
    assert "De vieux mots" in page
    assert 'id="*/nsp"' in page
    assert "Rien d’enregistré" in page
    assert desk.get("/desk/admin/prompts/besoin/xx").status_code == 404
    assert desk.get("/desk/admin/prompts/nichts/dyu").status_code == 404


def test_a_coordinator_withdraws_a_recording_and_the_page_shows_who_and_when(world: World, client: FlaskClient) -> None:
    sound = voice()
    record(world, client, sound)
    assert sheet(client, world.awa)
    desk = world.signed_in("akissi")
    page = desk.get("/desk/admin/prompts/besoin/dyu").text
    gone = desk.post("/desk/admin/prompts/besoin/dyu/withdraw", data={"csrf": csrf(page), "part": "domaine"})
    assert gone.status_code == 303
    assert f"{WORDS} — retiré par Akissi, le " in desk.get("/desk/admin/prompts/besoin/dyu").text
    assert sheet(client, world.awa) == {}
    assert heard(client, sound) is None
    record(world, client, voice("mieux dit"))
    assert list(sheet(client, world.awa)) == ["domaine"]


def test_a_reviewer_does_not_withdraw(world: World, client: FlaskClient) -> None:
    record(world, client, voice())
    desk = world.signed_in("adjoua")
    assert desk.get("/desk/admin/prompts").status_code == 403
    sent = {"csrf": csrf(desk.get("/desk/").text), "part": "domaine"}
    assert desk.post("/desk/admin/prompts/besoin/dyu/withdraw", data=sent).status_code == 403


def test_the_programme_s_languages_travel_with_their_names(world: World, client: FlaskClient) -> None:
    with world.app.app_context(), transaction() as session:
        programme = session.get_one(Programme, "pilote")
        programme.languages = ["fr", "dyu", "zzz"]
        programme.settings = {"language_names": {"zzz": {"fr": "parler du Lac", "en": "Lake speech"}}}
    with world.app.app_context():
        jobs.run("reference")
    world.awa.sync(client)
    programme = world.awa.pulled["programme", "pilote"]
    assert programme["language_names"] == {
        "fr": {"fr": "français", "en": "French"}, "dyu": {"fr": "dioula", "en": "Dioula"},
        "zzz": {"fr": "parler du Lac", "en": "Lake speech"},
    }  # fmt: skip
    assert orjson.dumps(programme)
