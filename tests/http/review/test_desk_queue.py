"""Adjoua's queue: everything that waits, found again by any of its words."""

from __future__ import annotations

import re
import uuid
from collections import Counter

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from feedback_app.base.db import db
from feedback_app.review.tables import Case
from sync.spoken_code import code_of, pairs
from tests.http.desk import again, need, page, press
from tests.people import World
from tests.statements import statements

pytestmark = pytest.mark.both_databases


def ids(html: str) -> list[str]:
    return re.findall(r'data-row id="[^"]+" href="/desk/records/pilote/([^"?]+)', html)


def test_what_awa_sent_a_moment_ago_is_in_adjouas_queue(client: FlaskClient, world: World) -> None:
    entry = need(world.awa)
    world.awa.sync(client, entry)
    html = world.signed_in().get("/desk/").text
    assert ids(html) == [entry["id"]]
    assert "La pompe est en panne" in html and "Kongodougou, Le Lac" in html and "Awa" in html


def test_the_oldest_is_read_first_and_pagination_has_no_gap_and_no_duplicate(client: FlaskClient, world: World) -> None:
    sent = [need(world.awa, f"Besoin {n}") for n in range(120)]
    world.awa.sync(client, *sent)
    desk, seen, address = world.signed_in(), [], "/desk/"
    while address:
        html = desk.get(address).text
        seen += ids(html)
        onwards = re.search(r'rel="next" href="([^"]+)"', html)
        address = onwards[1].replace("&amp;", "&") if onwards else ""
    assert seen == [entry["id"] for entry in sent]
    back = re.search(r'rel="prev" href="([^"]+)"', html)
    assert back and ids(desk.get(back[1].replace("&amp;", "&")).text) == seen[50:100]


def test_words_places_and_names_find_a_record_without_accents(client: FlaskClient, world: World) -> None:
    pump, school = (
        need(world.awa, "La pompe est cassée"),
        need(world.koffi, "Il manque des bancs à l’école", place="V2"),
    )
    world.awa.sync(client, pump)
    world.koffi.sync(client, school)
    desk = world.signed_in()
    assert ids(desk.get("/desk/?q=pompe+cassee").text) == [pump["id"]]
    assert ids(desk.get("/desk/?q=BECEDI").text) == [school["id"]]
    assert ids(desk.get("/desk/?q=koffi").text) == [school["id"]]
    assert ids(desk.get(f"/desk/?q={pump['id']}").text) == [pump["id"]]
    assert ids(desk.get("/desk/?q=%25_").text) == []


@pytest.mark.parametrize("named", [True, False], ids=["a code that the phone drew", "a code of its id"])
def test_a_record_is_found_by_its_ten_digits_whatever_became_of_it(
    client: FlaskClient, world: World, named: bool
) -> None:
    drawn = code_of(uuid.uuid4())
    entry = need(world.awa, "La pompe", **({"code": drawn} if named else {}))
    world.awa.sync(client, entry, need(world.awa, "Autre chose"))
    code = drawn if named else code_of(uuid.UUID(entry["id"]))
    in_pairs = " ".join(pairs(code))
    desk = world.signed_in()
    assert in_pairs in page(desk, entry).text
    press(desk, entry, "reject", reason="out_of_scope")
    in_arabic = "".join(chr(0x660 + int(digit)) for digit in code)
    for typed in (code, in_pairs, "-".join(pairs(code)), in_arabic):
        assert ids(desk.get("/desk/", query_string={"q": typed}).text) == [entry["id"]], typed
    other = code_of(uuid.uuid4())
    assert ids(desk.get("/desk/", query_string={"q": other}).text) == []


def test_ten_digits_find_nothing_of_a_place_that_is_not_adjouas(client: FlaskClient, world: World) -> None:
    entry = need(world.stranger)
    world.stranger.sync(client, entry)
    code = code_of(uuid.UUID(entry["id"]))
    assert ids(world.signed_in().get("/desk/", query_string={"q": code}).text) == []


