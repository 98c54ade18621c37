"""Every request that staff can make, with all that it needs to succeed, and what it is about."""

from __future__ import annotations

import base64
import io
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from feedback_app import jobs
from feedback_app.base import audience, clock, ids
from feedback_app.base.db import AnySession, transaction
from feedback_app.base.http import EchoFlask
from feedback_app.carry.actions import Carrier
from feedback_app.carry.transactions import import_file
from feedback_app.enrol.actions import new_code
from feedback_app.enrol.permissions import Area
from feedback_app.ledger.suspension_store import suspend
from feedback_app.media.actions import files_of
from feedback_app.media.staff_sound_store import note_sound
from feedback_app.media.tables import Media
from feedback_app.portfolio.bourse import scores, writing
from feedback_app.portfolio.bourse.criteria import criteria
from feedback_app.portfolio.bourse.partners import offering, pledging
from feedback_app.portfolio.bourse.partners.offer_words import OfferWords
from feedback_app.portfolio.bourse.partners.pledges import PledgeForm, PledgeKind
from feedback_app.portfolio.bourse.project_words import MilestonePlan, ProjectWords
from feedback_app.portfolio.csr.kinds import INITIATIVE
from feedback_app.portfolio.csr.publishing import add_sheet
from feedback_app.portfolio.learning.actions import save as save_plan
from feedback_app.portfolio.learning.tables import PlanVersion
from feedback_app.portfolio.practices import evidence, lift, unite
from feedback_app.portfolio.practices import words as practice_words
from feedback_app.portfolio.practices.tables import Practice, PracticeEvidence
from feedback_app.portfolio.replies.tables import Reply, ReplyAnswer
from feedback_app.portfolio.replies.transactions import save
from feedback_app.portfolio.replies.writing import ReplyForm
from feedback_app.portfolio.signals.tables import SignalDigest, WeakSignal
from feedback_app.portfolio.solutions import proposals
from feedback_app.portfolio.solutions.history import Author
from feedback_app.portfolio.solutions.proposals import Words
from feedback_app.portfolio.solutions.tables import Solution, Theme
from feedback_app.prompts.tables import Prompt
from feedback_app.protection.actions import add_key, take_reports
from feedback_app.protection.sealed import REFERRAL, REFERRAL_BYTES, REPORT, REPORT_BYTES
from feedback_app.protection.tables import ProtectionReport
from feedback_app.register.tables import Place, Programme
from feedback_app.register.trusted_page import FIELDS, add_contact
from feedback_app.register.trusted_people import contacts
from feedback_app.review import event_store
from feedback_app.review.case_store import cases
from feedback_app.review.practice.actions import begin
from feedback_app.review.queue.saved_view_store import save_view, views_for
from feedback_app.review.sets.store import add_set
from feedback_app.review.tables import Case, Decision, SecondReading
from feedback_app.rights.tables import Breach
from sync.sealing import OVERHEAD, new_private_key, public_key, seal
from sync.spoken_code import code_of
from tests.echo_file import echo_file
from tests.http.desk import need
from tests.http.portfolio.practice_people import WORDS, record_of
from tests.http.portfolio_people import accepted, assigned
from tests.http.tus import Tus, sha256
from tests.people import PASSWORD, World
from tests.sounds import sound

WORD = "Zoqxizoqxa"
"""Occurs in all that Awa wrote and that was made of it; long enough never to be part of a random token."""
VOICE = b"OggS" + b"la pompe est en panne " * 20
CONTACT = {"name": "Mariam", "phone": "0700000000", "place": "V1"}
FORM = """| survey |
| | type | name | label |
| | text | mot | Un mot ? |

| settings |
| | form_title | form_id | version |
| | Essai | essai | 1 |
"""


@dataclass(frozen=True, slots=True)
class Things:
    """What requests are about: the ids of what Awa and Adjoua made at V1."""

    values: Mapping[str, str]
    file: bytes
    """A file of Awa's phone, to be carried by hand."""

    def shown_in(self, page: str) -> bool:
        """Whether a page shows any of it."""
        return any(mark in page for mark in (WORD, "Téléphone de Awa", ">Awa<", ">V1<", self.values["file_id"]))


@dataclass(frozen=True, slots=True)
class Request:
    """One request: its route, the form that it sends, and which of several that a route may be sent."""

    method: str
    rule: str
    form: Mapping[str, Any] = field(default_factory=dict)
    variant: str = ""
    at: Mapping[str, str] = field(default_factory=dict)
    """What of the address is another thing than what it is mostly called."""

    @property
    def name(self) -> str:
        """As the tables call it."""
        return f"{self.method} {self.rule}" + (f" ({self.variant})" if self.variant else "")

    def send(self, client: FlaskClient, things: Things, token: str) -> TestResponse:
        """Sends it, with the token of one's forms."""
        values = {**things.values}
        if "/portfolio/" in self.rule:
            values["record_id"] = values["need_id"]
        values |= {name: values[other] for name, other in self.at.items()}
        address = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: values[found[1]], self.rule)
        if self.method == "GET":
            return client.get(address, query_string=self.form)
        return client.post(address, data=self._filled(things) | {"csrf": token})

    def _filled(self, things: Things) -> dict[str, Any]:
        return {
            key: (io.BytesIO(things.file if value is ... else value.encode()), "file.md") if key == "file"
            else things.values.get(value, value)
            for key, value in self.form.items()
        }  # fmt: skip


