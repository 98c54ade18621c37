"""A demo full of made-up records: whoever starts Écho sees each state, each form and each page with something on it, and
reads on all of it that nobody said it. One programme a database is filled; the tests only look, and the last empties."""

from __future__ import annotations

import base64
import csv
import datetime as dt
import hashlib
import html
import io
import logging
import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import orjson
import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask.testing import FlaskClient
from sqlalchemy import create_engine, func, select, text

from feedback_app import jobs, serve
from feedback_app.app import create_app
from feedback_app.audit.tables import AuditEvent
from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.base.http import EchoFlask
from feedback_app.demo import transactions
from feedback_app.demo.cast import CannotFill
from feedback_app.demo.words import read_words, recorded_instruments
from feedback_app.enrol import actions as enrol
from feedback_app.enrol.demo import DEMO
from feedback_app.enrol.tables import Device, Person
from feedback_app.forms.actions import install_instruments
from feedback_app.ledger.actions import open_ledgers, verify
from feedback_app.ledger.tables import Counter, Erasure, LedgerEntry, Malformed, Record, Suspension, TimelineEvent
from feedback_app.media.actions import files_of
from feedback_app.media.tables import Media
from feedback_app.portfolio.bourse.tables import BourseChange, BourseProject, BourseScoring
from feedback_app.portfolio.csr.tables import CsrSheet
from feedback_app.portfolio.grouping.kinds import SuggestionAnswer, SuggestionKind
from feedback_app.portfolio.grouping.tables import SuggestionDecision, ThemeSuggestion
from feedback_app.portfolio.learning.plan import faults, read_plan
from feedback_app.portfolio.learning.tables import PlanVersion
from feedback_app.portfolio.practices.tables import Practice
from feedback_app.portfolio.replies.tables import Reply, ReplyAnswer
from feedback_app.portfolio.solutions.tables import Solution, Theme
from feedback_app.portfolio.solutions.theme_states import ThemeState
from feedback_app.protection.sealed import REPORT
from feedback_app.protection.tables import ProtectionKey, ProtectionReferral, ProtectionReport, ProtectionWrap
from feedback_app.register import actions as register
from feedback_app.register.keys import give_keys
from feedback_app.review.tables import Case
from schemas.states import State, tabs
from sync import sealing
from tests import build
from tests.conftest import settings_on
from tests.desk_browser import DeskBrowser
from tests.people import CONSENT

MADE_UP = "Démonstration : tout ce qui est montré ici est inventé."
pytestmark = pytest.mark.timeout(900)  # each database is filled once, on machines that do other things too
FRENCH = {"Accept-Language": "fr"}
SEED, SHARE = 3, 30
"""By which seed, and how many percent of the records that a demo has: enough for each state."""