def test_filters_narrow_by_place_author_form_project_day_and_clock(client: FlaskClient, world: World) -> None:
    here, there = need(world.awa), need(world.koffi, place="V2", project="P1")
    world.awa.exchange(client, here, clock="2026-11-23T00:00:00Z")
    world.koffi.sync(client, there)
    desk = world.signed_in()
    assert ids(desk.get("/desk/?place=V1").text) == [here["id"]]
    assert ids(desk.get("/desk/?place=R1").text) == [here["id"], there["id"]]
    assert ids(desk.get("/desk/?place=R2").text) == ids(desk.get("/desk/?place=nowhere").text) == []
    assert ids(desk.get(f"/desk/?author={world.koffi.person_id}").text) == [there["id"]]
    assert ids(desk.get("/desk/?author=nobody").text) == []
    assert ids(desk.get("/desk/?project=P1").text) == [there["id"]]
    assert ids(desk.get("/desk/?instrument=emotion").text) == []
    assert ids(desk.get("/desk/?clock=1").text) == [here["id"]]
    assert ids(desk.get("/desk/?since=2001-01-01&until=2001-12-31").text) == []
    assert ids(desk.get("/desk/?since=2001-01-01").text) == [here["id"], there["id"]]


def test_the_list_can_be_turned_round_and_says_why_it_is_in_this_order(client: FlaskClient, world: World) -> None:
    sent = [need(world.awa, f"Besoin {n}") for n in range(60)]
    world.awa.sync(client, *sent)
    desk, every = world.signed_in(), [entry["id"] for entry in sent]
    oldest, newest = desk.get("/desk/?order=oldest").text, desk.get("/desk/?order=newest").text
    assert ids(oldest) == every[:50] and "personne n’attend plus longtemps" in oldest
    assert ids(newest) == every[:9:-1] and "ce qui vient d’arriver" in newest
    onwards = re.search(r'rel="next" href="([^"]+)"', newest)
    assert onwards and ids(desk.get(onwards[1].replace("&amp;", "&")).text) == every[9::-1]
    following = re.search(r'rel="next" data-key="j" href="/desk/records/pilote/([^"?]+)', desk.get(
        f"/desk/records/pilote/{every[30]}?order=newest").text)  # fmt: skip
    assert following and following[1] == every[29]


def test_the_most_pressing_is_read_first_and_pages_follow_that_order(client: FlaskClient, world: World) -> None:
    severities = ["gene", "vital", "grave", None]
    sent = [need(world.awa, f"Besoin {n}", answers={"gravite": severities[n % 4] or "nsp"}) for n in range(60)]
    world.awa.sync(client, *sent)
    desk, seen, address = world.signed_in(), list[str](), "/desk/"
    pages = []
    while address:
        html = desk.get(address).text
        pages.append(ids(html))
        seen += pages[-1]
        onwards = re.search(r'rel="next" href="([^"]+)"', html)
        address = onwards[1].replace("&amp;", "&") if onwards else ""
    weights = [{"vital": 3, "grave": 2, "gene": 1}.get(severities[n % 4] or "", 0) for n in range(60)]
    expected = sorted(range(60), key=lambda n: (-weights[n], n))
    got = [next(n for n, one in enumerate(sent) if one["id"] == seen_id) for seen_id in seen]
    assert got == expected
    assert "D’abord un danger" in html and len(pages) == 2
    back = re.search(r'rel="prev" href="([^"]+)"', html)
    assert back and ids(desk.get(back[1].replace("&amp;", "&")).text) == pages[0]
    first, second = seen[:2]
    following = re.search(r'rel="next" data-key="j" href="/desk/records/pilote/([^"?]+)', desk.get(
        f"/desk/records/pilote/{first}").text)  # fmt: skip
    assert following and following[1] == second


def test_filters_narrow_by_phone_language_photo_and_voice(client: FlaskClient, world: World) -> None:
    photo = {"sha256": "a" * 64, "type": "image/jpeg", "bytes": 9, "question": "photo"}
    voice = {"sha256": "b" * 64, "type": "audio/ogg", "bytes": 9, "question": "voix"}
    shown = need(world.awa, "Un", media=[photo], answers={"photo": photo["sha256"]})
    spoken = need(world.awa, "Deux", media=[voice], answers={"voix": voice["sha256"]})
    other = need(world.koffi, "Trois", place="V2")
    world.awa.sync(client, shown, spoken)
    world.koffi.sync(client, other)
    desk = world.signed_in()
    assert ids(desk.get("/desk/?photo=1").text) == [shown["id"]]
    assert ids(desk.get("/desk/?voice=1").text) == [spoken["id"]]
    assert ids(desk.get("/desk/?photo=1&voice=1").text) == []
    with world.app.app_context():
        phone = db.session.scalars(select(Case.device_id).where(Case.record_id == uuid.UUID(other["id"]))).one()
    assert ids(desk.get(f"/desk/?device={phone}").text) == [other["id"]]
    assert ids(desk.get("/desk/?device=nothing").text) == []
    html = desk.get(f"/desk/?author={world.koffi.person_id}").text
    assert f'<option value="{phone}"' in html
    assert set(ids(desk.get("/desk/?language=fr").text)) == {one["id"] for one in (shown, spoken, other)}
    assert ids(desk.get("/desk/?language=dyu").text) == []


