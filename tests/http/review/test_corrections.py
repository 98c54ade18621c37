"""Adjoua corrects answers of Awa's; what counts follows everywhere, what Awa said stays, and Awa reads what and why."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Mapping
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from feedback_app.base.db import db, transaction
from feedback_app.ledger.facts import stored_facts
from feedback_app.ledger.tables import LedgerEntry, Record
from feedback_app.portfolio.solutions.actions import catch_up
from feedback_app.portfolio.solutions.tables import Item
from feedback_app.review.decisions.desk_actions import ACTIONS
from feedback_app.review.tables import AnswerCorrection, Case, Decision
from sync.spoken_code import code_of
from tests.attacks.test_rights import export
from tests.desk_actions import ACCEPT, REOPEN, TAKE
from tests.http.audit_log import noted
from tests.http.desk import again, csrf, need, page, press, status_on_phone
from tests.http.test_erasure import erase
from tests.people import World
from tests.stored_text import everything

pytestmark = pytest.mark.both_databases

WHY = "Awa l’a dit au téléphone."


@pytest.fixture
def entry(client: FlaskClient, world: World) -> dict[str, Any]:
    """A need of Awa's, which has come in."""
    made = need(world.awa, "La pompe de Kouassikro")
    world.awa.sync(client, made)
    return made


def address(entry: dict[str, Any]) -> str:
    return f"/desk/records/pilote/{entry['id']}/correction"


def hidden(html: str) -> dict[str, str]:
    return dict(re.findall(r'name="(csrf|rev_seen|state_seen|seen)" value="([^"]*)"', html))


def mend(
    desk: FlaskClient, entry: dict[str, Any], answers: Mapping[str, Any], comment: str = WHY, **more: Any
) -> TestResponse:
    """Opens the page and sends these answers, of all that it asks."""
    page(desk, entry)  # makes its case
    form = {"csrf": csrf(desk.get("/desk/me").text), "comment": comment, "asked": list(answers)}
    form |= hidden(desk.get(address(entry)).text)
    return desk.post(address(entry), data=form | {f"answer.{key}": one for key, one in answers.items()} | more)


def undo(desk: FlaskClient, entry: dict[str, Any], **more: Any) -> TestResponse:
    html = page(desk, entry).text
    there = re.search(r"<form[^>]*/correction/undo.*?</form>", html, re.S)
    return desk.post(f"{address(entry)}/undo", data=hidden(there[0] if there else html) | more)


def counts(world: World, entry: dict[str, Any]) -> Any:
    """The answers that count."""
    with world.app.app_context():
        record = db.session.get(Record, ("pilote", uuid.UUID(entry["id"])))
        return record and record.answers


def facts(world: World, entry: dict[str, Any]) -> dict[str, str | None]:
    key = uuid.UUID(entry["id"])
    with world.app.app_context():
        found = stored_facts(db.session, "pilote", [key], ["need", "domain", "detail", "severity"])
        return {one.meaning: one.code for one in found.get(key, [])}


def original(entry: dict[str, Any]) -> Any:
    """The answers as Awa gave them."""
    return json.loads(entry["body"])["answers"]


def nothing_changed(world: World, entry: dict[str, Any]) -> bool:
    with world.app.app_context():
        none = not db.session.query(AnswerCorrection).count() and not db.session.query(Decision).count()
    return none and counts(world, entry) == original(entry)