class Filled:
    """A server whose demo is filled, and how Adjoua signs in there."""

    def __init__(self, app: EchoFlask, greeting: str) -> None:
        self.app = app
        found = re.search(r"login (\S+)\s+password (\S+)", greeting)
        assert found
        self.login, self.password = found.groups()
        officer = re.search(r"Protection +login (\S+)\s+password (\S+)", greeting)
        assert officer
        self.officer = officer.groups()
        self.passphrase = ""
        """By which she opens what was confided."""

    def desk(self, login: str = "", password: str = "") -> FlaskClient:
        browser = DeskBrowser(self.app, self.app.response_class, use_cookies=True)
        form = {"login": login or self.login, "password": password or self.password}
        answer = browser.post("/desk/login", data=form)
        assert answer.status_code in (302, 303), answer.text
        return browser

    def fill(self) -> None:
        with self.app.app_context():
            files = files_of(self.app.extensions["echo_settings"])
            list(transactions.fill(DEMO, files, seed=SEED, now=clock.now(), share=SHARE))

    def empty(self, programme: str = DEMO) -> None:
        with self.app.app_context():
            list(transactions.empty(programme, files_of(self.app.extensions["echo_settings"]), now=clock.now()))


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    folder: Path = tmp_path_factory.mktemp("demo")
    url = f"sqlite:///{folder / 'echo.db'}"
    if request.param == "postgresql":
        server: str = request.getfixturevalue("postgres_server")
        name = f"demo_{uuid.uuid4().hex[:8]}"
        engine = create_engine(server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"create database {name}"))
        engine.dispose()
        url = server.rsplit("/", 1)[0] + f"/{name}"
    app = create_app(settings_on(folder, url))
    refused: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: refused.append(record.getMessage())  # type: ignore[method-assign]
    transactions.log.addHandler(handler)
    with app.app_context():
        made = Filled(app, "\n".join(serve.set_up(app.extensions["echo_settings"], demo=True)))
        files = files_of(app.extensions["echo_settings"])
        made.passphrase = transactions.open_channel(DEMO, now=clock.now()) or ""
        assert transactions.open_channel(DEMO, now=clock.now()) is None, "there is one key"
        half: Any = transactions.fill(DEMO, files, seed=SEED, now=clock.now(), share=SHARE)
        for part in half:
            if part.done == 9:  # the machine is switched off
                break
        half.close()
        assert transactions.is_half_filled(DEMO)
        assert serve.wants_records(was_empty=False), "the next start goes on"
    made.fill()
    transactions.log.removeHandler(handler)
    assert refused == []
    yield made
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def counts(app: EchoFlask, column: Any) -> dict[Any, int]:
    with app.app_context():
        return dict(tuple(row) for row in db.session.execute(select(column, func.count()).group_by(column)))


def test_each_state_that_the_desk_shows_has_a_record(filled: Filled) -> None:
    found = counts(filled.app, Case.state)
    wanted = {State.RECEIVED, State.IN_REVIEW, *(State(code) for kind in ("todo", "done") for code in tabs(kind))}
    assert wanted <= found.keys()
    heard = counts(filled.app, TimelineEvent.state)
    assert {State.READ, State.IN_PORTFOLIO, State.FUNDED, State.DONE} <= heard.keys()


def test_some_were_taken_back_some_could_not_be_read_and_some_ask_for_help(filled: Filled) -> None:
    with filled.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Erasure)) == 2
        assert db.session.scalar(select(func.count()).select_from(Malformed)) == 2
        assert {one.ended_at is None for one in db.session.scalars(select(Suspension))} == {True, False}
    assert counts(filled.app, Record.danger)["asked"] == 3


def test_there_are_records_of_all_instruments(filled: Filled) -> None:
    found = counts(filled.app, Record.instrument)
    assert set(recorded_instruments()) <= found.keys()
    assert 110 < sum(found.values()) < 180


def test_places_are_answered_and_one_of_them_contests(filled: Filled) -> None:
    page = filled.app.test_client().get("/replies", headers=FRENCH).text
    assert "ce n’est pas fini" in page and "Le lieu le confirme" in page
    pages = [filled.desk().get(one).text for one in contested(filled.desk())]
    assert any("elle ne donne plus rien" in page for page in pages)
    assert any("Les portes ne ferment pas" in page for page in pages), "a milestone of the exchange"


def contested(desk: FlaskClient) -> list[str]:
    """The addresses of the two replies on top of the desk's list."""
    return re.findall(r'data-row href="([^"]+)"', desk.get("/desk/replies/", headers=FRENCH).text)[:2]


def test_they_arrived_over_months_from_several_phones(filled: Filled) -> None:
    with filled.app.app_context():
        moments = sorted(db.session.scalars(select(Record.first_received_at)))
        names = db.session.scalars(select(Person.name).join(Device, Device.person_id == Person.id)).all()
    assert moments[-1] <= clock.now()
    assert moments[-1] - moments[0] > dt.timedelta(days=100)
    assert len(names) == 8
    assert all("(exemple)" in name for name in names)