HERE = {"programme": "pilote"}
DECISION = {"action": "take", "rev_seen": "1", "state_seen": "received"}
CSV = "code,parent_code,level,name\nV9,S1,locality,Neuf\n"
REGISTER = "id,titre,entreprises,place,montant\nQ1,École,Mine,V1,9\n"
INITIATIVES = "id,titre,montant\nQ1,École,9\n"
CORRECTION = {
    "rev_seen": "1", "state_seen": "received", "seen": "", "comment": "Mal entendu", "asked": "gravite",
    "answer.gravite": "vital",
}  # fmt: skip
RECORD = "/desk/records/<programme>/<uuid:record_id>"
PHOTO = f"{RECORD}/photos/<sha256>"
SET = "/desk/sets/<uuid:set_id>"
NEED = "/desk/portfolio/<programme>/<uuid:record_id>"
THEME = "/desk/portfolio/<programme>/themes/<uuid:theme_id>"
SOLUTION = "/desk/portfolio/<programme>/solutions/<uuid:solution_id>"
CSR = "/desk/csr/<programme>/<uuid:sheet_id>"
PRACTICE = "/desk/practices/<programme>/<uuid:practice_id>"
EVIDENCE = f"{PRACTICE}/evidence/<uuid:evidence_id>"
SEEN = {"kind": "seen", "source": "Agent", "day": "2026-01-05", "shows": "Vu"}
IN_PUBLIC = {"practice_id": "public_practice"}
AGREED = {"state": "given", "holders": "Anciennes", "how": "À voix haute", "day": "2026-01-05"}
REPLY = "/desk/replies/<programme>/<uuid:reply_id>"
LEARNING = "/desk/learning/<programme>/<uuid:plan_id>"
REPLY_WORDS = {"about": "place", "place": "V1", "heard": "La pompe", "deed": "Une pièce"}
PHONE = "/desk/admin/phones/<uuid:device_id>"
ACCOUNT = "/desk/admin/people/<uuid:person_id>"
BOURSE = "/desk/bourse/<programme>/<uuid:project_id>"
PARTNER = "/desk/partner/<programme>/<uuid:project_id>"
OFFER = "/desk/partner/<programme>/offers/<uuid:offer_id>"
OFFER_WORDS = {"title": "De l’eau", "kind": "skills", "sector": "water"}
WITHDRAWAL = "/desk/admin/withdrawals/<programme>/<uuid:record_id>"
SHEET = "/desk/admin/prompts/<instrument>/<language>"
BREACH = {"what": "Un téléphone volé", "affected": "Dix personnes", "noticed": "2026-01-01T10:00"}
POINTS = {f"level.{one.code}": "1" for one in criteria()} | {f"reason.{one.code}": "Vu" for one in criteria()}
ERASURE = {"reason": "subject", "asked_by": "Mariam", "sure": "yes"}