def test_filters_that_are_set_are_named_with_how_many_records_they_find(client: FlaskClient, world: World) -> None:
    world.awa.sync(client, *(need(world.awa, f"Besoin {n}") for n in range(60)))
    desk = world.signed_in()
    by_author = desk.get(f"/desk/?author={world.awa.person_id}").text
    assert "Recueilli par : <b" in " ".join(by_author.split()) and "60 fiches" in by_author
    assert "60 fiches" in desk.get("/desk/?place=V1").text
    assert "plus de 50 fiches" in desk.get("/desk/?place=V1&instrument=besoin").text
    assert "Aucune fiche" in desk.get("/desk/?q=introuvable").text
    assert "60 fiches" not in desk.get("/desk/").text, "the tabs say it"


def test_what_waits_for_its_author_is_one_list(client: FlaskClient, world: World) -> None:
    asked, faulty, plain = need(world.awa, "Un"), world.awa.entry(answers={"domaine": "eau"}), need(world.awa, "Deux")
    world.awa.sync(client, asked, faulty, plain)
    desk = world.signed_in()
    press(desk, asked, "ask", reason="unclear", message="Quel puits ?")
    assert set(ids(desk.get("/desk/?waits=author").text)) == {asked["id"], faulty["id"]}
    assert set(ids(desk.get("/desk/?waits=lab&tab=accepted").text)) == {plain["id"], faulty["id"]}


def test_a_corrected_record_comes_back_to_the_end_of_the_queue(client: FlaskClient, world: World) -> None:
    first, second = need(world.awa, "Un"), need(world.awa, "Deux")
    world.awa.sync(client, first, second)
    desk = world.signed_in()
    press(desk, first, "ask", reason="unclear", message="Quel puits ?")
    assert ids(desk.get("/desk/").text) == [second["id"]]
    world.awa.sync(client, again(world.awa, first, "Le puits du marché"))
    assert ids(desk.get("/desk/").text) == [second["id"], first["id"]]


def test_an_empty_queue_says_that_all_is_reviewed(world: World) -> None:
    desk = world.signed_in()
    assert "Tout est relu." in desk.get("/desk/").text
    assert "Rien ne correspond" in desk.get("/desk/?q=rien").text


def test_no_address_breaks_the_queue(client: FlaskClient, world: World) -> None:
    world.awa.sync(client, need(world.awa))
    desk = world.signed_in()
    for query in ("tab=x", "after=x", "after=999999999999999999", "since=2026-99-99", "q=%00", "q=" + "x" * 5000,
                  "programme=ailleurs", "before=0", "author=%27", "place=%00"):  # fmt: skip
        assert desk.get(f"/desk/?{query}").status_code == 200, query


def test_an_english_reader_gets_english_words(client: FlaskClient, world: World) -> None:
    entry = need(world.awa)
    world.awa.sync(client, entry)
    desk = world.signed_in()
    desk.set_cookie("echo_language", "en")
    assert "Water" in desk.get("/desk/").text
    html = page(desk, entry).text
    assert '<html lang="en">' in html and "What is missing here?" in html and "Accept" in html


def _asked(statements: list[str]) -> Counter[str]:
    apart = ("audit_", "FROM programme ORDER BY")
    return Counter(one.split("WHERE")[0] for one in statements if not any(mark in one for mark in apart))


def test_adjouas_pages_ask_as_many_statements_of_the_database_for_many_records_as_for_one(
    client: FlaskClient, world: World
) -> None:
    desk, costs = world.signed_in(), []
    for many in (1, 15):
        sent = [need(world.koffi, f"Besoin {n}", place="V2") for n in range(many)]
        world.koffi.sync(client, *sent)
        world.awa.sync(client, *(need(world.awa, f"Autre besoin {n}") for n in range(many)))
        desk.get("/desk/")
        page(desk, sent[0])
        with statements(world) as of_queue:
            assert len(ids(desk.get("/desk/").text)) >= 2 * many
        with statements(world) as of_record:
            assert page(desk, sent[0]).status_code == 200
        # What is noted of a reading may be written with the next request; programmes are read anew now and then.
        costs.append([_asked(of_queue), _asked(of_record)])
    for one, many_more in zip(*costs, strict=True):
        assert (one - many_more, many_more - one) == (Counter(), Counter())