def test_ten_projects_seek_funding_in_different_states_and_most_are_scored_by_two(filled: Filled) -> None:
    assert counts(filled.app, BourseProject.state) == {
        "published": 6, "financed": 1, "running": 1, "completed": 1, "proposed": 1,
    }  # fmt: skip
    page = filled.app.test_client().get("/bourse", headers=FRENCH).text
    assert page.count("<svg") == 8 and "1ᵉʳ sur 5" in page and "Pas encore noté" in page
    assert page.count("voix)") >= 3, "needs that it answers were heard"
    best = re.findall(r'href="(/bourse/[0-9a-f-]{36})"', page)[0]
    assert "Le dossier le montre" in filled.app.test_client().get(best, headers=FRENCH).text, "reasons are public"


def test_a_company_has_offers_matches_promises_and_a_milestone_that_its_place_contests(filled: Filled) -> None:
    desk, anyone = filled.desk(), filled.app.test_client()
    offers = desk.get("/desk/bourse/demo/offers", headers=FRENCH).text
    assert "Exemple SA · De l’eau et de la santé" in offers and "sur 100" in offers and "déjà manifestée" in offers
    partners = desk.get("/desk/bourse/demo/partners", headers=FRENCH).text
    assert "Virement inventé" in partners and "Confirmer" in partners
    page = anyone.get("/bourse", headers=FRENCH).text
    assert "Le lieu conteste 1 étape." in page and "promis 6" in page.replace("\u202f", " ")
    assert "Les portes ne ferment pas" not in page


def test_local_solutions_are_as_far_as_their_evidence_carries_them(filled: Filled) -> None:
    """Eight in a whole demo; here as many as there are accepted records of solutions."""
    found = filled.app.test_client().get("/api/v1/solutions").get_json()["solutions"]
    planned = {one["title"]: one for one in read_words("solutions")["solutions"]}
    assert len(planned) == 8 and 5 <= len(found) <= 8
    for one in found:
        plan = planned[one["title"]["fr"]]
        assert one["stage"]["code"] == plan["stage"] and one["made_up"] and one["title"]["en"]
        assert len(one["evidence"]) == len(plan["evidence"]) and bool(one["holders_agreed_on"]) == ("consent" in plan)
    page = filled.app.test_client().get("/solutions", headers=FRENCH).text
    assert page.count("(exemple inventé)") == len(found)


def test_a_pilot_has_a_learning_plan_and_its_places_feel_better_since_it_began(filled: Filled) -> None:
    count_what_was_accepted(filled)
    desk = filled.desk()
    address = re.findall(r'data-row href="(/desk/learning/[^"]+)"', desk.get("/desk/learning/", headers=FRENCH).text)
    assert len(address) == 1
    page = desk.get(address[0], headers=FRENCH).text
    assert "(exemple inventé)" in page and page.count("Les gens se sentent mieux") == 3
    assert page.count("<li>Version ") == 2, "two people wrote it"
    given = desk.get(f"{address[0]}/plan.md").text
    assert faults(read_plan(given)) == [] and len(read_plan(given).learning_questions) == 2


def count_what_was_accepted(filled: Filled) -> None:
    """What the job does within seconds."""
    with filled.app.app_context():
        jobs.run("insight")


def test_the_first_digest_has_a_signal(filled: Filled) -> None:
    page = filled.desk().get(f"/desk/portfolio/{DEMO}/signals", headers=FRENCH).text
    assert "chenilles" in page and "8 voix" in page


def test_themes_were_merged_others_are_suggested_and_one_was_dismissed(filled: Filled) -> None:
    with filled.app.app_context():
        merged = db.session.scalars(select(Theme).where(Theme.ended_as == ThemeState.MERGED)).one()
        kinds = set(db.session.scalars(select(ThemeSuggestion.kind)))
        answers = list(db.session.scalars(select(SuggestionDecision.answer)))
    assert filled.app.test_client().get(f"/portfolio/{merged.id}").status_code == 302
    assert {SuggestionKind.CHOICE, SuggestionKind.WORDS} <= kinds
    assert answers == [SuggestionAnswer.DISMISSED]


def test_the_ledger_is_whole(filled: Filled) -> None:
    with filled.app.app_context():
        found = verify(db.session)
        assert (found.bad, found.breaks) == ([], [])