REQUESTS = (
    Request("GET", "/desk/home"),
    Request("GET", "/desk/me"),
    Request("GET", "/desk/me/password"),
    Request("POST", "/desk/me/password", {"password": PASSWORD, "new_password": "trois mangues sous la pluie"}),
    Request("POST", "/desk/me/sessions/end"),
    Request("POST", "/desk/me/confirm", {"password": PASSWORD}),
    Request("GET", "/desk/", HERE | {"tab": "all"}),
    Request("GET", "/desk/data", HERE),
    Request("GET", "/desk/data/records", HERE | {"as": ".csv"}),
    Request("POST", "/desk/", HERE),
    Request("GET", RECORD),
    Request("POST", RECORD),
    Request("POST", f"{RECORD}/reading", {"rev": "1"}),
    Request("POST", f"{RECORD}/decision", DECISION),
    Request("POST", f"{RECORD}/transcripts", {"kind": "translation", "source": "text_source", "text": "La pompe"}),
    Request("GET", f"{RECORD}/questions/<uuid:question_id>/sound"),
    Request("GET", PHOTO),
    Request("POST", PHOTO, {"part": "17", "seen": ""}),
    Request("GET", f"{PHOTO}/blurred"),
    Request("GET", "/desk/board", HERE),
    Request("POST", "/desk/board", HERE),
    Request("POST", f"{RECORD}/flags", {"comment": "Est-ce la même pompe ?"}),
    Request("POST", f"{RECORD}/flags/dismiss", {"kind": "phone"}),
    Request("POST", f"{RECORD}/flags/restore", {"kind": "phone"}),
    Request("POST", f"{RECORD}/notes", {"text": "Vu avec @Akissi"}),
    Request("GET", f"{RECORD}/correction"),
    Request("POST", f"{RECORD}/correction", CORRECTION),
    Request("POST", f"{RECORD}/correction/undo", CORRECTION),
    Request("POST", f"{RECORD}/tags", {"tag": "forage"}),
    Request("POST", f"{RECORD}/tags/remove", {"tag": "puits"}),
    Request("POST", "/desk/sets", {"record": "record_id"}),
    Request("GET", "/desk/practice", HERE),
    Request("POST", "/desk/practice", HERE),
    Request("GET", "/desk/practice/<uuid:attempt_id>"),
    Request("POST", "/desk/practice/<uuid:attempt_id>", {"record": "critic", "action": "accept"}),
    Request("GET", "/desk/second", HERE),
    Request("POST", "/desk/second/<uuid:decision_id>", {"action": "accept"}),
    Request("GET", SET),
    Request("POST", f"{SET}/decision", {"action": "accept"}),
    Request("POST", f"{SET}/run"),
    Request("POST", f"{SET}/undo"),
    Request("POST", "/desk/views", HERE | {"name": "Urgences"}),
    Request("POST", "/desk/views/<uuid:view_id>/remove", HERE),
    Request("GET", "/desk/unreadable/<programme>"),
    Request("POST", "/desk/unreadable/<programme>/<digest>"),
    Request("GET", "/desk/admin/records/<programme>/<uuid:record_id>/erase"),
    Request("POST", "/desk/admin/records/<programme>/<uuid:record_id>/erase", ERASURE),
    Request("GET", "/desk/admin/withdrawals"),
    Request("POST", "/desk/admin/withdrawals", {"code": "spoken_code", "who": "Mariam"}),
    Request("POST", f"{WITHDRAWAL}/confirm", {"sure": "yes"}),
    Request("POST", f"{WITHDRAWAL}/decline"),
    Request("GET", "/desk/protection", HERE),
    Request("GET", "/desk/protection/key", {"key": "none"}),
    Request("POST", "/desk/protection/keys", HERE | {"public_key": "", "wrapped": ""}),
    Request("POST", "/desk/protection/wraps", HERE | {"person": "", "wraps": ""}),
    Request("POST", "/desk/protection/wraps/own", HERE | {"wraps": ""}),
    Request("POST", "/desk/protection/wraps/remove", HERE | {"person": ""}),
    Request("POST", "/desk/protection/triage", {"report": "report_id", "urgent": "yes"}),
    Request("POST", "/desk/protection/referrals", {"report": "report_id", "key": "report_key", "sealed": "note"}),
    Request("POST", "/desk/protection/close", {"report": "report_id", "ending": "helped"}),
    Request("GET", "/desk/admin/rights", HERE),
    Request("POST", "/desk/admin/rights/export", HERE | {"code": "spoken_code"}),
    Request("POST", "/desk/admin/rights/breaches", HERE | BREACH),
    Request(
        "POST", "/desk/admin/rights/breaches/<uuid:breach_id>", HERE | {"informed": "Le village", "authority": "yes"}
    ),
    Request("GET", "/desk/media/<programme>/<sha256>/<variant>"),
    Request("GET", "/desk/carried"),
    Request("POST", "/desk/carried", {"file": ...}),
    Request("POST", "/desk/carried", {"file": ..., "vouch": "Awa"}, "vouched for"),
    Request("GET", "/desk/carried/<uuid:file_id>"),
    Request("GET", "/desk/portfolio/", HERE),
    Request("POST", "/desk/portfolio/", HERE),
    Request("GET", NEED),
    Request("POST", NEED),
    Request("POST", f"{NEED}/tie", {"theme": "theme_id"}),
    Request("POST", f"{NEED}/untie"),
    Request("POST", "/desk/portfolio/<programme>/ties", {"record": "need_id", "theme": "theme_id"}),
    Request("POST", "/desk/portfolio/<programme>/themes", {"title": "Un thème"}),
    Request("GET", THEME),
    Request("POST", THEME, {"title": "Un autre titre"}),
    Request("POST", f"{THEME}/publish", {"proposal": "theme_words"}),
    Request("POST", f"{THEME}/remove"),
    Request("POST", f"{THEME}/join", {"into": "theme_id"}),
    Request("POST", f"{THEME}/divide", {"record": "need_id", "title": "Une partie"}),
    Request("POST", f"{THEME}/retire"),
    Request("POST", f"{THEME}/undo"),
    Request("GET", "/desk/portfolio/<programme>/suggestions"),
    Request("POST", "/desk/portfolio/<programme>/suggestions/<key>/accept", {"title": "Pompes", "record": "need_id"}),
    Request("POST", "/desk/portfolio/<programme>/suggestions/<key>/dismiss"),
    Request("POST", "/desk/portfolio/<programme>/suggestions/undo", {"decision": "suggestion_answer"}),
    Request("GET", "/desk/portfolio/<programme>/signals"),
    Request("POST", "/desk/portfolio/<programme>/signals/<uuid:signal_id>", {"state": "noted"}),
    Request("GET", "/desk/portfolio/<programme>/solutions/new"),
    Request("POST", "/desk/portfolio/<programme>/solutions", {"title": "Une solution"}),
    Request("GET", SOLUTION),
    Request("POST", SOLUTION, {"title": "Un autre titre"}),
    Request("POST", f"{SOLUTION}/publish", {"proposal": "solution_words"}),
    Request("POST", f"{SOLUTION}/step", {"stage": "funded", "day": "2026-01-01", "project": "P1"}),
    Request("POST", f"{SOLUTION}/remove"),
    Request("GET", "/desk/practices/", HERE),
    Request("POST", "/desk/practices/<programme>/lift", {"record": "solution_record", "title": "Des claies"}),
    Request("GET", PRACTICE),
    Request("POST", PRACTICE, dict(WORDS) | {"version": "practice_version"}),
    Request("POST", f"{PRACTICE}/publish", {"version": "practice_version"}),
    Request("POST", f"{PRACTICE}/leave", {"record": "joined_record", "reason": "Autre chose"}, at=IN_PUBLIC),
    Request("POST", f"{PRACTICE}/stage", {"version": "public_version", "stage": "tried"}, at=IN_PUBLIC),
    Request(
        "POST", f"{PRACTICE}/withdraw", {"version": "public_version", "reason": "Elle s’est blessée"}, at=IN_PUBLIC
    ),
    Request("POST", f"{PRACTICE}/evidence", SEEN),
    Request("POST", f"{EVIDENCE}/publish"),
    Request("POST", f"{EVIDENCE}/withdraw"),
    Request("POST", f"{PRACTICE}/consent", AGREED),
    Request("POST", f"{PRACTICE}/unite", {"into": "other_practice"}),
    Request("POST", f"{PRACTICE}/separate", at={"practice_id": "united_practice"}),
    Request("GET", "/desk/csr/", HERE),
    Request("GET", "/desk/csr/<programme>/new", {"kind": "initiative"}),
    Request("POST", "/desk/csr/<programme>/new", {"kind": "initiative", "title": "Deux forages"}),
    Request("GET", CSR),
    Request("POST", CSR, {"version": "csr_version", "title": "Trois forages", "places": "V1"}),
    Request("POST", f"{CSR}/publish", {"version": "csr_version"}),
    Request("POST", f"{CSR}/remove", {"version": "csr_version"}),
    Request("POST", "/desk/csr/<programme>/publish", {"sheet": "csr_ticked"}),
    Request("POST", "/desk/csr/<programme>/register"),
    Request("POST", "/desk/csr/<programme>/load", {"kind": "initiative", "file": INITIATIVES}),
    Request("GET", "/desk/bourse/", HERE),
    Request("GET", "/desk/bourse/<programme>/new"),
    Request("POST", "/desk/bourse/<programme>/projects", {"title": "Un forage", "places": "V1", "act": "draft"}),
    Request("GET", BOURSE),
    Request("POST", BOURSE, {"title": "Deux forages", "places": "V1", "seen": "bourse_words", "act": "draft"}),
    Request("GET", f"{BOURSE}/edit"),
    Request("POST", f"{BOURSE}/publish", {"proposal": "bourse_words"}),
    Request("POST", f"{BOURSE}/step", {"state": "withdrawn"}),
    Request("POST", f"{BOURSE}/milestones", {"key": "m1", "day": "2026-01-01", "evidence": "On le voit"}),
    Request("GET", f"{BOURSE}/score"),
    Request("POST", f"{BOURSE}/score", POINTS),
    Request("POST", "/desk/bourse/<programme>/scorings/<uuid:scoring_id>/publish"),
    Request("GET", "/desk/learning/", HERE),
    Request("GET", "/desk/learning/<programme>/new"),
    Request("GET", "/desk/learning/<programme>/over-time"),
    Request("POST", "/desk/learning/<programme>", {"text": "# Autre plan"}),
    Request("GET", LEARNING),
    Request("GET", f"{LEARNING}/edit"),
    Request("GET", f"{LEARNING}/plan.md"),
    Request("POST", LEARNING, {"text": "# Plan du puits, suite", "seen": "1"}),
    Request("GET", "/desk/replies/", HERE),
    Request("GET", "/desk/replies/<programme>/new"),
    Request("POST", "/desk/replies/<programme>", REPLY_WORDS),
    Request("GET", REPLY),
    Request("POST", REPLY, REPLY_WORDS),
    Request("GET", f"{REPLY}/sound"),
    Request("POST", f"{REPLY}/publish", {"version": "reply_version"}),
    Request("GET", f"{REPLY}/answers/<uuid:answer_id>/sound"),
    Request("POST", f"{REPLY}/withdraw"),
    Request("GET", "/desk/bourse/<programme>/partners"),
    Request("POST", "/desk/bourse/<programme>/partners", {"person": "partner_id", "organisation": "cacao-du-lac"}),
    Request("POST", "/desk/bourse/<programme>/pledges/<uuid:pledge_id>/confirm"),
    Request("POST", f"{BOURSE}/messages", {"organisation": "cacao-du-lac", "words": "Bonjour"}),
    Request("GET", "/desk/bourse/<programme>/offers"),
    Request("GET", "/desk/partner/", HERE),
    Request("GET", "/desk/partner/<programme>/offers"),
    Request("GET", "/desk/partner/<programme>/offers/new"),
    Request("POST", "/desk/partner/<programme>/offers", OFFER_WORDS),
    Request("GET", OFFER),
    Request("GET", f"{OFFER}/edit"),
    Request("POST", OFFER, OFFER_WORDS),
    Request("POST", f"{OFFER}/close", {"act": "close"}),
    Request("GET", PARTNER),
    Request("POST", f"{PARTNER}/pledges", {"kind": "interest"}),
    Request("POST", f"{PARTNER}/messages", {"words": "Bonjour"}),
    Request("POST", "/desk/partner/<programme>/pledges/<uuid:pledge_id>/withdraw"),
    Request("GET", "/desk/admin/phones", HERE),
    Request("POST", "/desk/admin/codes", HERE | {"place": "V1", "role": "surveyor", "person": "Bintou"}),
    Request("POST", "/desk/admin/codes", HERE | {"place": "V1", "role": "coordinator", "person": "B"}, "coordinator"),
    Request("POST", "/desk/admin/codes/withdraw", HERE | {"code": "code_name"}),
    Request("POST", f"{PHONE}/revoke", HERE),
    Request("GET", f"{PHONE}/move", HERE),
    Request("POST", f"{PHONE}/move", HERE | {"place": "V1"}),
    Request("POST", f"{PHONE}/code", HERE),
    Request("GET", "/desk/admin/places", HERE | {"q": "kongodougou"}),
    Request("POST", "/desk/admin/places", HERE | {"file": CSV}),
    Request("POST", "/desk/admin/projects", HERE | {"file": REGISTER}),
    Request("GET", "/desk/admin/people", HERE),
    Request("POST", "/desk/admin/people", HERE | {"name": "Bintou", "role": "reviewer", "place": "V1"}),
    Request(
        "POST", "/desk/admin/people", HERE | {"name": "Bintou", "role": "coordinator", "place": "V1"}, "coordinator"
    ),
    Request("POST", "/desk/admin/people", HERE | {"name": "Bintou", "role": "surveyor", "place": "V1"}, "surveyor"),
    Request("POST", "/desk/admin/people", HERE | {"name": "Bintou", "role": "partner", "place": ""}, "all places"),
    Request("GET", ACCOUNT, HERE),
    Request("POST", f"{ACCOUNT}/link", HERE | {"login": "awa"}),
    Request("POST", f"{ACCOUNT}/link/withdraw", HERE),
    Request("POST", f"{ACCOUNT}/deactivate", HERE | {"phone": "device_id"}),
    Request("POST", f"{ACCOUNT}/activate", HERE),
    Request("POST", f"{ACCOUNT}/unlock", HERE),
    Request("POST", f"{ACCOUNT}/sessions/end", HERE),
    Request("POST", f"{ACCOUNT}/roles", HERE | {"role": "reviewer", "place": "V1"}),
    Request("POST", f"{ACCOUNT}/roles", HERE | {"role": "coordinator", "place": "V3"}, "another region"),
    Request("POST", f"{ACCOUNT}/roles", HERE | {"role": "protection_officer", "place": "V1"}, "protection officer"),
    Request("POST", f"{ACCOUNT}/roles", HERE | {"role": "reviewer", "place": ""}, "all places"),
    Request("POST", f"{ACCOUNT}/roles/take", HERE | {"role": "surveyor"}),
    Request("GET", "/desk/linked-account"),
    Request("POST", "/desk/linked-account"),
    Request("POST", "/desk/linked-account/confirm"),
    Request("POST", "/desk/linked-account/back"),
    Request("GET", "/desk/second-factor"),
    Request("POST", "/desk/second-factor", {"act": "totp", "password": PASSWORD}),
    Request("POST", "/desk/second-factor/confirm", {"act": "totp"}),
    Request("POST", "/desk/second-factor/totp"),
    Request("POST", "/desk/second-factor/passkey"),
    Request("GET", "/desk/admin/factors", HERE),
    Request("POST", "/desk/admin/factors/<uuid:person_id>/reset", HERE),
    Request("POST", "/desk/admin/time-zone", HERE | {"time_zone": "Africa/Nairobi"}),
    Request("GET", "/desk/admin/trusted", HERE),
    Request("POST", "/desk/admin/trusted", HERE | CONTACT),
    Request("POST", "/desk/admin/trusted/<contact_id>/remove", HERE),
    Request("GET", "/desk/admin/instruments", HERE),
    Request("POST", "/desk/admin/instruments/look", HERE | {"file": FORM}),
    Request("POST", "/desk/admin/instruments", HERE | {"source": FORM, "name": "essai"}),
    Request("GET", "/desk/admin/prompts", HERE),
    Request("POST", "/desk/admin/prompts", HERE),
    Request("GET", "/desk/admin/prompts/<instrument>/<language>", HERE),
    Request("POST", "/desk/admin/prompts/<instrument>/<language>/withdraw", HERE | {"part": "texte"}),
    Request("GET", f"{SHEET}/<position>/sound", HERE),
    Request("POST", f"{SHEET}/<position>/approve", HERE),
    Request("POST", f"{SHEET}/<position>/refuse", HERE),
    Request("GET", "/desk/admin/backups"),
    Request("GET", "/desk/admin/server"),
    Request("GET", "/desk/admin/audit", HERE),
)


