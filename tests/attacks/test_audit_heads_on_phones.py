"""Whoever owns the server, its database and its backups writes the log anew: Awa's phone remembers how it was."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from feedback_app.audit.actions import current_head
from feedback_app.audit.hash_chain import Head
from feedback_app.audit.heads_on_phones import HeadWatch, PhoneHead, join_cursor, split_cursor
from feedback_app.audit.transactions import seal_all
from feedback_app.base.db import reading, transaction
from feedback_app.base.http import EchoFlask
from feedback_app.ledger.actions import begin_epoch
from tests.http.audit_log import details, noted, tamper
from tests.people import World

ANEW = ("update audit_event set position = null, previous = null, hash = null", "delete from audit_mark")


def seal(app: EchoFlask) -> Head:
    with app.app_context():
        seal_all()
        app.extensions.pop("echo_heads", None)  # another process, or a minute later
        with reading() as session:
            return current_head(session)


def differing(app: EchoFlask) -> list[str | None]:
    return [one.about for one in noted(app, "head_differs")]


@pytest.mark.both_databases
def test_a_phone_that_comes_back_says_whether_the_log_was_written_anew(
    app: EchoFlask, client: FlaskClient, world: World
) -> None:
    head = seal(app)
    world.awa.sync(client)
    assert split_cursor(world.awa.cursor)[1] == PhoneHead(head.position, head.hash[:16])
    world.awa.sync(client)
    seal(app)
    world.awa.sync(client)
    assert differing(app) == [], "the log is as it was, only longer"
    before = world.awa.cursor
    tamper(app, *ANEW, "update audit_event set actor_id = 'x' where event = 'instrument_published'")
    seal(app)
    world.awa.sync(client)
    assert differing(app) == [f"device:{world.awa.device_id}"]
    assert details(noted(app, "head_differs")[0])["position"] == split_cursor(before)[1].position  # type: ignore[union-attr]


def test_a_log_that_was_cut_off_is_noticed_too(app: EchoFlask, client: FlaskClient, world: World) -> None:
    seal(app)
    world.awa.sync(client)
    tamper(app, "delete from audit_event", "delete from audit_mark")
    seal(app)
    world.awa.sync(client)
    assert differing(app) == [f"device:{world.awa.device_id}"]


def test_a_phone_of_before_and_one_after_a_restore_go_on_as_ever(
    app: EchoFlask, client: FlaskClient, world: World
) -> None:
    world.awa.sync(client)
    assert "~" not in str(world.awa.cursor), "as today's server gave it, while nothing is chained"
    seal(app)
    answer = world.awa.sync(client)
    assert not answer.get("reset"), "its cursor still counts"
    tamper(app, *ANEW, "update audit_event set actor_id = 'x'")
    with app.app_context(), transaction() as session:
        begin_epoch(session, noted(app)[-1].at, "restored")
    seal(app)
    world.awa.sync(client)
    assert differing(app) == [], "of a life that a restore ended nothing is compared"


def test_the_head_costs_an_exchange_no_query_but_once_a_minute(app: EchoFlask) -> None:
    head = seal(app)
    watch = HeadWatch()
    with app.app_context(), reading() as session:
        assert watch.current(session) == head
        sent = PhoneHead(head.position, head.hash[:16])
        assert watch.check(session, sent, device="x")
    assert watch.current(None) == head  # type: ignore[arg-type]
    assert watch.check(None, sent, device="x")  # type: ignore[arg-type]


@given(st.text(max_size=80), st.integers(1, 10**17), st.text("0123456789abcdef", min_size=64, max_size=64))
def test_what_is_joined_to_a_cursor_comes_off_again(cursor: str, position: int, hashed: str) -> None:
    joined = join_cursor(cursor, Head(position, hashed))
    assert split_cursor(joined) == ((cursor, PhoneHead(position, hashed[:16])) if cursor else split_cursor(cursor))


@pytest.mark.parametrize("odd", [None, "", "x", "x~", "x~1-zz", "x~-" + "0" * 16, "x~" + "9" * 30 + "-" + "0" * 16])
def test_an_odd_cursor_is_left_as_it_is(odd: str | None) -> None:
    assert split_cursor(odd) == (odd, None)
