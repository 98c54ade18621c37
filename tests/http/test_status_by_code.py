"""Mariam has no phone and a code: it shows the status of her record, and nothing else to anybody."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from feedback_app import jobs
from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.enrol.actions import GUESSES
from feedback_app.forms.prompt_form import PROMPT
from feedback_app.ledger.tables import Record
from feedback_app.portfolio.solutions.funding import StageChange, change_stage
from feedback_app.portfolio.solutions.stages import Stage
from feedback_app.portfolio.solutions.tables import Solution
from feedback_app.receipt import actions
from feedback_app.receipt.changes import RETENTION
from feedback_app.receipt.public import MOST_GUESSES
from feedback_app.receipt.tables import Receipt
from sync.spoken_code import code_of, pairs
from tests.build import instrument_version
from tests.desk_actions import REJECT, REOPEN
from tests.http.desk import page, press
from tests.http.portfolio_people import accepted, assigned, decide, erase, say
from tests.people import Phone, World

pytestmark = pytest.mark.both_databases

WORDS = "MotDeMariam"


def follow(world: World, *, now: dt.datetime | None = None) -> int:
    """The job runs."""
    with world.app.app_context(), transaction() as session:
        return actions.catch_up(session, world.programme, now=now or clock.now())


def ask(client: FlaskClient, code: str, **more: Any) -> TestResponse:
    return client.post("/suivi", data={"code": code, **more})


def way(client: FlaskClient, record: uuid.UUID) -> list[str]:
    """The states that the page shows, oldest first."""
    answer = ask(client, code_of(record))
    assert answer.status_code == 200, answer.text
    return re.findall(r"<li><img [^>]*state-(\w+)\.svg", answer.text)


def row(phone: Phone, client: FlaskClient, record: uuid.UUID) -> Any:
    """The status row that this phone has for the record's code after its next contact."""
    phone.sync(client)
    code = code_of(record)
    rows = (body for (kind, _), body in phone.pulled.items() if kind == "fate")
    return next((body for body in rows if body["code"] == code), None)


def words_of(answer: TestResponse) -> str:
    """The page without what changes from request to request and without the code that was asked."""
    return re.sub(r"value=\"[^\"]*\"", "", answer.text)


def funded(world: World, *stages: Stage) -> None:
    with world.app.app_context(), transaction() as session:
        solution = session.query(Solution).one()
        for stage in stages:
            made = change_stage(
                session, solution, StageChange(stage, clock.now().date(), "P1"), by=world.adjoua, now=clock.now()
            )
            assert hasattr(made, "stage"), made
    with world.app.app_context():
        jobs.run("portfolio")


def test_every_phone_of_the_place_gets_the_status_by_code_and_no_other(world: World, client: FlaskClient) -> None:
    record = say(client, world.awa, answers={"texte": WORDS})
    follow(world)
    today = clock.now().date().isoformat()
    for phone in (world.awa, world.koffi):
        assert row(phone, client, record) == {"code": code_of(record), "state": "received", "date": today}
    assert row(world.stranger, client, record) is None


def test_the_status_on_phones_names_neither_the_record_nor_its_author(world: World, client: FlaskClient) -> None:
    record = accepted(client, world, answers={"texte": WORDS})
    follow(world)
    world.koffi.sync(client)
    answer = [(name, body) for (kind, name), body in world.koffi.pulled.items() if kind == "fate"]
    assert len(answer) == 1 and set(answer[0][1]) == {"code", "state", "date"}
    assert not re.search(f"{record}|{record.hex}|{world.awa.person_id}|{WORDS}|eau", str(answer))


def test_each_step_is_published_on_phones_and_on_the_page(world: World, client: FlaskClient) -> None:
    record = accepted(client, world)
    assigned(world, record, new_solution="Former deux réparateurs")
    follow(world)
    assert row(world.koffi, client, record)["state"] == "in_portfolio"
    funded(world, Stage.FUNDED, Stage.DONE)
    follow(world)
    assert row(world.koffi, client, record)["state"] == "done"
    assert way(client, record) == ["received", "accepted", "in_portfolio", "funded", "done"]