def make_things(app: EchoFlask, world: World) -> Things:
    """Awa records at V1, Adjoua decides and assigns."""
    phone = app.test_client()
    answered = accepted(phone, world, answers={"texte": f"La pompe {WORD}"})
    assigned(world, answered, theme=f"Thème {WORD}", new_solution=f"Solution {WORD}")
    open_need, broken = need(world.awa, f"Le puits {WORD}"), need(world.awa, f"La route {WORD}")
    world.awa.sync(phone, open_need, broken | {"body": broken["body"].replace("route", "rout")})
    adjoua = world.signed_in()
    digest = re.findall(r"/desk/unreadable/pilote/([0-9a-f]+)", adjoua.get("/desk/unreadable/pilote").text)[0]
    values = {
        "programme": "pilote", "record_id": open_need["id"], "need_id": str(answered), "need_code": code_of(answered), "digest": digest,
        "device_id": str(world.awa.device_id), "person_id": str(world.awa.person_id), "instrument": "besoin", "language": "fr",
        "breach_id": _breach(app), "spoken_code": _taken_back(app, open_need["id"]), "position": _recording(app, world),
        "text_source": sha256(f"Le puits {WORD}".encode()), "sha256": _voice(app, world), "variant": "original", "file_id": _carried(app, world),
        "view_id": _view(app, world), "key": "0" * 32,
        "attempt_id": _attempt(app, world),
        "decision_id": _second_reading(app, answered),
        "question_id": _question(app, world, open_need["id"]),
        "set_id": _set(app, world, open_need["id"]),
        **_protection(app, world), **_sheet(app, world), **_signal(app), **_bourse(app, world),
        **_reply(app, world, answered), **_practice(app, world), "plan_id": _plan(app, world),
    }  # fmt: skip
    return Things(values | _named(app, world), echo_file(world, world.awa, world.awa.entry()))


