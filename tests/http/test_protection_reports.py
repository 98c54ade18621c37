"""Protection reports: from Awa's phone to Fatou, the protection officer, and to nobody else."""

from __future__ import annotations

import base64
import datetime as dt
import json
import re
import uuid
from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from feedback_app import jobs
from feedback_app.audit.tables import AuditEvent
from feedback_app.base import clock, ids
from feedback_app.base.db import db, transaction
from feedback_app.base.http import EchoFlask
from feedback_app.enrol.tables import Membership, Person
from feedback_app.ledger.reference import publish_reference
from feedback_app.ledger.tables import LedgerEntry
from feedback_app.protection import actions, rate, store
from feedback_app.protection.sealed import REFERRAL, REPORT, REPORT_BYTES, key_name
from feedback_app.protection.tables import ProtectionKey, ProtectionReferral, ProtectionReport
from feedback_app.rights.actions import delete_expired
from feedback_app.rights.periods import read_periods
from sync.sealing import new_private_key, public_key, seal, unseal
from tests.desk_browser import DeskBrowser
from tests.http.desk import csrf
from tests.people import PASSWORD_HASH, World

pytestmark = pytest.mark.both_databases
WORD = "caféier"
WRAPPED = json.dumps({"salt": "c2FsdHNhbHQ=", "iv": "aXZpdml2aXY=", "iterations": 1_000_000, "private": "AAAAAAAAAAAA"})


@dataclass
class Channel:
    """A programme with a key; its private part is in the test, as it would be in Fatou's browser."""

    world: World
    private: bytes
    public: str
    fatou: DeskBrowser

    @property
    def key(self) -> str:
        return key_name(self.public)

    def report(self, what: str = f"Il m’a demandé de l’argent sous le {WORD}") -> dict[str, str]:
        """As a phone seals one."""
        words = {"kind": "corruption", "now": "no", "what": what, "reach": ""}
        plain = json.dumps(words).encode().ljust(8192)
        return {"key": self.key, "sealed": base64.b64encode(seal(plain, self.public, name=REPORT)).decode()}

    def note(self, words: str) -> str:
        """As an officer's browser seals one."""
        plain = json.dumps({"whom": words, "done": ""}).encode().ljust(4096)
        return base64.b64encode(seal(plain, self.public, name=REFERRAL)).decode()

    def stored(self) -> list[ProtectionReport]:
        with self.world.app.app_context():
            return list(db.session.scalars(select(ProtectionReport)))

    def post(self, action: str, **form: Any) -> Any:
        token = csrf(self.fatou.get("/desk/protection").text)
        return self.fatou.post(f"/desk/protection/{action}", data=form | {"csrf": token, "programme": "pilote"})


def officer(world: World, login: str = "fatou", programme: str = "pilote") -> DeskBrowser:
    with world.app.app_context(), transaction() as session:
        person = Person(
            id=ids.new_id(), name=login.capitalize(), created_at=clock.now(), login=login, password_hash=PASSWORD_HASH
        )
        session.add(person)
        session.flush()
        session.add(
            Membership(
                id=ids.new_id(), person_id=person.id, programme_id=programme, role="protection_officer", place_code="XX"
            )
        )
    return world.signed_in(login)


@pytest.fixture
def channel(app: EchoFlask, world: World) -> Channel:
    rate._sent.clear()
    private = new_private_key()
    made = Channel(world, private, public_key(private), officer(world))
    assert made.post("keys", public_key=made.public, wrapped=WRAPPED).status_code == 303
    with app.app_context(), transaction() as session:
        publish_reference(session, "pilote")
    return made


def opened(channel: Channel, page: str, name: str) -> list[dict[str, str]]:
    found = re.findall(rf'data-sealed="([^"]+)" data-key="{channel.key}" data-name="{name}"', page)
    plain = [unseal(base64.b64decode(one), channel.private, name=name) for one in found]
    return [json.loads(one) for one in plain if one is not None]