def test_every_page_says_that_all_of_it_is_made_up(filled: Filled) -> None:
    desk, anyone, looked_at = filled.desk(), filled.app.test_client(), 0
    with filled.app.app_context():
        record = db.session.scalar(select(Case.record_id).where(Case.state == State.RECEIVED))
        theme, solution = (
            db.session.scalar(select(Theme.id).where(Theme.ended_as.is_(None))),
            db.session.scalar(select(Solution.id)),
        )
        kinds = {one.kind: one.id for one in db.session.scalars(select(CsrSheet))}
    values = {"programme": DEMO, "record_id": record, "theme_id": theme, "solution_id": solution}
    values |= {
        "organisation_id": kinds["organisation"],
        "initiative_id": kinds["initiative"],
        "sheet_id": kinds["rule"],
    }
    for rule in filled.app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or not rule.arguments <= values.keys():
            continue
        with filled.app.test_request_context():
            address = rule.build({name: values[name] for name in rule.arguments})
        assert address is not None
        for browser in (desk,) if address[1].startswith("/desk") else (anyone,):
            page = browser.get(address[1], headers=FRENCH)
            if page.status_code == 200 and page.mimetype == "text/html" and "/app/" not in address[1]:
                assert MADE_UP in page.text.replace("\xa0", " ").replace("\u202f", " "), address[1]
                looked_at += 1
    assert looked_at > 25


def test_every_output_says_it_in_each_row(filled: Filled) -> None:
    anyone = filled.app.test_client()
    rows = list(csv.DictReader(io.StringIO(anyone.get("/api/v1/portfolio.csv").text)))
    assert len(rows) > 8
    assert {row["made_up"] for row in rows} == {"yes"}
    plain = anyone.get("/api/v1/portfolio").get_json()
    assert all(row["made_up"] is True for row in plain["items" if "items" in plain else "needs"])
    places = orjson.loads(anyone.get("/api/v1/portfolio.geojson").data)
    assert places["features"]
    assert all(one["properties"]["made_up"] in (True, "yes") for one in places["features"])
    sheet = openpyxl.load_workbook(io.BytesIO(anyone.get("/api/v1/portfolio.xlsx").data)).worksheets[0]
    head, tags, *lines = [[cell.value for cell in line] for line in sheet.iter_rows()]
    assert {line[head.index("made_up")] for line in lines if line[0]} == {"yes"}
    assert all(tag.startswith("#") for tag in tags)


def test_the_csr_map_has_ten_initiatives_and_a_framework(filled: Filled) -> None:
    anyone = filled.app.test_client()
    rows = list(csv.DictReader(io.StringIO(anyone.get("/api/v1/csr_initiatives.csv").text)))
    assert len(rows) == 10 and {row["made_up"] for row in rows} == {"yes"} and all(row["places"] for row in rows)
    assert "10 actions" in anyone.get("/rse", headers=FRENCH).text
    assert anyone.get("/rse/cadre").text.count("<tr>") == 5
    assert anyone.get("/api/v1/csr_organisations").get_json()["total"] == 10


def test_who_fills_twice_adds_nothing_twice(filled: Filled) -> None:
    before = counts(filled.app, Counter.last), counts(filled.app, Device.id), counts(filled.app, Theme.id)
    filled.fill()
    assert (counts(filled.app, Counter.last), counts(filled.app, Device.id), counts(filled.app, Theme.id)) == before