def test_the_page_shows_what_was_decided_a_moment_ago(world: World, client: FlaskClient) -> None:
    record = say(client, world.awa)
    follow(world)
    decide(world, record)
    assert way(client, record) == ["received", "accepted"]


def test_the_job_is_idempotent(world: World, client: FlaskClient) -> None:
    say(client, world.awa)
    assert follow(world) > 0
    world.koffi.sync(client)
    before = world.koffi.cursor
    assert follow(world) == 0
    world.koffi.sync(client)
    assert world.koffi.cursor == before


def test_the_job_does_it(world: World, client: FlaskClient) -> None:
    record = say(client, world.awa)
    with world.app.app_context():
        assert jobs.run("receipts") == 1
    assert way(client, record) == ["received"]


def test_the_page_reveals_nothing_else(world: World, client: FlaskClient) -> None:
    record = say(client, world.awa, answers={"texte": WORDS})
    decide(world, record, REJECT, reason="duplicate")
    follow(world)
    answer = ask(client, " ".join(pairs(code_of(record))))
    assert answer.status_code == 200 and "Pas retenu" in answer.text
    secret = f"{record}|{record.hex}|{world.awa.person_id}|{WORDS}|Kongodougou|V1|besoin|Besoin|eau|duplicate|pilote|Pilote|Awa"
    assert not re.search(secret, answer.text.partition("<main")[2].partition("</main>")[0])
    assert answer.headers["Cache-Control"] == "no-store" and answer.headers["X-Robots-Tag"] == "noindex"
    assert 'name="robots" content="noindex"' in answer.text
    assert "noindex" not in client.get("/suivi").text, "the empty form may be found"


def test_the_page_speaks_english_to_who_asks_for_it(world: World, client: FlaskClient) -> None:
    record = say(client, world.awa)
    follow(world)
    answer = client.post("/suivi", data={"code": code_of(record)}, headers={"Accept-Language": "en"})
    assert "Received at the Lab" in answer.text


def test_unknown_erased_and_sensitive_records_get_one_answer(world: World, client: FlaskClient) -> None:
    erased, sensitive = accepted(client, world), say(client, world.awa, answers={"domaine": "gen"})
    follow(world)
    assert row(world.koffi, client, erased)
    erase(world, erased)
    answers = [ask(client, code_of(one)) for one in (uuid.uuid4(), erased, sensitive)]
    assert {answer.status_code for answer in answers} == {200}
    assert len({words_of(answer) for answer in answers}) == 1
    for record in (erased, sensitive):
        assert row(world.koffi, client, record) is None


def sent(client: FlaskClient, world: World, outcome: str = "stored", **body: Any) -> uuid.UUID:
    """A record of any form, as Koffi's phone sends it."""
    entry = world.koffi.entry(**body)
    (ack,) = world.koffi.sync(client, entry)["acks"]
    assert ack["outcome"] == outcome, ack.get("errors")
    return uuid.UUID(entry["id"])


def nothing_is_shown(world: World, client: FlaskClient, record: uuid.UUID) -> bool:
    """Neither by Koffi's phone nor by the page."""
    nowhere = words_of(ask(client, code_of(uuid.uuid4())))
    return row(world.koffi, client, record) is None and words_of(ask(client, code_of(record))) == nowhere


SESSION = {"groupe": "village", "accord": "tous", "femmes_25_34": 5, "hommes_25_34": 4, "presents": 9, "compte": "OK"}
SEEN = {"cadre": "eau", "role": "observateur", "faits_texte": "Il y a du monde au puits."}


@pytest.mark.parametrize("sensitive", [False, True])
def test_a_session_in_which_one_problem_is_sensitive_has_no_code(
    world: World, client: FlaskClient, sensitive: bool
) -> None:
    problems = [{"domaine": "eau", "probleme_texte": WORDS}, {"domaine": "gen" if sensitive else "san", "probleme_texte": WORDS}]  # fmt: skip
    seeds = [{"numero": 1, "sujet": "L’eau", "poids": 4}, {"numero": 2, "sujet": "L’autre", "poids": 6}]
    answers = SESSION | {"problemes": problems, "combien": 2, "semis": seeds, "posees": 10, "dix": "OK"}
    record = sent(client, world, instrument="seance", instrument_version=instrument_version("seance"), answers=answers)
    follow(world)
    assert nothing_is_shown(world, client, record) == sensitive


