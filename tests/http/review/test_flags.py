"""What the rules mark is marked until a reviewer says that it is nothing, in the list, its filter and its counts; and
reviewers mark records themselves, by a flag or a tag."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from feedback_app import jobs
from feedback_app.base.db import db, transaction
from feedback_app.ledger.follow import mark_read
from feedback_app.review.case_change_store import work_out_anew
from feedback_app.review.case_count_store import EVERYWHERE, marks_counted
from feedback_app.review.flags.actions import FOLLOWER, LONGEST_COMMENT, MOST_TAGS
from feedback_app.review.tables import Case, CaseFlag, CaseTag
from sync.spoken_code import code_of
from tests.attacks.test_rights import export
from tests.http.audit_log import noted
from tests.http.desk import again, csrf, need, page
from tests.http.test_erasure import erase
from tests.people import World
from tests.stored_text import everything

pytestmark = pytest.mark.both_databases

WITH_NUMBER = "La pompe est en panne, appelez le 07 48 21 33 09"


def in_list(desk: FlaskClient, entry: dict[str, Any], **query: str) -> bool:
    return entry["id"] in desk.get("/desk/", query_string={"tab": "all"} | query).text


def send(desk: FlaskClient, entry: dict[str, Any], what: str, **fields: str) -> TestResponse:
    address = f"/desk/records/pilote/{entry['id']}/{what}?programme=pilote&tab=all"
    page(desk, entry)  # makes its case
    return desk.post(address, data=fields | {"csrf": csrf(desk.get("/desk/me").text)})


def stored(world: World, entry: dict[str, Any]) -> Case:
    with world.app.app_context():
        return db.session.execute(select(Case).where(Case.record_id == uuid.UUID(entry["id"]))).scalar_one()


def counts(world: World) -> dict[str, int]:
    with world.app.app_context():
        return marks_counted(db.session, world.programme, [EVERYWHERE])


class TestWhatRulesFind:
    def test_is_a_sign_in_the_list_and_a_filter_and_a_count(self, client: FlaskClient, world: World) -> None:
        flagged, plain = need(world.awa, WITH_NUMBER), need(world.awa)
        world.awa.sync(client, flagged, plain)
        desk = world.signed_in()
        assert "téléphone</span>" in desk.get("/desk/").text
        assert in_list(desk, flagged, flag="phone") and not in_list(desk, plain, flag="phone")
        assert in_list(desk, flagged, flag="any") and not in_list(desk, flagged, flag="email")
        assert counts(world) == {"!any!": 1, "!phone!": 1}
        assert ">Un numéro de téléphone</option>" in desk.get("/desk/").text

    def test_waits_until_somebody_says_that_it_is_nothing_and_says_who_did(
        self, client: FlaskClient, world: World
    ) -> None:
        entry = need(world.awa, WITH_NUMBER)
        world.awa.sync(client, entry)
        desk = world.signed_in()
        assert "<mark" in page(desk, entry).text
        assert send(desk, entry, "flags/dismiss", kind="phone").status_code == 303
        html = page(desk, entry).text
        assert "<mark" not in html and "Écarté par Adjoua" in html
        assert not in_list(desk, entry, flag="phone") and counts(world).get("!phone!", 0) == 0
        assert len(noted(world.app, "flag_dismissed")) == 1
        assert send(desk, entry, "flags/restore", kind="phone").status_code == 303
        assert in_list(desk, entry, flag="phone") and "<mark" in page(desk, entry).text

    def test_dismissed_twice_is_noted_once(self, client: FlaskClient, world: World) -> None:
        entry = need(world.awa, WITH_NUMBER)
        world.awa.sync(client, entry)
        desk = world.signed_in()
        for _ in range(2):
            send(desk, entry, "flags/dismiss", kind="phone")
        assert len(noted(world.app, "flag_dismissed")) == 1

    def test_stays_dismissed_while_a_correction_has_the_same_number_and_comes_back_with_another(
        self, client: FlaskClient, world: World
    ) -> None:
        entry = need(world.awa, WITH_NUMBER)
        world.awa.sync(client, entry)
        desk = world.signed_in()
        send(desk, entry, "flags/dismiss", kind="phone")
        second = again(world.awa, entry, WITH_NUMBER + " dès six heures")
        world.awa.sync(client, second)
        desk.get("/desk/")
        assert not in_list(desk, entry, flag="phone")
        world.awa.sync(client, again(world.awa, second, WITH_NUMBER.replace("09", "10")))
        desk.get("/desk/")
        assert in_list(desk, entry, flag="phone")

    def test_is_gone_when_a_correction_leaves_it_out(self, client: FlaskClient, world: World) -> None:
        entry = need(world.awa, WITH_NUMBER)
        world.awa.sync(client, entry)
        desk = world.signed_in()
        assert in_list(desk, entry, flag="phone")
        world.awa.sync(client, again(world.awa, entry, "La pompe est en panne"))
        desk.get("/desk/")
        assert not in_list(desk, entry, flag="phone") and stored(world, entry).marks == ""

    def test_of_a_voice_is_found_in_its_translation(self, client: FlaskClient, world: World) -> None:
        entry = need(world.awa)
        world.awa.sync(client, entry)
        desk = world.signed_in()
        html = page(desk, entry).text
        source = re.search(r'name="source" value="([0-9a-f]{64})"', html)
        assert source
        send(
            desk, entry, "transcripts", kind="translation", source=source[1], text="Il faut appeler Koné Adama", seen=""
        )
        assert in_list(desk, entry, flag="name")
        assert "Koné Adama</q>" in page(desk, entry).text

    def test_is_no_sign_of_a_record_in_which_somebody_may_be_in_danger(self, client: FlaskClient, world: World) -> None:
        entry = need(world.awa, WITH_NUMBER, answers={"danger": "oui"})
        world.awa.sync(client, entry)
        desk = world.signed_in()
        case = stored(world, entry) if in_list(desk, entry) else None
        assert case is None or not case.danger or case.marks == ""

    def test_of_records_from_before_is_found_by_the_job(self, client: FlaskClient, world: World) -> None:
        entry = need(world.awa, WITH_NUMBER)
        world.awa.sync(client, entry)
        desk = world.signed_in()
        desk.get("/desk/")
        with world.app.app_context(), transaction() as session:
            for case in session.scalars(select(Case)):
                case.marks = None
            for flag in session.scalars(select(CaseFlag)):
                session.delete(flag)
            mark_read(session, follower=FOLLOWER, programme_id=world.programme, position=0)
            session.flush()
            work_out_anew(session, world.programme)
        assert not in_list(desk, entry, flag="phone")
        with world.app.app_context():
            jobs.run("likeness")
        assert in_list(desk, entry, flag="phone")


class TestWhatReviewersMark:
    def test_a_flag_says_what_to_look_at_and_by_whom(self, client: FlaskClient, world: World) -> None:
        entry = need(world.awa)
        world.awa.sync(client, entry)
        desk = world.signed_in()
        assert send(desk, entry, "flags", comment="  Est-ce la même pompe ?  ").status_code == 303
        html = page(desk, entry).text
        assert "Est-ce la même pompe ?</q>" in html and "Adjoua, le" in html
        assert in_list(desk, entry, flag="by_hand")
        world.awa.sync(client, again(world.awa, entry, "La pompe est toujours en panne"))
        desk.get("/desk/")
        assert in_list(desk, entry, flag="by_hand")

    @pytest.mark.parametrize("comment", ["", "   ", "a" * (LONGEST_COMMENT + 1)])
    def test_a_flag_without_a_sentence_or_with_a_book_is_refused_in_words(
        self, client: FlaskClient, world: World, comment: str
    ) -> None:
        entry = need(world.awa)
        world.awa.sync(client, entry)
        desk = world.signed_in()
        got = send(desk, entry, "flags", comment=comment)
        assert "Rien n’est signalé." in desk.get(got.location.split("#")[0]).text
        assert not in_list(desk, entry, flag="by_hand")

    def test_a_tag_finds_its_records_and_only_these(self, client: FlaskClient, world: World) -> None:
        tagged, other = need(world.awa), need(world.awa)
        world.awa.sync(client, tagged, other)
        desk = world.signed_in()
        send(desk, tagged, "tags", tag=" Saison  SÈCHE ")
        send(desk, other, "tags", tag="saison")
        assert in_list(desk, tagged, tag="saison-sèche") and not in_list(desk, other, tag="saison-sèche")
        assert in_list(desk, other, tag="saison") and not in_list(desk, tagged, tag="saison")
        assert ">saison-sèche</option>" in desk.get("/desk/").text
        assert not in_list(desk, tagged, q="saison"), "a tag is no word of the record"

    def test_a_tag_is_taken_away_again(self, client: FlaskClient, world: World) -> None:
        entry = need(world.awa)
        world.awa.sync(client, entry)
        desk = world.signed_in()
        send(desk, entry, "tags", tag="forage")
        send(desk, entry, "tags/remove", tag="forage")
        assert not in_list(desk, entry, tag="forage") and counts(world) == {}
        assert len(noted(world.app, "tag_removed")) == 1

    @pytest.mark.parametrize("tag", ["", "<script>", "a" * 31, "=1+1", "..", "a b\0c"])
    def test_what_can_be_no_tag_is_refused_in_words(self, client: FlaskClient, world: World, tag: str) -> None:
        entry = need(world.awa)
        world.awa.sync(client, entry)
        desk = world.signed_in()
        got = send(desk, entry, "tags", tag=tag)
        assert got.status_code in (303, 400, 422)
        assert stored(world, entry).marks == "" if in_list(desk, entry) else True

    def test_one_tag_more_than_a_record_takes_is_refused(self, client: FlaskClient, world: World) -> None:
        entry = need(world.awa)
        world.awa.sync(client, entry)
        desk = world.signed_in()
        for n in range(MOST_TAGS + 1):
            got = send(desk, entry, "tags", tag=f"mot{n}")
        assert "déjà dix étiquettes" in desk.get(got.location.split("#")[0]).text
        assert len(stored(world, entry).marks.split()) == MOST_TAGS  # type: ignore[union-attr]

    def test_nobody_of_another_area_marks_a_record(self, client: FlaskClient, world: World) -> None:
        entry = need(world.awa)
        world.awa.sync(client, entry)
        world.signed_in().get("/desk/")
        stranger = world.signed_in("yao")
        for what in ("tags", "tags/remove", "flags", "flags/dismiss", "flags/restore"):
            assert send(stranger, entry, what, tag="forage", comment="Voir", kind="phone").status_code in (403, 404)


def test_one_persons_data_say_what_their_record_was_flagged_for_and_not_by_whom(
    client: FlaskClient, world: World
) -> None:
    entry = need(world.awa, WITH_NUMBER)
    world.awa.sync(client, entry)
    desk = world.signed_in()
    send(desk, entry, "flags", comment="Est-ce la même pompe ?")
    send(desk, entry, "flags/dismiss", kind="phone")
    send(desk, entry, "tags", tag="forage")
    described, _ = export(world, code=code_of(uuid.UUID(entry["id"])))
    (record,) = described["records"]
    assert {one["kind"]: (one["by_hand"], bool(one["dismissed_at"])) for one in record["flags"]} == {
        "phone": (False, True), "by_hand": (True, False)
    }  # fmt: skip
    assert record["tags"] == ["forage"] and "Adjoua" not in str(record["flags"])


class TestWhatIsGone:
    def test_of_an_erased_record_no_flag_tag_or_comment_stays(self, client: FlaskClient, world: World) -> None:
        entry = need(world.awa, WITH_NUMBER)
        world.awa.sync(client, entry)
        desk = world.signed_in()
        send(desk, entry, "flags", comment="Zanzibar")
        send(desk, entry, "tags", tag="zanzibar")
        erase(world, entry["id"])
        desk.get("/desk/")
        with world.app.app_context():
            assert db.session.query(CaseFlag).count() == db.session.query(CaseTag).count() == 0
        assert "anzibar" not in everything(world)
        assert counts(world) == {}
