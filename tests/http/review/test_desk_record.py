"""One record before Adjoua's eyes: all its answers and media, and how they arrived."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.http.desk import again, need, page, press
from tests.people import World

VOICE, PHOTO = "a" * 64, "b" * 64


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_answers_stand_under_their_questions(client: FlaskClient, world: World) -> None:
    entry = need(world.awa, answers={"qui": ["femmes", "enfants"], "depuis": "nsp"})
    world.awa.sync(client, entry)
    shown = text(page(world.signed_in(), entry).text)
    assert "C’est grave comment ? C’est grave".replace("’", "'") in shown.replace("’", "'")
    assert "Les femmes, Les enfants" in shown and "Je ne sais pas" in shown
    assert "Sans réponse" in shown


def test_files_that_are_not_uploaded_yet_are_shown_as_awaited(client: FlaskClient, world: World) -> None:
    media = [
        {"sha256": VOICE, "type": "audio/webm", "bytes": 90_000, "question": "voix"},
        {"sha256": PHOTO, "type": "image/jpeg", "bytes": 200_000, "question": "photo"},
    ]
    entry = need(world.awa, answers={"voix": VOICE, "photo": PHOTO}, media=media)
    world.awa.sync(client, entry)
    assert "0 sur 2 fichiers reçus" in page(world.signed_in(), entry).text


def test_a_record_of_a_phone_whose_clock_is_off_shows_the_likely_time(client: FlaskClient, world: World) -> None:
    entry = need(world.awa, recorded_at="2026-11-23T09:12:00Z")
    world.awa.exchange(client, entry, clock="2001-01-01T00:00:00Z")
    desk = world.signed_in()
    assert "retarde de" in text(page(desk, entry).text)
    good = need(world.awa)
    world.awa.sync(client, good)
    assert "horloge du téléphone" not in text(page(desk, good).text)


@pytest.mark.both_databases
@pytest.mark.parametrize("recorded", ["1970-01-01T00:10:00Z", "2039-01-20T10:00:00Z"])
def test_a_day_that_cannot_be_is_marked_and_found(client: FlaskClient, world: World, recorded: str) -> None:
    """The phone's clock was wrong in the village and is right again when it sends."""
    odd, good = need(world.awa, recorded_at=recorded), need(world.awa)
    world.awa.sync(client, odd, good)
    desk = world.signed_in()
    assert "impossible" in text(page(desk, odd).text) and "jour à vérifier" in text(page(desk, odd).text)
    assert "jour à vérifier" not in text(page(desk, good).text)
    found = desk.get("/desk/?clock=1").text
    assert odd["id"] in found and good["id"] not in found


def test_a_point_is_drawn_with_its_accuracy(client: FlaskClient, world: World) -> None:
    entry = need(world.awa, location={"lat": 6.121, "lon": -4.213, "accuracy_m": 12.4, "source": "gps"})
    world.awa.sync(client, entry)
    html = page(world.signed_in(), entry).text
    assert 'href="geo:6.121000,-4.213000"' in html and "12 m" in html and "<svg" in html


@pytest.mark.parametrize(
    ("point", "remark"),
    [
        ({"lat": 0, "lon": 0, "accuracy_m": 5}, "Ce point est (0, 0)"),
        ({"lat": 48.85, "lon": 2.35, "accuracy_m": 5}, "c’est trop loin pour être ce lieu"),
        ({"lat": 6.121, "lon": -4.213, "accuracy_m": 0}, "Le téléphone donne une précision de 0 m"),
        ({"lat": 6.121, "lon": -4.213, "accuracy_m": 3000}, "Ce point n’est pas précis"),
    ],
    ids=["zero", "far", "exact", "wide"],
)
def test_an_impossible_position_is_stored_and_marked(
    client: FlaskClient, world: World, point: dict[str, Any], remark: str
) -> None:
    entry = need(world.awa, location={**point, "source": "gps"})
    answer = world.awa.sync(client, entry)
    assert answer["acks"][0]["outcome"] == "stored"
    assert remark in text(page(world.signed_in(), entry).text)


def test_a_good_point_says_how_far_from_its_place_it_is_and_nothing_against_it(
    client: FlaskClient, world: World
) -> None:
    entry = need(world.awa, location={"lat": 6.121, "lon": -4.213, "accuracy_m": 12.4, "source": "gps"})
    world.awa.sync(client, entry)
    html = page(world.signed_in(), entry).text
    assert re.search(r"À \S+\s(km|m) de ", text(html)) and "Ce point" not in text(html)


def test_what_mariam_agreed_to_is_shown_use_by_use(client: FlaskClient, world: World) -> None:
    entry = need(world.awa)
    world.awa.sync(client, entry)
    shown = text(page(world.signed_in(), entry).text)
    assert "Donné de vive voix, version 1." in shown
    assert "Garder la photo ✓ oui" in shown and "Citer mes mots ✕ non" in shown