def _question(app: EchoFlask, world: World, record_id: str) -> str:
    """Adjoua has asked aloud; what she recorded are the bytes of the voice that is tried."""
    with app.app_context(), transaction() as session:
        case = session.get_one(Case, ("pilote", uuid.UUID(record_id)))
        sha256 = session.query(Media.sha256).filter_by(programme_id="pilote", type="audio/ogg").limit(1).scalar()
        decision = Decision(
            programme_id="pilote", record_id=case.record_id, rev=1, action="ask", before="received",
            after="needs_correction", by=world.adjoua, at=clock.now(), id=ids.new_id(), sound=sha256, sound_bytes=4,
        )  # fmt: skip
        session.add(decision)
        note_sound(
            session, "pilote", sha256, kind="audio/ogg", size=4, subject=decision.id, now=clock.now(),
            person=world.awa.person_id,
        )  # fmt: skip
        return str(decision.id)


def _practice(app: EchoFlask, world: World) -> dict[str, str]:
    """Adjoua has lifted two solutions, written one of them and noted an evidence; two others are public and united; a
    record waits."""
    phone = app.test_client()
    records = [record_of(phone, world, recit_texte=f"Des claies {WORD} {n}") for n in range(6)]
    with app.app_context(), transaction() as session:
        author, area = Author(world.adjoua, clock.now()), Area("pilote", ("/",))
        other = _lifted(session, area, records[0], author)
        made, noted = _written(session, area, records[1], author)
        united, _ = _written(session, area, records[2], author)
        public, seen = _written(session, area, records[3], author)
        lift.join(session, area, public, records[4], author=author)
        reader = Author(world.coordinator, clock.now())
        practice_words.publish(session, public, seen=public.version, author=reader)
        evidence.publish(session, public, seen, author=reader)
        unite.unite(session, united, public, author=reader)
        return {
            "practice_id": str(made.id), "practice_version": str(made.version), "evidence_id": str(noted.id),
            "other_practice": str(other.id), "public_practice": str(public.id), "public_version": str(public.version),
            "united_practice": str(united.id), "joined_record": str(records[4]), "solution_record": str(records[5]),
        }  # fmt: skip