class TestACorrection:
    def test_counts_and_the_first_answer_is_beside_it(self, world: World, entry: dict[str, Any]) -> None:
        desk = world.signed_in()
        assert mend(desk, entry, {"texte": "La pompe de Kouadiokro"}).status_code == 303
        html = page(world.signed_in("akissi"), entry).text
        assert "La pompe de Kouadiokro" in html and '<del dir="auto">La pompe de Kouassikro</del>' in html
        assert "Corrigé par Adjoua" in html and WHY in html
        assert counts(world, entry)["texte"] == "La pompe de Kouadiokro"

    def test_changes_nothing_of_the_entry(self, world: World, entry: dict[str, Any]) -> None:
        with world.app.app_context():
            (before,) = [(one.digest, one.body) for one in db.session.query(LedgerEntry)]
        mend(world.signed_in(), entry, {"gravite": "gene"})
        with world.app.app_context():
            assert [(one.digest, one.body) for one in db.session.query(LedgerEntry)] == [before]

    def test_is_found_by_the_search_and_the_first_words_no_longer(self, world: World, entry: dict[str, Any]) -> None:
        desk = world.signed_in()
        mend(desk, entry, {"texte": "La pompe de Kouadiokro"})
        assert entry["id"] in desk.get("/desk/?tab=all&q=kouadiokro").text
        assert entry["id"] not in desk.get("/desk/?tab=all&q=kouassikro").text

    def test_is_screened_anew(self, world: World, client: FlaskClient) -> None:
        made = need(world.awa, "Appelez le 07 48 21 33 09")
        world.awa.sync(client, made)
        desk = world.signed_in()
        desk.get("/desk/")
        page(desk, made)
        assert made["id"] in desk.get("/desk/?tab=all&flag=phone").text
        mend(desk, made, {"texte": "Appelez le chef"})
        assert made["id"] not in desk.get("/desk/?tab=all&flag=phone").text

    def test_is_what_the_portfolio_gets_of_the_accepted_record(self, world: World, entry: dict[str, Any]) -> None:
        desk = world.signed_in()
        mend(desk, entry, {"domaine": "san", "quoi_eau": "", "quoi_san": "loin", "gravite": "vital"})
        assert facts(world, entry)["need"] == "san" and facts(world, entry)["severity"] == "vital"
        press(desk, entry, ACCEPT.code)
        with world.app.app_context(), transaction() as session:
            catch_up(session, "pilote")
        with world.app.app_context():
            (item,) = db.session.query(Item)
            assert (item.domain, item.subcategory, item.gravity) == ("san", "loin", "vital")

    def test_reaches_the_author_with_what_changed_and_why(
        self, client: FlaskClient, world: World, entry: dict[str, Any]
    ) -> None:
        mend(world.signed_in(), entry, {"gravite": "vital"})
        heard = status_on_phone(world.awa, client, entry)["events"][-1]
        assert heard["state"] == "in_review" and heard["message"].endswith(f"Pourquoi : {WHY}")
        assert "C’est grave comment ?" in heard["message"] and " → " in heard["message"]

    def test_is_in_the_history_and_in_the_audit_log_without_a_word(self, world: World, entry: dict[str, Any]) -> None:
        desk = world.signed_in()
        mend(desk, entry, {"texte": "Zanzibar"})
        (event,) = noted(world.app, "answers_corrected")
        assert "Zanzibar" not in str(event) and "Awa" not in str(event)
        html = page(desk, entry).text
        assert "Adjoua a corrigé des réponses" in html and '<ins dir="auto">Zanzibar</ins>' in html

    def test_gives_the_record_to_who_corrects_and_others_do_not_decide_on_what_they_did_not_see(
        self, world: World, entry: dict[str, Any]
    ) -> None:
        akissi, desk = world.signed_in("akissi"), world.signed_in()
        seen = hidden(page(akissi, entry).text)
        mend(desk, entry, {"gravite": "vital"})
        decision = f"/desk/records/pilote/{entry['id']}/decision"
        assert akissi.post(decision, data=seen | {"action": ACCEPT.code}).status_code == 409

    def test_of_an_answer_that_is_made_again_can_follow_another(self, world: World, entry: dict[str, Any]) -> None:
        desk = world.signed_in()
        mend(desk, entry, {"gravite": "vital"})
        mend(desk, entry, {"gravite": "gene", "texte": "La pompe"})
        html = page(desk, entry).text
        assert counts(world, entry)["gravite"] == "gene"
        assert html.count("Corrigé par Adjoua") == 2

    def test_of_several_choices_is_their_ticks(self, world: World, entry: dict[str, Any]) -> None:
        desk = world.signed_in()
        mend(desk, entry, {"qui": ["femmes", "enfants"]})
        assert counts(world, entry)["qui"] == ["femmes", "enfants"]
        mend(desk, entry, {"qui": []})
        assert "qui" not in counts(world, entry)


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("answers", "words"),
        [
            ({"gravite": ""}, "Il manque une réponse"),
            ({"gravite": "inconnu"}, "Ce choix n’existe pas"),
            ({"domaine": "san"}, "videz-la"),
            ({"texte": "a" * 10_001}, "trop longue"),
            ({"age": "moins_18"}, "enfant"),
        ],
    )
    def test_by_the_form_as_on_the_phone(
        self, world: World, entry: dict[str, Any], answers: Mapping[str, str], words: str
    ) -> None:
        got = mend(world.signed_in(), entry, answers)
        assert got.status_code == 422 and words in got.text
        assert nothing_changed(world, entry)

    @pytest.mark.parametrize(
        "answers",
        [
            {"inconnue": "x"},
            {"photo": "0" * 64},
            {"point": "5 -4 0 10"},
            {"porte": "oui"},
            {"gravite": ["vital", "gene"]},
            {"domaine[1].x": "x"},
            {"__proto__": "x"},
            {"a" * 5000: "x"},
        ],
    )
    def test_of_a_question_that_nobody_corrects_or_that_takes_one_answer(
        self, world: World, entry: dict[str, Any], answers: Mapping[str, Any]
    ) -> None:
        got = mend(world.signed_in(), entry, answers)
        assert got.status_code == 422 and "n’est pas de celles que l’on corrige" in got.text
        assert nothing_changed(world, entry)

    def test_an_answer_that_the_page_did_not_ask_for(self, world: World, entry: dict[str, Any]) -> None:
        got = mend(world.signed_in(), entry, {"gravite": "vital"}, **{"answer.photo": "x"})
        assert got.status_code == 422 and nothing_changed(world, entry)

    @pytest.mark.parametrize(("comment", "words"), [("  \n", "Dites pourquoi"), ("a" * 501, "trop long")])
    def test_without_a_reason_and_what_was_typed_is_still_there(
        self, world: World, entry: dict[str, Any], comment: str, words: str
    ) -> None:
        got = mend(world.signed_in(), entry, {"texte": "Autre <b>chose</b>"}, comment)
        assert got.status_code == 422 and words in got.text and "Autre &lt;b&gt;chose&lt;/b&gt;" in got.text
        assert nothing_changed(world, entry)

    def test_where_nothing_is_changed(self, world: World, entry: dict[str, Any]) -> None:
        got = mend(world.signed_in(), entry, {"texte": " La pompe de Kouassikro\r\n", "gravite": "grave", "qui": []})
        assert got.status_code == 422 and "Aucune réponse n’a été changée" in got.text
        assert nothing_changed(world, entry)

    @pytest.mark.parametrize("more", [{"rev_seen": "7"}, {"state_seen": "accepted"}, {"seen": str(uuid.uuid4())}])
    def test_where_the_page_is_of_before(self, world: World, entry: dict[str, Any], more: dict[str, str]) -> None:
        assert mend(world.signed_in(), entry, {"gravite": "vital"}, **more).status_code == 409
        assert nothing_changed(world, entry)

    @pytest.mark.parametrize("rev", ["", "x", "1" * 5000])
    def test_where_the_revision_is_no_number(self, world: World, entry: dict[str, Any], rev: str) -> None:
        assert mend(world.signed_in(), entry, {"gravite": "vital"}, rev_seen=rev).status_code in (409, 422)
        assert nothing_changed(world, entry)

    def test_without_the_token_of_the_page(self, world: World, entry: dict[str, Any]) -> None:
        assert mend(world.signed_in(), entry, {"gravite": "vital"}, csrf="").status_code in (400, 403)
        assert nothing_changed(world, entry)

    def test_where_somebody_else_has_taken_the_record(self, world: World, entry: dict[str, Any]) -> None:
        press(world.signed_in("akissi"), entry, TAKE.code)
        assert mend(world.signed_in(), entry, {"gravite": "vital"}).status_code == 409
        assert counts(world, entry) == original(entry)

    def test_through_the_door_of_decisions(self, world: World, entry: dict[str, Any]) -> None:
        for action in (one for one in ACTIONS if one.corrects):
            assert press(world.signed_in(), entry, action.code, message="x").status_code == 422
        assert nothing_changed(world, entry)

    def test_once_it_was_decided_until_it_is_reopened(self, world: World, entry: dict[str, Any]) -> None:
        desk = world.signed_in()
        press(desk, entry, ACCEPT.code)
        assert "refused=impossible" in desk.get(address(entry)).location
        assert mend(desk, entry, {"gravite": "vital"}, rev_seen="1", state_seen="accepted", seen="").status_code == 303
        assert counts(world, entry) == original(entry)
        press(desk, entry, REOPEN.code)
        assert mend(desk, entry, {"gravite": "vital"}).status_code == 303
        assert counts(world, entry)["gravite"] == "vital"

    def test_where_only_what_is_in_quarantine_is_there(self, client: FlaskClient, world: World) -> None:
        made = need(world.awa, answers={"gravite": "inconnu"})
        world.awa.sync(client, made)
        desk = world.signed_in()
        page(desk, made)
        assert "refused=impossible" in desk.get(address(made)).location

    def test_of_who_does_not_review_there(self, world: World, entry: dict[str, Any]) -> None:
        world.signed_in().get("/desk/")
        assert world.signed_in("yao").get(address(entry)).status_code == 403