def test_revisions_are_compared_question_by_question(client: FlaskClient, world: World) -> None:
    entry = need(world.awa, "La pompe")
    world.awa.sync(client, entry)
    desk = world.signed_in()
    press(desk, entry, "ask", reason="unclear", message="Quelle pompe ?")
    reply = {"decision": "x", "text": "Celle du marché"}
    world.awa.sync(client, again(world.awa, entry, "La pompe du marché", reply_to=reply))
    html = page(desk, entry).text
    assert '<del dir="auto">La pompe</del>' in html and '<ins dir="auto">La pompe du marché</ins>' in html
    assert "Quelle pompe ?" in html and "Celle du marché" in html and "Adjoua" in html


def test_an_empty_reply_of_an_older_phone_is_stored_and_marked(client: FlaskClient, world: World) -> None:
    entry = need(world.awa, "La pompe")
    world.awa.sync(client, entry)
    desk = world.signed_in()
    press(desk, entry, "ask", reason="unclear", message="Quelle pompe ?")
    world.awa.sync(client, again(world.awa, entry, "La pompe", reply_to={"decision": "x", "text": " "}))
    shown = text(page(desk, entry).text)
    assert "Réponse vide" in shown and "en quarantaine" not in shown


def test_why_a_record_is_in_quarantine_is_shown_in_words(client: FlaskClient, world: World) -> None:
    entry = need(world.awa, answers={"gravite": "terrible"})
    world.awa.sync(client, entry)
    desk = world.signed_in()
    assert entry["id"] in desk.get("/desk/?tab=quarantined").text
    shown = text(page(desk, entry).text)
    assert "en quarantaine" in shown and "Ce choix n’existe pas." in shown
    assert 'name="action" value="accept"' not in page(desk, entry).text


def test_what_people_say_is_never_markup(client: FlaskClient, world: World) -> None:
    entry = need(world.awa, "<script>alert(1)</script>")
    world.awa.sync(client, entry)
    desk = world.signed_in()
    for html in (page(desk, entry).text, desk.get("/desk/").text):
        assert "<script>alert" not in html and "&lt;script&gt;" in html


def test_pages_about_people_are_in_no_cache(client: FlaskClient, world: World) -> None:
    entry = need(world.awa)
    world.awa.sync(client, entry)
    got = page(world.signed_in(), entry)
    assert got.headers["Cache-Control"] == "no-store"
    assert "'unsafe" not in got.headers["Content-Security-Policy"] and "style=" not in got.text


def test_any_body_that_a_phone_can_send_has_a_page(client: FlaskClient, world: World) -> None:
    odd: list[dict[str, Any]] = [
        {"answers": [1]}, {"answers": {"domaine": {"a": [None]}}}, {"consent": "oui"}, {"consent": {"uses": [1]}},
        {"media": [1, {"sha256": 3}]}, {"location": {"lat": "x"}}, {"place": {"a": 1}}, {"place": "nowhere"},
        {"instrument": 7, "instrument_version": None}, {"recorded_at": "hier"}, {"duration_ms": "x"},
        {"recorded_at": "0001-01-01T00:00:00+14:00"}, {"project": ["P1"]}, {"mode": 3}, {"reply_to": [1]},
        {"reply_to": {"text": 3}}, {"location": {"lat": 1e400, "lon": 0}},
    ]  # fmt: skip
    entries = [world.awa.entry(**changes) for changes in odd]
    world.awa.exchange(client, *entries, clock="9999-12-31T23:59:59Z")
    desk = world.signed_in()
    assert desk.get("/desk/?tab=all").status_code == 200
    for entry, changes in zip(entries, odd, strict=True):
        got = page(desk, entry)
        assert got.status_code in (200, 404), json.dumps(changes)


def test_adjoua_sees_marked_what_to_look_at_before_she_accepts(client: FlaskClient, world: World) -> None:
    entry = need(world.awa, "Koné Adama a volé <b>la pompe</b>, joignez-moi au 07 48 21 33 09")
    world.awa.sync(client, entry)
    html = page(world.signed_in(), entry).text
    assert "À regarder avant d’accepter" in html
    assert 'title="Une personne nommée, et accusée, Le nom d’une personne">Koné Adama</mark>' in html
    assert 'title="Un numéro de téléphone">07 48 21 33 09</mark>' in html
    assert "&lt;b&gt;la pompe&lt;/b&gt;" in html and "<b>la pompe" not in html


def test_what_says_nothing_of_a_person_is_not_marked(client: FlaskClient, world: World) -> None:
    entry = need(world.awa, "La pompe est en panne depuis 2019, il faut 3 750 000 francs")
    world.awa.sync(client, entry)
    html = page(world.signed_in(), entry).text
    assert "<mark" not in html and "À regarder avant" not in html


def test_the_page_says_how_many_are_in_the_list_that_led_to_it(client: FlaskClient, world: World) -> None:
    found = [need(world.awa, f"Le kiosque {n}") for n in range(3)]
    world.awa.sync(client, *found, need(world.awa, "Le puits"))
    desk = world.signed_in()
    desk.get("/desk/")
    at = f"/desk/records/pilote/{found[0]['id']}"
    assert "4 à relire" in desk.get(at).text
    assert "3 à relire" in desk.get(f"{at}?q=kiosque").text
    assert "0 dans cette liste" in desk.get(f"{at}?tab=accepted").text