def _lifted(session: AnySession, area: Area, record: uuid.UUID, author: Author) -> Practice:
    made = lift.lift(session, area, record, f"Claies {WORD}", author=author)
    assert isinstance(made, Practice)
    return made


def _written(
    session: AnySession, area: Area, record: uuid.UUID, author: Author
) -> tuple[Practice, PracticeEvidence]:  # fmt: skip
    made = _lifted(session, area, record, author)
    words = {"title": f"Claies {WORD}", "summary": WORD, "domains": ["agr"], "places": ["V1"], "credit": "sans"}
    practice_words.propose(session, made, words | {"traditional": "no"}, seen=made.version, author=author)
    noted = evidence.add(session, made, evidence.EvidenceForm(**SEEN), author=author)
    assert isinstance(noted, PracticeEvidence)
    return made, noted


def _sheet(app: EchoFlask, world: World) -> dict[str, str]:
    """Adjoua has proposed a sheet of an initiative."""
    with app.app_context(), transaction() as session:
        author = Author(world.adjoua, clock.now())
        words = {"title": f"Forage {WORD}", "places": ["V1"]}
        made = add_sheet(session, "pilote", INITIATIVE, "p9", words, author=author)
        version = str(made.version)
        return {"sheet_id": str(made.id), "csr_version": version, "csr_ticked": f"{made.id}:{version}"}