class TestFromPhoneToOfficer:
    def test_phones_get_the_key_with_their_programme_and_without_one_nothing(
        self, world: World, client: FlaskClient, app: EchoFlask
    ) -> None:
        world.awa.sync(client)
        assert "protection" not in world.awa.pulled["programme", "pilote"]

    def test_a_report_goes_with_an_exchange_and_opens_with_the_officer_s_key_alone(
        self, channel: Channel, client: FlaskClient
    ) -> None:
        channel.world.awa.sync(client)
        assert channel.world.awa.pulled["programme", "pilote"]["protection"] == channel.public
        answer = channel.world.awa.exchange(client, reports=[channel.report()]).get_json()
        (stored,) = channel.stored()
        assert answer["reports"] == [stored.sha256]
        page = channel.fatou.get("/desk/protection")
        assert page.headers["Cache-Control"] == "no-store"
        (words,) = opened(channel, page.text, REPORT)
        assert WORD in words["what"]
        assert WORD not in page.text

    def test_beside_the_seal_there_is_the_day_and_nothing_of_author_phone_or_place(
        self, channel: Channel, client: FlaskClient
    ) -> None:
        channel.world.awa.exchange(client, reports=[channel.report()])
        (stored,) = channel.stored()
        filled = {one.name for one in ProtectionReport.__table__.columns if getattr(stored, one.name) is not None}
        assert filled == {"id", "programme_id", "key_id", "sha256", "sealed", "day"}
        assert type(stored.day) is dt.date and stored.id.version == 4

    def test_the_same_report_again_is_answered_alike_and_stored_once(
        self, channel: Channel, client: FlaskClient
    ) -> None:
        report = channel.report()
        answers = [channel.world.awa.exchange(client, reports=[report]).get_json()["reports"] for _ in range(2)]
        assert answers[0] == answers[1] and len(channel.stored()) == 1

    def test_of_two_exchanges_that_carry_it_at_the_same_moment_neither_fails(
        self, channel: Channel, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(store, "is_known", lambda *_: False)  # both look before either has stored it
        report = channel.report()
        answers = [channel.world.awa.exchange(client, reports=[report]).get_json()["reports"] for _ in range(2)]
        assert answers[0] == answers[1] and len(channel.stored()) == 1

    def test_all_reports_are_of_one_size(self, channel: Channel, client: FlaskClient) -> None:
        for what in ("", "x" * 3000):
            channel.world.awa.exchange(client, reports=[channel.report(what)])
        assert {len(one.sealed) for one in channel.stored()} == {REPORT_BYTES}

    def test_a_locked_phone_sends_it_too_with_its_records(self, channel: Channel, client: FlaskClient) -> None:
        need = channel.world.awa.entry()
        answer = channel.world.awa.exchange(client, need, reports=[channel.report()]).get_json()
        assert answer["acks"][0]["outcome"] == "stored" and len(answer["reports"]) == 1


class TestHostilePhones:
    @pytest.mark.parametrize(
        "sent",
        ["x", 7, {}, [None], [{}], [{"key": "a", "sealed": "b"}], [{"key": None, "sealed": None}], [["x"]]],
        ids=str,
    )
    def test_what_is_no_report_fails_nothing_and_is_not_stored(
        self, channel: Channel, client: FlaskClient, sent: Any
    ) -> None:
        need = channel.world.awa.entry()
        answer = channel.world.awa.exchange(client, need, reports=sent)
        assert answer.status_code == 200 and answer.get_json()["acks"][0]["outcome"] == "stored"
        assert channel.stored() == [] and not answer.get_json().get("reports")

    def test_of_another_size_to_another_key_or_of_another_programme_it_stays_on_the_phone(
        self, channel: Channel, client: FlaskClient
    ) -> None:
        report, other = channel.report(), public_key(new_private_key())
        short = base64.b64encode(bytes(REPORT_BYTES - 1)).decode()
        for sent in (report | {"sealed": short}, report | {"key": key_name(other)}):
            assert channel.world.awa.exchange(client, reports=[sent]).get_json()["reports"] == []
        assert channel.world.stranger.exchange(client, reports=[report]).get_json()["reports"] == []
        assert channel.stored() == []

    def test_one_phone_may_send_so_many_a_day_and_the_rest_waits_on_it(
        self, channel: Channel, client: FlaskClient
    ) -> None:
        taken = [
            len(channel.world.awa.exchange(client, reports=[channel.report(str(n))]).get_json()["reports"])
            for n in range(rate.OF_A_PHONE + 2)
        ]
        assert taken == [1] * rate.OF_A_PHONE + [0, 0]
        assert len(channel.world.koffi.exchange(client, reports=[channel.report()]).get_json()["reports"]) == 1

    def test_a_programme_stores_so_many_a_day_and_takes_more_on_the_next(
        self, channel: Channel, app: EchoFlask, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(actions, "A_DAY", 1)
        today = dt.date(2026, 5, 4)
        with app.app_context(), transaction() as session:
            for day, taken in ((today, 1), (today, 0), (today + dt.timedelta(days=1), 1)):
                device = uuid.uuid4()
                got = actions.take_reports(
                    session, [channel.report()], programme_id="pilote", device_id=device, day=day
                )
                assert len(got) == taken

    def test_in_one_exchange_only_a_few_are_looked_at(self, channel: Channel, client: FlaskClient) -> None:
        sent = [channel.report(str(n)) for n in range(actions.AT_ONCE + 2)]
        assert len(channel.world.awa.exchange(client, reports=sent).get_json()["reports"]) == actions.AT_ONCE


class TestAtTheDesk:
    def test_she_says_how_urgent_it_is_and_notes_whom_she_asked_sealed_and_closes_it(
        self, channel: Channel, client: FlaskClient
    ) -> None:
        channel.world.awa.exchange(client, reports=[channel.report()])
        (report,) = channel.stored()
        page = channel.fatou.get("/desk/protection").text
        assert "À lire" in page
        assert channel.post("triage", report=report.id, urgent="yes").status_code == 303
        assert "Urgent</span>" in channel.fatou.get("/desk/protection").text
        done = channel.post("referrals", report=report.id, key=channel.key, sealed=channel.note(f"police du {WORD}"))
        assert done.status_code == 303
        page = channel.fatou.get("/desk/protection").text
        (noted,) = opened(channel, page, REFERRAL)
        assert noted["whom"] == f"police du {WORD}" and WORD not in page and "Quelqu’un est saisi" in page
        assert channel.post("close", report=report.id, ending="helped").status_code == 303
        assert str(report.id) not in channel.fatou.get("/desk/protection").text
        assert "La personne est aidée" in channel.fatou.get("/desk/protection?closed=1").text
        for action, form in (
            ("triage", {"urgent": "no"}), ("close", {"ending": "helped"}),
            ("referrals", {"key": channel.key, "sealed": channel.note("plus tard")}),
        ):  # fmt: skip
            assert channel.post(action, report=report.id, **form).status_code == 409

    def test_what_cannot_be_is_refused(self, channel: Channel, client: FlaskClient) -> None:
        channel.world.awa.exchange(client, reports=[channel.report()])
        (report,) = channel.stored()
        unsealed = base64.b64encode(b"Marie".ljust(100)).decode()
        for action, form in (
            ("triage", {"urgent": "peut-être"}), ("close", {"ending": "ennui"}),
            ("referrals", {"key": channel.key, "sealed": unsealed}),
            ("referrals", {"key": "x", "sealed": channel.note("police")}),
            ("keys", {"public_key": "x", "wrapped": WRAPPED}),
            ("keys", {"public_key": public_key(new_private_key()), "wrapped": WRAPPED.replace("1000000", "1000")}),
            ("keys", {"public_key": channel.public, "wrapped": WRAPPED}),
        ):  # fmt: skip
            assert channel.post(action, report=report.id, **form).status_code == 422, (action, form)
        with channel.world.app.app_context():
            assert db.session.scalars(select(ProtectionReferral)).all() == []
            assert len(db.session.scalars(select(ProtectionKey)).all()) == 1

    def test_with_a_new_key_phones_seal_to_it_and_what_is_there_still_opens_with_the_old_one(
        self, channel: Channel, client: FlaskClient, app: EchoFlask
    ) -> None:
        channel.world.awa.exchange(client, reports=[channel.report()])
        newer = public_key(new_private_key())
        assert channel.post("keys", public_key=newer, wrapped=WRAPPED).status_code == 303
        with app.app_context(), transaction() as session:
            publish_reference(session, "pilote")
        channel.world.awa.sync(client)
        assert channel.world.awa.pulled["programme", "pilote"]["protection"] == newer
        late = channel.world.awa.exchange(client, reports=[channel.report("sealed before the phone heard of it")])
        assert len(late.get_json()["reports"]) == 1
        assert len(opened(channel, channel.fatou.get("/desk/protection").text, REPORT)) == 2

    def test_the_wrapped_key_is_a_file_and_the_open_one_is_nowhere(self, channel: Channel) -> None:
        got = channel.fatou.get(f"/desk/protection/key?key={channel.key}")
        assert got.headers["Content-Disposition"].startswith("attachment") and json.loads(got.data) == json.loads(
            WRAPPED
        )
        assert channel.fatou.get("/desk/protection/key?key=none").status_code == 404

    def test_an_officer_of_another_programme_finds_neither_report_nor_key(
        self, channel: Channel, client: FlaskClient
    ) -> None:
        channel.world.awa.exchange(client, reports=[channel.report()])
        (report,) = channel.stored()
        other = officer(channel.world, "ines", "ailleurs")
        page = other.get("/desk/protection").text
        assert str(report.id) not in page and channel.key not in page
        assert other.get("/desk/protection?programme=pilote").status_code == 404
        assert other.get(f"/desk/protection/key?key={channel.key}").status_code == 404
        form = {"csrf": csrf(page), "report": report.id}
        assert other.post("/desk/protection/triage", data=form | {"urgent": "yes"}).status_code == 404
        assert other.post("/desk/protection/close", data=form | {"ending": "helped"}).status_code == 404

    @pytest.mark.parametrize("login", ["akissi", "adjoua"])
    def test_coordinator_and_reviewer_have_neither_menu_nor_page(self, channel: Channel, login: str) -> None:
        browser = channel.world.signed_in(login)
        assert "protection" not in re.findall(r"<nav.*?</nav>", browser.get("/desk/").text, re.S)[0]
        assert browser.get("/desk/protection").status_code == 403

    def test_only_that_an_officer_opened_the_page_and_made_a_key_is_in_the_log_that_others_read(
        self, channel: Channel, client: FlaskClient, app: EchoFlask
    ) -> None:
        channel.world.awa.exchange(client, reports=[channel.report()])
        (report,) = channel.stored()
        channel.post("triage", report=report.id, urgent="yes")
        with app.app_context():
            events = db.session.scalars(select(AuditEvent).where(AuditEvent.event.like("protection%"))).all()
        assert {one.event for one in events} == {"protection_viewed", "protection_key"}
        assert not any(str(report.id) in f"{one.about}{one.details}" for one in events)

    def test_a_year_after_it_was_closed_it_is_deleted_with_its_log_and_what_waits_is_not(
        self, channel: Channel, client: FlaskClient, app: EchoFlask
    ) -> None:
        channel.world.awa.exchange(client, reports=[channel.report("closed"), channel.report("waits")])
        closed, waits = channel.stored()
        channel.post("referrals", report=closed.id, key=channel.key, sealed=channel.note("police"))
        channel.post("close", report=closed.id, ending="helped")
        for days, left in ((364, {closed.id, waits.id}), (366, {waits.id})):
            with app.app_context(), transaction() as session:
                later = clock.now() + dt.timedelta(days=days)
                assert delete_expired(session, "pilote", read_periods({}), now=later, limit=20) == 0
            assert {one.id for one in channel.stored()} == left
        with app.app_context():
            assert db.session.scalars(select(ProtectionReferral)).all() == []


class TestNobodyElse:
    def test_neither_its_word_nor_its_id_is_in_anything_that_is_served_to_others_or_written_in_logs(
        self, channel: Channel, client: FlaskClient, app: EchoFlask, caplog: pytest.LogCaptureFixture
    ) -> None:
        """Every address without parts, as all but officers and as nobody, and what phones pull."""
        caplog.set_level("DEBUG")
        channel.world.awa.exchange(client, channel.world.awa.entry(), reports=[channel.report()])
        (report,) = channel.stored()
        channel.fatou.get("/desk/protection")
        channel.post("triage", report=report.id, urgent="yes")
        for job in ("reference", "review", "receipts"):
            with app.app_context():
                jobs.run(job)
        marks = [WORD, str(report.id), report.id.hex, report.sha256, base64.b64encode(report.sealed).decode()[:60]]
        addresses = sorted(
            rule.rule
            for rule in app.url_map.iter_rules()
            if "GET" in (rule.methods or ()) and not rule.arguments and not rule.rule.startswith("/desk/log")
        )
        assert len(addresses) > 40
        browsers: dict[str, FlaskClient] = {
            "nobody": app.test_client(), "akissi": channel.world.signed_in("akissi"), "adjoua": channel.world.signed_in()
        }  # fmt: skip
        for who, browser in browsers.items():
            for address in addresses:
                for query in ("", "?q=" + WORD, "?tab=all&programme=pilote"):
                    text = browser.get(address + query).get_data().decode(errors="replace").replace("?q=" + WORD, "")
                    found = [one for one in marks[1:] if one in text]
                    assert not found, (who, address)
                    assert query or WORD not in text, (who, address)
        channel.world.koffi.sync(client)
        assert not any(one in json.dumps(list(channel.world.koffi.pulled.values())) for one in marks)
        assert not any(one in f"{entry.getMessage()}{entry.__dict__}" for entry in caplog.records for one in marks)

    def test_it_is_no_record_and_in_no_count(self, channel: Channel, client: FlaskClient, app: EchoFlask) -> None:
        before = channel.world.signed_in("akissi").get("/desk/board").text
        channel.world.awa.exchange(client, reports=[channel.report()])
        with app.app_context():
            assert db.session.scalars(select(LedgerEntry)).all() == []
            jobs.run("review")
        after = channel.world.signed_in("akissi").get("/desk/board").text
        without = re.compile(r'(name="csrf"|content=|X-CSRF)[^>]*|value="[^"]{30,}"')
        assert without.sub("", after) == without.sub("", before)