class TestTakenBack:
    def test_the_first_answers_count_again_everywhere(
        self, client: FlaskClient, world: World, entry: dict[str, Any]
    ) -> None:
        desk, before = world.signed_in(), facts(world, entry)
        page(desk, entry)
        with world.app.app_context():
            words = [(one.search, one.written, one.summary) for one in db.session.query(Case)]
        mend(desk, entry, {"domaine": "san", "quoi_eau": "", "texte": "Autre"})
        assert undo(desk, entry).status_code == 303
        assert counts(world, entry) == original(entry) and facts(world, entry) == before
        with world.app.app_context():
            assert [(one.search, one.written, one.summary) for one in db.session.query(Case)] == words
        html = page(desk, entry).text
        assert "Retirée par Adjoua" in html and "Corrigé par" not in html
        assert "est retirée" in status_on_phone(world.awa, client, entry)["events"][-1]["message"]
        assert len(noted(world.app, "correction_taken_back")) == 1

    def test_the_newest_goes_first(self, world: World, entry: dict[str, Any]) -> None:
        desk = world.signed_in()
        mend(desk, entry, {"gravite": "vital"})
        mend(desk, entry, {"gravite": "gene"})
        undo(desk, entry)
        assert counts(world, entry)["gravite"] == "vital"
        undo(desk, entry)
        assert counts(world, entry) == original(entry)

    def test_twice_is_taken_back_once(self, world: World, entry: dict[str, Any]) -> None:
        desk = world.signed_in()
        mend(desk, entry, {"gravite": "vital"})
        form = hidden(re.search(r"<form[^>]*/correction/undo.*?</form>", page(desk, entry).text, re.S)[0])  # type: ignore[index]
        first, second = (desk.post(f"{address(entry)}/undo", data=form) for _ in range(2))
        assert "refused" not in first.location and "refused=stale" in second.location
        assert len(noted(world.app, "correction_taken_back")) == 1

    def test_where_there_is_none_or_the_id_is_no_id(self, world: World, entry: dict[str, Any]) -> None:
        assert "refused=stale" in undo(world.signed_in(), entry, seen="x").location
        assert nothing_changed(world, entry)


