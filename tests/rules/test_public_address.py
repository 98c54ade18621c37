"""The address that links and QR codes begin with: read however it is written, or refused with what to write instead."""

from __future__ import annotations

import pytest

from feedback_app.base.address import BadAddress, is_local, public_url, same_host


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("https://echo.example", "https://echo.example"),
        (" https://echo.example/ ", "https://echo.example"),
        ("https://echo.example///", "https://echo.example"),
        ("HTTPS://Echo.Example", "https://echo.example"),
        ("https://echo.example:443", "https://echo.example"),
        ("http://echo.example:80/", "http://echo.example"),
        ("https://echo.example:8443", "https://echo.example:8443"),
        ("https://écho.ci", "https://xn--cho-9la.ci"),
        ("http://192.168.1.20:8000", "http://192.168.1.20:8000"),
        ("https://[2001:DB8::1]:8443", "https://[2001:db8::1]:8443"),
        ("http://localhost:8000", "http://localhost:8000"),
    ],
)
def test_an_address_is_normalised_as_browsers_send_it(written: str, read: str) -> None:
    assert public_url(written) == read


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("https://example.ci/echo", "name or port of its own"),
        ("https://example.ci/echo/", "(/echo/)"),
        ("echo.example", "https://echo.example"),
        ("echo.example:8000", "must begin with https://"),
        ("//echo.example", "must begin with https://"),
        ("", "must begin with https://"),
        ('"https://echo.example"', "must begin with https://"),
        ("ftp://echo.example", "must begin with https://"),
        ("https://awa:secret@echo.example", "user name or password"),
        ("https://echo.example?x=1", "without ? or #"),
        ("https://echo.example/#x", "without ? or #"),
        ("https://echo.example:99999", "is not an address"),
        ("https://echo.example:abc", "is not an address"),
        ("https://[::1", "is not an address"),
        ("https://", "no name"),
        ("https://echo example", "no name"),
        ("https://echo..example", "no name"),
        ("https://0.0.0.0:8000", "every address"),
        ("https://[::]", "every address"),
    ],
)
def test_an_address_that_phones_could_not_be_sent_to_is_refused_with_a_sentence(written: str, says: str) -> None:
    with pytest.raises(BadAddress) as refused:
        public_url(written)
    assert says in str(refused.value) and "FEEDBACK_PUBLIC_URL" in str(refused.value)


@pytest.mark.parametrize(
    ("origin", "host", "same"),
    [
        ("https://echo.example", "echo.example", True),
        ("https://echo.example", "echo.example:443", True),
        ("https://echo.example:8443", "echo.example:8443", True),
        ("https://echo.example:8443", "echo.example", True),
        ("https://[::1]:8443", "[::1]", True),
        ("https://echo.example:8443", "echo.example:9443", False),
        ("https://echo.example", "evil.example", False),
        ("https://evil-echo.example", "echo.example", False),
        ("https://echo.example.evil", "echo.example", False),
        ("https://echo.example:99999999", "echo.example", False),
        ("null", "echo.example", False),
        ("", "echo.example", False),
    ],
)
def test_an_origin_is_compared_with_the_host_by_name_and_port(origin: str, host: str, same: bool) -> None:
    assert same_host(origin, host) is same


@pytest.mark.parametrize(
    ("host", "local"),
    [("localhost:8000", True), ("127.0.0.1", True), ("[::1]:8000", True), ("::1", True), ("echo.example", False)],
)
def test_this_machine_s_own_names(host: str, local: bool) -> None:
    assert is_local(host) is local
