"""How large a body each address takes: the server refuses what is more before it reads it."""

from __future__ import annotations

import pytest

from feedback_app.base.http import MAX_BODY, PLAIN_FORM
from sync.sealed_item import MAX_MEDIUM
from tests.people import World


@pytest.mark.parametrize(
    ("method", "path", "most"),
    [
        ("POST", "/api/v1/exchange", MAX_BODY),
        ("POST", "/api/v1/enrol", MAX_BODY),
        ("POST", "/api/v1/media/", MAX_MEDIUM),
        ("PATCH", "/api/v1/media/01a2094b-0866-717c-ad79-4ed22ccf4c5b", MAX_MEDIUM),
        ("POST", "/api/v1/media/01a2094b-0866-717c-ad79-4ed22ccf4c5b", MAX_MEDIUM),
        ("POST", "/desk/login", PLAIN_FORM.in_all),
        ("GET", "/desk/login", PLAIN_FORM.in_all),
        ("POST", "/nowhere", PLAIN_FORM.in_all),
        ("BREW", "/api/v1/exchange", MAX_BODY),
        ("POST", "/api/v1/%00", MAX_BODY),
    ],
)
def test_strangers_and_phones_send_no_more_than_their_address_takes(
    world: World, method: str, path: str, most: int
) -> None:
    assert world.app.body_limit(method, path) == most


def test_what_is_loaded_at_the_desk_may_be_as_large_as_its_page_says(world: World) -> None:
    rules = {rule.rule: rule for rule in world.app.url_map.iter_rules()}
    loads = [
        rule for rule in rules.values() if getattr(world.app.view_functions[rule.endpoint], "bounds", PLAIN_FORM).in_all
        > PLAIN_FORM.in_all and "<" not in rule.rule
    ]  # fmt: skip
    assert len(loads) > 2
    for rule in loads:
        method = next(iter((rule.methods or set()) & {"POST"}))
        bounds = world.app.view_functions[rule.endpoint].bounds
        assert world.app.body_limit(method, rule.rule) == bounds.in_all