class TestANewRevision:
    def test_makes_it_lapse_visibly(self, client: FlaskClient, world: World, entry: dict[str, Any]) -> None:
        desk = world.signed_in()
        mend(desk, entry, {"texte": "Zanzibar"})
        world.awa.sync(client, again(world.awa, entry, "La pompe et le puits"))
        desk.get("/desk/")
        html = page(desk, entry).text
        assert counts(world, entry)["texte"] == "La pompe et le puits"
        assert "l’auteur a envoyé d’autres réponses" in html and "Corrigé par" not in html
        assert entry["id"] not in desk.get("/desk/?tab=all&q=zanzibar").text
        assert "refused=stale" in undo(desk, entry).location


class TestWhatIsGone:
    def test_of_an_erased_record_no_correction_stays(self, world: World, entry: dict[str, Any]) -> None:
        desk = world.signed_in()
        mend(desk, entry, {"texte": "Zanzibar"}, "Parce que Tombouctou")
        erase(world, entry["id"])
        desk.get("/desk/")
        with world.app.app_context():
            assert not db.session.query(AnswerCorrection).count()
        assert "Zanzibar" not in everything(world) and "Tombouctou" not in everything(world)

    def test_one_persons_data_have_what_was_corrected_without_who_did(
        self, world: World, entry: dict[str, Any]
    ) -> None:
        mend(world.signed_in(), entry, {"gravite": "vital"})
        described, _ = export(world, code=code_of(uuid.UUID(entry["id"])))
        (one,) = described["records"][0]["corrections"]
        assert one["changes"] == [{"question": "gravite", "old": "grave", "new": "vital"}]
        assert one["comment"] == WHY and "by" not in one