@pytest.mark.parametrize("sensitive", [False, True])
def test_what_koffi_noticed_about_something_sensitive_has_no_code(
    world: World, client: FlaskClient, sensitive: bool
) -> None:
    answers = SEEN | {"signaux": [{"signal_domaine": "enf" if sensitive else "edu", "signal_texte": WORDS}]}
    version = instrument_version("observation")
    record = sent(client, world, instrument="observation", instrument_version=version, answers=answers)
    follow(world)
    assert nothing_is_shown(world, client, record) == sensitive


def test_what_adjoua_marks_as_sensitive_is_hidden_before_any_job_has_run(world: World, client: FlaskClient) -> None:
    record = say(client, world.awa, answers={"texte": WORDS})
    follow(world)
    assert row(world.koffi, client, record) and way(client, record) == ["received"]
    decide(world, record, REJECT, reason="sensitive")
    assert words_of(ask(client, code_of(record))) == words_of(ask(client, code_of(uuid.uuid4())))
    follow(world)
    assert nothing_is_shown(world, client, record)
    decide(world, record, REOPEN)
    follow(world)
    assert nothing_is_shown(world, client, record), "it is looked at again, and may be what it seemed to be"


def test_a_record_in_quarantine_has_no_public_status_until_adjoua_releases_it(
    world: World, client: FlaskClient
) -> None:
    record = sent(client, world, "quarantined", answers={"age": "25_34", "domaine": "eau"})
    hidden = sent(client, world, "quarantined", answers={"age": "25_34", "domaine": "gen"})
    follow(world)
    assert nothing_is_shown(world, client, record) and nothing_is_shown(world, client, hidden)
    for one in (record, hidden):
        assert press(world.signed_in(), {"id": str(one)}, "release", rev="1").status_code == 303
    follow(world)
    assert row(world.koffi, client, record)["state"] == "received" and way(client, record) == ["received"]
    assert nothing_is_shown(world, client, hidden)


def test_a_withdrawn_record_leaves_phones_at_once_and_the_codes_with_the_job(world: World, client: FlaskClient) -> None:
    record = accepted(client, world)
    follow(world)
    assert row(world.koffi, client, record)
    erase(world, record)
    assert row(world.koffi, client, record) is None
    assert follow(world) > 0
    with world.app.app_context():
        assert db.session.get(Receipt, (world.programme, record)) is None


def test_what_becomes_sensitive_is_hidden(world: World, client: FlaskClient) -> None:
    record = say(client, world.awa)
    follow(world)
    assert row(world.koffi, client, record)
    world.awa.sync(client, world.awa.entry(id=str(record), rev=2, answers={"age": "25_34", "domaine": "gen", "gravite": "grave"}))  # fmt: skip
    follow(world)
    assert row(world.koffi, client, record) is None
    assert "On ne peut rien dire" in ask(client, code_of(record)).text


def test_a_prompt_that_koffi_recorded_is_nobodys_words_and_has_no_code(world: World, client: FlaskClient) -> None:
    record = say(client, world.awa)
    with world.app.app_context(), transaction() as session:
        session.get_one(Record, (world.programme, record)).instrument = PROMPT
    follow(world)
    assert row(world.koffi, client, record) is None
    assert "On ne peut rien dire" in ask(client, code_of(record)).text


def test_the_status_on_phones_expires_after_months_of_silence_and_that_of_the_page_does_not(
    world: World, client: FlaskClient
) -> None:
    record = say(client, world.awa)
    follow(world)
    later = clock.now() + RETENTION
    assert follow(world, now=later - dt.timedelta(days=1)) == 0
    assert follow(world, now=later + dt.timedelta(days=1)) == 1
    assert row(world.koffi, client, record) is None
    assert way(client, record) == ["received"]
    decide(world, record)
    follow(world)
    assert row(world.koffi, client, record)["state"] == "accepted", "there is news"