def test_fatou_opens_made_up_reports_in_all_states_of_the_clock_with_the_passphrase_that_was_printed(
    filled: Filled,
) -> None:
    """As her browser does: nothing of it is in what the server has."""
    browser = filled.desk(*filled.officer)
    waiting, closed = browser.get("/desk/protection").text, browser.get("/desk/protection?closed=1").text
    found = re.search(r'data-keys="([^"]*)"', waiting)
    assert found
    (key,) = orjson.loads(html.unescape(found[1]))
    private = unwrap(key["wrapped"], filled.passphrase)
    assert sealing.public_key(private) == key["public"] and not key["once"]
    sealed = re.findall(r'data-sealed="([^"]+)" data-key="[^"]+" data-name="([^"]+)"', waiting + closed)
    opened = [sealing.unseal(base64.b64decode(text), private, name=name) for text, name in sealed]
    reports = [orjson.loads(one) for one, (_, name) in zip(opened, sealed, strict=True) if one and name == REPORT]
    assert len(reports) == len(read_words("confided")["reports"])
    assert {one["example"] for one in reports} == {"pour la démonstration"}
    assert {one["kind"] for one in reports} == {"abuse", "exploitation", "corruption", "danger"}
    for step in ("À lire", "Urgent", "Pas urgent", "Quelqu’un est saisi", "en retard depuis"):
        assert step in waiting, step
    assert "La personne est aidée" in closed
    coordinator = filled.desk()
    assert coordinator.get("/desk/protection").status_code == 403
    assert "vendeuse" not in waiting + closed + coordinator.get("/desk/?q=beignets").text


def unwrap(wrapped: dict[str, Any], passphrase: str) -> bytes:
    """As `static/desk/opening.ts` opens a key."""
    parts = {name: base64.b64decode(wrapped[name]) for name in ("salt", "iv", "private")}
    key = hashlib.pbkdf2_hmac("sha256", passphrase.encode(), parts["salt"], wrapped["iterations"], 32)
    return AESGCM(key).decrypt(parts["iv"], parts["private"], None)


def test_emptying_takes_away_what_was_made_up_and_nothing_else(filled: Filled) -> None:
    with filled.app.app_context(), transaction() as session:
        now = clock.now()
        real = {"id": "vrai", "name": {"fr": "Vrai"}, "languages": ["fr"], "place": "CI2303", "consent": CONSENT}
        register.make_programme(session, real, now)
        give_keys(session, now)
        open_ledgers(session, now)
        install_instruments(session, "vrai", now)
        phones = []
        for programme in (DEMO, "vrai"):
            code = enrol.new_code(
                session, programme=programme, place="C1516", role="surveyor", now=now, public_url="", person="Koffi"
            )
            handset = {"name": "A", "platform": "B", "app_version": "1"}
            phones.append(enrol.enrol_device(session, code.code, handset, source="", now=now))
        tokens = [(one.token, one.person.id, one.programme.id) for one in phones]
    mine = []
    for token, person, programme in tokens:
        entry = build.entry(programme=programme, author=str(person), place="C1516")
        asked = {"nonce": "n", "clock": clock.iso(clock.now()), "cursor": None, "entries": [entry]}
        answer = filled.app.test_client().post(
            "/api/v1/exchange", json=asked, headers={"Authorization": f"Bearer {token}"}
        )
        assert answer.get_json()["acks"][0]["outcome"] == "stored"
        mine.append(uuid.UUID(entry["id"]))
    with pytest.raises(CannotFill, match="not a demonstration"):
        filled.empty("vrai")
    with pytest.raises(CannotFill, match="no programme"):
        filled.empty("nulle part")

    filled.empty()

    with filled.app.app_context():
        assert sorted(db.session.scalars(select(Record.id))) == sorted(mine)
        assert set(db.session.scalars(select(Case.record_id))) <= set(mine)
        made_up = (Theme, Solution, Reply, ReplyAnswer, Practice, BourseProject, BourseChange, BourseScoring,
                   PlanVersion)  # fmt: skip
        confided = ProtectionReport, ProtectionReferral, ProtectionWrap, ProtectionKey
        for table in (*made_up, *confided, Suspension, Malformed, Media):
            assert db.session.scalar(select(func.count()).select_from(table)) == 0, table
        assert db.session.scalar(select(func.count()).where(LedgerEntry.body != b"")) == 2
        assert verify(db.session).breaks == []
        ended = db.session.scalars(select(Person).where(Person.name.contains("(exemple)"))).all()
        assert ended
        assert not any(one.active for one in ended)
        noted = set(db.session.scalars(select(AuditEvent.event)))
    assert {"demo_filled", "demo_emptied"} <= noted
    filled.empty()  # twice is once
