"""A stranger who guesses from a thousand addresses of one line is one stranger."""

from __future__ import annotations

import pytest

from feedback_app.base.client_network import client_network


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("unix:", "unix:"),
        (None, "unknown"),
        ("", "unknown"),
    ],
)
def test_an_address_counts_as_its_line(address: str | None, counted: str) -> None:
    assert client_network(address) == counted