def _signal(app: EchoFlask) -> dict[str, str]:
    """Something that was spoken of more often last week in a place."""
    with app.app_context(), transaction() as session:
        row = WeakSignal(
            id=ids.new_id(), programme_id="pilote", week=clock.now().date(), kind="word", code=f"{WORD}".lower(),
            place_path=session.scalars(select(Place.path).where(Place.code == "V1")).one(), voices=5, voices_before=0, expected=0.5, p=0.001,
        )  # fmt: skip
        digest = SignalDigest(programme_id="pilote", week=row.week, compared=40, made_at=clock.now())
        session.merge(digest)
        session.add(row)
        return {"signal_id": str(row.id)}


def _named(app: EchoFlask, world: World) -> dict[str, str]:
    with app.app_context(), transaction() as session:
        programme = session.get_one(Programme, "pilote")
        add_contact(session, programme.id, dict.fromkeys(FIELDS, "") | CONTACT)
        theme, solution = session.query(Theme).one(), session.query(Solution).one()
        contact = contacts(programme.settings)[0].id
        made = new_code(
            session, programme=programme.id, place="V1", role="surveyor", now=clock.now(), public_url="http://localhost"
        )
        code = audience.fingerprint(ids.hash_token(ids.plain_code(made.code)))
        author, words = Author(world.adjoua, clock.now()), Words(f"Un titre {WORD} à relire")
        for subject in (theme, solution):
            proposals.propose(session, subject, words, author=author)
        waiting = {one.subject_id: str(one.id) for one in proposals.proposals(session, programme.id)}
        return {"theme_words": waiting[theme.id], "solution_words": waiting[solution.id]} | {
            "theme_id": str(theme.id),
            "solution_id": str(solution.id),
            "contact_id": contact,
            "code_name": code,
        }


def _bourse(app: EchoFlask, world: World) -> dict[str, str]:
    """A public project of which Adjoua proposes other words; and another one that she and Akissi have scored."""
    plan = MilestonePlan("m1", "De l’eau", clock.now().date(), "On la voit")
    words = ProjectWords(f"Un projet {WORD}", places=("V1",), milestones=(plan,))
    points = {one.code: {"level": 1, "reason": "Vu"} for one in criteria()}
    with app.app_context(), transaction() as session:
        authors = [Author(one, clock.now()) for one in (world.adjoua, world.coordinator)]
        made = [writing.add_project(session, "pilote", words, propose=True, author=authors[0]) for _ in range(2)]
        for project in made:
            assert writing.publish_words(session, project, seen=project.waiting_id, author=authors[1]) is None
        writing.save_words(session, made[0], words, seen=None, propose=True, author=authors[0])
        for author in authors:
            assert scores.score(session, made[1], points, author=author) is None
        scored = scores.scorings_of(session, made[1])[0].id
        pledging.set_organisation(session, "pilote", world.yao, "cacao-du-lac", author=authors[0])
        form, yao = PledgeForm(PledgeKind.PROMISE, 5_000_000, clock.now().date(), WORD), Author(world.yao, clock.now())
        offered = OfferWords(f"De l’eau {WORD}", kinds=("skills",), sectors=("water",))
        offer = offering.add_offer(session, "pilote", "cacao-du-lac", offered, author=yao)
        promise = pledging.pledge(session, made[0], "cacao-du-lac", form, author=yao)
        return {
            "project_id": str(made[0].id), "bourse_words": str(made[0].waiting_id), "scoring_id": str(scored),
            "pledge_id": str(promise.id), "partner_id": str(world.yao), "offer_id": str(offer.id),
        }  # fmt: skip


def _reply(app: EchoFlask, world: World, record: uuid.UUID) -> dict[str, str]:
    """Adjoua writes a reply to V1, with her voice; nobody has published it. Awa's voice answers it all the same."""
    form = ReplyForm(about="place", place="V1", heard=f"La pompe {WORD}", deed=f"Une pièce {WORD}")
    with app.app_context():
        area, author = Area("pilote", ("/",)), Author(world.adjoua, clock.now())
        files = files_of(app.extensions["echo_settings"])
        made = save(files, area, None, form, sound(0.2), author=author)
        with transaction() as session:
            reply = session.get_one(Reply, made)
            answer = ReplyAnswer(
                reply_id=reply.id, person_id=world.awa.person_id, programme_id="pilote", record_id=record, position=1,
                fulfilled="no", voice=sha256(VOICE), place_code="V1", at=clock.now(),
            )  # fmt: skip
            session.add(answer)
            return {"reply_id": str(made), "reply_version": str(reply.version), "answer_id": str(record)}