def test_phones_have_the_status_of_so_many_records_and_the_page_of_all(
    world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "MOST_ON_PHONES", 2)
    records = [say(client, world.awa) for _ in range(3)]
    follow(world)
    assert follow(world) == 1 and follow(world) == 0
    answer = [row(world.koffi, client, record) is not None for record in records]
    assert answer == [False, True, True], "the one of which nothing was heard for longest expires"
    assert way(client, records[0]) == ["received"]


def test_a_slip_of_the_tongue_is_found_by_the_check_digits_and_counts_against_no_rate_limit(
    world: World, client: FlaskClient
) -> None:
    code = code_of(say(client, world.awa))
    follow(world)
    slip = f"{code[:3]}{(int(code[3]) + 1) % 10}{code[4:]}"
    for _ in range(20):
        answer = ask(client, slip)
        assert answer.status_code == 422 and "un chiffre a dû changer" in answer.text
    assert ask(client, code).status_code == 200


@pytest.mark.parametrize("typed", ["", "12", "x" * 4000, "٠١٢٣٤٥٦٧٨٩", "1e9", "' or 1=1 --", "<script>"])
def test_what_is_no_code_is_a_validation_error(client: FlaskClient, world: World, typed: str) -> None:
    answer = ask(client, typed)
    assert answer.status_code == 422 and "<script>" not in answer.text


def test_guessing_codes_meets_a_rate_limit(world: World, client: FlaskClient) -> None:
    record = say(client, world.awa)
    follow(world)
    for _ in range(10):
        assert ask(client, code_of(uuid.uuid4())).status_code == 200
    slowed = ask(client, code_of(record))
    assert slowed.status_code == 429 and int(slowed.headers["Retry-After"]) > 0
    assert "state-" not in slowed.text.partition("<main")[2]
    elsewhere = client.post("/suivi", data={"code": code_of(record)}, environ_base={"REMOTE_ADDR": "10.1.2.3"})
    assert elsewhere.status_code == 200 and "Reçu au Lab" in elsewhere.text


def test_who_knows_the_day_is_answered_although_a_neighbour_is_rate_limited(world: World, client: FlaskClient) -> None:
    record = say(client, world.awa)
    follow(world)
    for _ in range(GUESSES):
        ask(client, code_of(uuid.uuid4()))
    asked = ask(client, code_of(record))
    assert asked.status_code == 429 and 'name="day"' in asked.text and "quel jour" in asked.text
    today = clock.now().date()
    answer = client.post("/suivi", data={"code": code_of(record), "day": today.isoformat()})
    assert answer.status_code == 200 and "Reçu au Lab" in answer.text
    wrong = client.post("/suivi", data={"code": code_of(record), "day": (today - dt.timedelta(days=9)).isoformat()})
    unknown = client.post("/suivi", data={"code": code_of(uuid.uuid4()), "day": today.isoformat()})
    assert "Reçu au Lab" not in wrong.text and "On ne peut rien dire" in wrong.text
    assert re.sub(r"[0-9 ]", "", wrong.text) == re.sub(r"[0-9 ]", "", unknown.text), "a wrong day reveals nothing"


def test_guessing_days_meets_a_rate_limit_too(world: World, client: FlaskClient) -> None:
    record = say(client, world.awa)
    follow(world)
    for _ in range(GUESSES):
        ask(client, code_of(uuid.uuid4()))
    today = clock.now().date()
    for n in range(MOST_GUESSES - GUESSES):
        day = (today - dt.timedelta(days=n + 9)).isoformat()
        assert client.post("/suivi", data={"code": code_of(record), "day": day}).status_code == 200
    late = client.post("/suivi", data={"code": code_of(record), "day": today.isoformat()})
    assert late.status_code == 429 and "Reçu au Lab" not in late.text and 'name="day"' not in late.text


def test_asking_again_for_the_same_unknown_code_counts_once_against_the_rate_limit(
    world: World, client: FlaskClient
) -> None:
    record, unknown = say(client, world.awa), code_of(uuid.uuid4())
    follow(world)
    for _ in range(MOST_GUESSES):
        ask(client, unknown)
    assert "Reçu au Lab" in ask(client, code_of(record)).text


