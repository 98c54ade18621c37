"""What a request reveals of settings that do not fit the proxies in front, and who is warned."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest

from feedback_app.base.proxy_watch import LOG_LINES, LOGGED_S, SHOWN_S, ProxyWatch
from feedback_app.base.received_request import ReceivedRequest, mismatches

PUBLIC = "https://echo.example"
GOOD = ReceivedRequest(
    host="echo.example", scheme="https", address="41.66.1.2", origin=PUBLIC, site="same-origin",
    forwarded=("X-Forwarded-For", "X-Forwarded-Proto"), addresses=("41.66.1.2",),
)  # fmt: skip
BARE = replace(GOOD, host="127.0.0.1:8000", scheme="http", address="127.0.0.1", forwarded=(), addresses=())
"""Through nginx with nothing but `proxy_pass`."""


def kinds(received: ReceivedRequest, *, public_url: str = PUBLIC, proxies: int = 1) -> set[str]:
    return {one.kind for one in mismatches(received, public_url=public_url, proxies=proxies)}


@pytest.mark.parametrize(
    ("received", "proxies", "found"),
    [
        (GOOD, 1, set()),
        (replace(GOOD, origin="", site=""), 1, set()),
        (replace(GOOD, origin="null"), 1, set()),
        (BARE, 1, {"host", "scheme", "too-many"}),
        (BARE, 0, {"host", "scheme"}),
        (replace(BARE, site=""), 1, {"host", "scheme", "too-many"}),
        (replace(GOOD, scheme="http"), 1, {"scheme"}),
        (replace(GOOD, scheme="http"), 0, {"unnamed"}),
        (replace(GOOD, addresses=()), 1, {"too-many"}),
        (GOOD, 2, {"too-many"}),
        (replace(GOOD, addresses=("41.66.1.2", "10.0.0.7")), 1, {"too-few"}),
        (replace(GOOD, addresses=("41.66.1.2", "10.0.0.7")), 2, set()),
        (replace(GOOD, addresses=("1.2.3.4", "41.66.1.2")), 1, set()),
        (replace(GOOD, addresses=("192.168.1.4",)), 1, set()),
        (replace(GOOD, origin="https://other.example", host="other.example"), 1, {"address"}),
        (ReceivedRequest(host="localhost:8000", scheme="http", address="127.0.0.1"), 1, set()),
        (ReceivedRequest(host="localhost:8000", scheme="http", address="127.0.0.1"), 0, set()),
    ],
)
def test_what_does_not_fit_is_named(received: ReceivedRequest, proxies: int, found: set[str]) -> None:
    assert kinds(received, proxies=proxies) == found


@pytest.mark.parametrize("name", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "X-Forwarded-Proto"])
def test_any_header_of_a_proxy_reveals_that_there_is_one(name: str) -> None:
    assert kinds(ReceivedRequest(host="x", scheme="http", address="127.0.0.1", forwarded=(name,)), proxies=0) == {
        "unnamed"
    }


@pytest.mark.parametrize(
    ("received", "refused"),
    [
        (GOOD, False),
        (BARE, False),
        (replace(BARE, site=""), False),  # an old browser, but the public address is known
        (replace(BARE, site="", origin="https://evil.example"), True),
        (replace(GOOD, site="cross-site"), True),
        (replace(GOOD, site="same-site", origin="https://evil.echo.example"), True),
        (replace(GOOD, site="", origin=""), False),
        (replace(GOOD, site="", origin="null"), True),  # a sandboxed frame
        (replace(GOOD, origin="null"), False),
        (replace(GOOD, site="", origin="http://echo.example"), True),  # whoever sits on the line makes such pages
    ],
)
def test_a_cross_site_request_is_distinguished_from_a_lost_host(received: ReceivedRequest, refused: bool) -> None:
    assert received.is_from_elsewhere(PUBLIC) is refused


def test_https_is_seen_by_the_page_s_own_origin_where_the_proxy_does_not_say_it() -> None:
    assert BARE.is_https(PUBLIC)
    assert not replace(BARE, origin="http://echo.example").is_https(PUBLIC)
    assert not replace(BARE, site="", origin="https://evil.example").is_https(PUBLIC)


def test_each_kind_is_logged_once_a_day_and_shown_for_an_hour(caplog: pytest.LogCaptureFixture) -> None:
    now = 0.0
    watch = ProxyWatch(public_url=PUBLIC, proxies=0, log=logging.getLogger("t"), clock=lambda: now)
    for _ in range(100):
        watch.look_at(GOOD, is_known=True)
    assert len(caplog.records) == 1 and "FEEDBACK_PROXIES" in caplog.text
    assert [one.kind for one in watch.mismatches()] == ["unnamed"]
    now = SHOWN_S + 1
    assert watch.mismatches() == []
    now = LOGGED_S + 1
    watch.look_at(GOOD, is_known=True)
    assert len(caplog.records) == 2


def test_whoever_is_not_known_warns_nobody_at_the_desk(caplog: pytest.LogCaptureFixture) -> None:
    watch = ProxyWatch(public_url=PUBLIC, proxies=0, log=logging.getLogger("t"))
    for _ in range(100):
        watch.look_at(GOOD, is_known=False)
    assert watch.mismatches() == []
    assert len(caplog.records) == 1 and "made it up" in caplog.text
    watch.look_at(GOOD, is_known=True)
    watch.look_at(GOOD, is_known=False)
    assert [one.kind for one in watch.mismatches()] == ["unnamed"]
    assert len(caplog.records) == 2, "what is sure is logged although something made up was"


def test_a_phone_that_comes_straight_to_the_server_ends_the_warning_of_a_proxy() -> None:
    watch = ProxyWatch(public_url=PUBLIC, proxies=0, log=logging.getLogger("t"))
    straight = ReceivedRequest(host="echo.example", scheme="http", address="41.66.1.3")
    watch.look_at(GOOD, is_known=True)
    watch.look_at(straight, is_known=False)
    watch.look_at(replace(straight, host="localhost:8000"), is_known=True)  # on the server's own machine, past a proxy
    assert [one.kind for one in watch.mismatches()] == ["unnamed"]
    watch.look_at(straight, is_known=True)
    assert watch.mismatches() == []


def test_a_stranger_s_header_makes_up_no_line_of_the_log(caplog: pytest.LogCaptureFixture) -> None:
    watch = ProxyWatch(public_url=PUBLIC, proxies=1, log=logging.getLogger("t"))
    watch.look_at(replace(GOOD, site="", origin="https://x\nERROR all is lost" + "y" * 5000), is_known=False)
    assert "\nERROR" not in caplog.records[0].getMessage() and len(caplog.records[0].getMessage()) < 600


def test_every_kind_says_what_to_set() -> None:
    assert all("FEEDBACK_" in line or "proxy_set_header" in line for line in LOG_LINES.values())