def _plan(app: EchoFlask, world: World) -> str:
    """Adjoua writes a learning plan."""
    with app.app_context(), transaction() as session:
        made = save_plan(
            session, "pilote", ids.new_id(), "# Plan du puits\n", seen=0, author=Author(world.adjoua, clock.now())
        )
        assert isinstance(made, PlanVersion)
        return str(made.plan_id)


def _taken_back(app: EchoFlask, record: str) -> str:
    """Somebody wants this record back; its code."""
    with app.app_context(), transaction() as session:
        suspend(session, "pilote", uuid.UUID(record), by="code", now=clock.now())
    return code_of(uuid.UUID(record))


def _recording(app: EchoFlask, world: World) -> str:
    """Koffi records a question; the position of what waits to be heard."""
    sound = b"OggS" + b"de quoi avez-vous besoin" * 20
    answers = {"instrument": "besoin", "part": "domaine", "language": "fr", "words": "?", "sound": sha256(sound)}
    phone = Tus(app.test_client(), world.koffi)
    phone.patch(phone.place(sound, "audio/ogg"), 0, sound)
    phone.names(sound, "audio/ogg", "sound", instrument="echo_prompt", instrument_version="1", answers=answers)
    with app.app_context(), transaction() as session:
        jobs.run("prompts")
        return str(session.query(Prompt).one().place)


def _breach(app: EchoFlask) -> str:
    with app.app_context(), transaction() as session:
        made = Breach(
            programme_id="pilote", noticed_at=clock.now(), noted_at=clock.now(), noted_by="Akissi", what="…",
            affected="…", authority_at=clock.now(),
        )  # fmt: skip
        session.add(made)
        session.flush()
        return str(made.id)


def _view(app: EchoFlask, world: World) -> str:
    """Adjoua has given a list a name."""
    with app.app_context(), transaction() as session:
        save_view(session, "pilote", name="À moi", query="", shared=True, by=world.adjoua, now=clock.now())
        return str(views_for(session, "pilote", world.adjoua)[0].id)


def _second_reading(app: EchoFlask, record: uuid.UUID) -> str:
    """What Adjoua decided about a record is to be read a second time."""
    with app.app_context(), transaction() as session:
        (first,) = event_store.decisions(session, "pilote", [record])[:1]
        session.add(
            SecondReading(
                decision_id=first.id, programme_id="pilote", record_id=record, rev=first.rev, first_by=first.by,
                first_after=first.after, decided_at=first.at,
            )
        )  # fmt: skip
        return str(first.id)


def _attempt(app: EchoFlask, world: World) -> str:
    """Adjoua practises."""
    with app.app_context(), transaction() as session:
        practice = app.extensions["echo_practice"]
        return str(begin(session, practice, "pilote", person=world.adjoua, now=clock.now()).id)


def _set(app: EchoFlask, world: World, record: str) -> str:
    """Adjoua is about to decide on several records."""
    with app.app_context(), transaction() as session:
        found = list(cases(session, "pilote", [uuid.UUID(record)]).values())
        made = add_set(session, "pilote", found, query="", by=world.adjoua, now=clock.now())
        return str(made.id)


def _voice(app: EchoFlask, world: World) -> str:
    phone = Tus(app.test_client(), world.awa)
    phone.patch(phone.place(VOICE, "audio/ogg"), 0, VOICE)
    phone.names(VOICE, "audio/ogg")
    with app.app_context():
        jobs.run("images")
    return sha256(VOICE)


def _carried(app: EchoFlask, world: World) -> str:
    with app.app_context():
        settings = app.extensions["echo_settings"]
        made = import_file(
            io.BytesIO(echo_file(world, world.awa, world.awa.entry())),
            files=files_of(settings), carrier=Carrier("cli"), programmes=None,
        )  # fmt: skip
        return str(made.id)


__all__ = ["REQUESTS", "Request", "Things", "make_things"]


def _protection(app: EchoFlask, world: World) -> dict[str, str]:
    """A report that protection officers have, and what one would note of it."""
    public = public_key(new_private_key())
    wrapped = orjson.dumps({"salt": "c2FsdHNhbHQ=", "iv": "aXZpdml2aXY=", "iterations": 10**6, "private": "AAAAAAAA"})
    report, note = (
        base64.b64encode(seal(bytes(size - OVERHEAD), public, name=name)).decode()
        for name, size in ((REPORT, REPORT_BYTES), (REFERRAL, REFERRAL_BYTES))
    )
    with app.app_context(), transaction() as session:
        key = add_key(
            session, "pilote", public_key=public, wrapped=wrapped.decode(), by=world.coordinator, now=clock.now()
        ).id
        sent = [{"key": key, "sealed": report}]
        day = clock.now().date()
        take_reports(session, sent, programme_id="pilote", device_id=world.awa.device_id, day=day)
        return {"report_id": str(session.query(ProtectionReport).one().id), "report_key": key, "note": note}