def test_a_stranger_does_not_escape_the_rate_limit_by_other_ipv6_addresses_of_their_line(
    world: World, client: FlaskClient
) -> None:
    record = say(client, world.awa)
    follow(world)

    def from_(address: str, code: str) -> TestResponse:
        return client.post("/suivi", data={"code": code}, environ_base={"REMOTE_ADDR": address})

    for n in range(10):
        assert from_(f"2001:db8:1:2::{n + 1}", code_of(uuid.uuid4())).status_code == 200
    assert from_("2001:db8:1:2:ffff::1", code_of(record)).status_code == 429
    assert from_("2001:db8:1:3::1", code_of(record)).status_code == 200


def test_a_form_of_another_site_is_refused_as_csrf(world: World, client: FlaskClient) -> None:
    answer = client.post("/suivi", data={"code": code_of(uuid.uuid4())}, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403


def test_of_two_with_one_code_the_day_of_recording_is_asked(world: World, client: FlaskClient) -> None:
    first, second = say(client, world.awa), say(client, world.awa)
    decide(world, second)
    follow(world)
    shared = code_of(first)
    with world.app.app_context(), transaction() as session:
        session.get_one(Receipt, (world.programme, first)).recorded_on = dt.date(2026, 3, 1)
        session.get_one(Receipt, (world.programme, second)).recorded_on = dt.date(2026, 3, 9)
        session.get_one(Receipt, (world.programme, second)).code = shared
    asked = ask(client, shared)
    assert asked.status_code == 200 and 'name="day"' in asked.text
    assert "state-" not in asked.text.partition("<main")[2], "nothing is shown before it is known of which"
    assert "Accepté" in ask(client, shared, day="2026-03-09").text
    assert "Accepté" in ask(client, shared, day="2026-03-10").text, "a day beside is near enough"
    assert "Reçu au Lab" in ask(client, shared, day="2026-03-01").text
    assert "On ne peut rien dire" in ask(client, shared, day="2026-06-01").text
    assert 'name="day"' in ask(client, shared, day="hier").text


def test_of_two_with_one_code_on_one_day_the_page_shows_neither(world: World, client: FlaskClient) -> None:
    first, second = say(client, world.awa), say(client, world.awa)
    follow(world)
    with world.app.app_context(), transaction() as session:
        for record in (first, second):
            receipt = session.get_one(Receipt, (world.programme, record))
            receipt.code, receipt.recorded_on = code_of(first), dt.date(2026, 3, 1)
    answer = ask(client, code_of(first), day="2026-03-01")
    assert "Deux paroles de ce jour" in answer.text
    assert "state-" not in answer.text.partition("<main")[2]


def test_adjoua_opens_a_record_and_awa_hears_that_it_was_read(world: World, client: FlaskClient) -> None:
    record = say(client, world.awa)
    desk = world.signed_in()
    for _ in range(2):
        assert page(desk, {"id": str(record)}).status_code == 200
    world.awa.sync(client)
    answer = world.awa.pulled["record", str(record)]
    assert [event["state"] for event in answer["events"]] == ["received", "read"] and answer["state"] == "read"
    follow(world)
    assert way(client, record) == ["received", "read"]
    decide(world, record)
    assert page(desk, {"id": str(record)}).status_code == 200
    world.awa.sync(client)
    assert [event["state"] for event in world.awa.pulled["record", str(record)]["events"]] == ["received", "read", "accepted"]  # fmt: skip


def test_a_new_revision_is_read_anew(world: World, client: FlaskClient) -> None:
    record = say(client, world.awa)
    desk = world.signed_in()
    page(desk, {"id": str(record)})
    world.awa.sync(client, world.awa.entry(id=str(record), rev=2, answers={"age": "25_34", "domaine": "san", "gravite": "gene"}))  # fmt: skip
    page(desk, {"id": str(record)})
    world.awa.sync(client)
    answer = world.awa.pulled["record", str(record)]
    assert [(event["state"], event["rev"]) for event in answer["events"]] == [("received", 1), ("read", 1), ("received", 2), ("read", 2)]  # fmt: skip


def test_a_stranger_to_the_place_who_tries_the_address_reads_nothing(world: World, client: FlaskClient) -> None:
    record = say(client, world.awa)
    assert client.get(f"/desk/records/pilote/{record}").status_code == 302
    world.awa.sync(client)
    assert ("record", str(record)) not in world.awa.pulled
