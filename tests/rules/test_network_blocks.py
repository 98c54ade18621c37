"""Of where somebody was, a provider's block is noted, never an address."""

from __future__ import annotations

import pytest

from feedback_app.base.client_network import network_block


@pytest.mark.parametrize(
    ("address", "block"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
        ("fe80::1%eth0", "fe80::/48"),
        ("", None),
        (None, None),
        ("unix:", None),
    ],
)
def test_an_address_becomes_its_block(address: str | None, block: str | None) -> None:
    assert network_block(address) == block
