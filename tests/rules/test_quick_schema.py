"""Schemas on the way of every exchange load what marshmallow loads, and name what it names, whatever a phone sends."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from marshmallow import Schema, ValidationError

from schemas.exchange import LARGEST, ExchangeRequestSchema, HealthSchema
from schemas.quick import QuickSchema

ODD = st.one_of(
    st.none(), st.booleans(), st.integers(-2, 3), st.sampled_from([LARGEST, LARGEST + 1, 1.0, 2.5, "true", "1", b"a"]),
    st.text(max_size=3), st.sampled_from(["x" * 60, "x" * 61, "x" * 101, "x" * 501, "a" * 64, "a" * 65, "1.0\x00", ""]),
    st.lists(st.one_of(st.none(), st.text(max_size=2), st.sampled_from(["0" * 64, "g" * 64])), max_size=3),
    st.dictionaries(st.text(max_size=2), st.integers(), max_size=2),
)  # fmt: skip
ASKED = ["nonce", "clock", "cursor", "entries", "health", "snapshots", "carried", "reports", "keys", "unknown"]
HEALTH = [*HealthSchema().load_fields, "unknown"]


def loaded(load: Any, value: Any) -> tuple[Any, Any]:
    try:
        return load(value), None
    except ValidationError as error:
        return None, error.messages


def same(schema: QuickSchema, value: Any) -> None:
    assert loaded(schema.load, value) == loaded(lambda one: Schema.load(schema, one), value)


@given(st.one_of(ODD, st.dictionaries(st.sampled_from(ASKED), ODD)))
@example({"nonce": "n", "entries": [None] * 501})
@example({"nonce": "n", "entries": [{}] * 500, "carried": ["0" * 64] * 51})
@example({"nonce": "n", "snapshots": None})
def test_an_exchange_is_read_as_marshmallow_reads_it(value: Any) -> None:
    same(ExchangeRequestSchema(), value)


@given(st.one_of(ODD, st.dictionaries(st.sampled_from(HEALTH), ODD)))
def test_a_phones_health_is_read_as_marshmallow_reads_it(value: Any) -> None:
    same(HealthSchema(), value)


def test_a_list_that_was_not_sent_is_a_list_of_its_own() -> None:
    first, second = (ExchangeRequestSchema().load({"nonce": "n"}) for _ in range(2))
    first["entries"].append("of Mariam")
    assert second["entries"] == []


@pytest.mark.parametrize("schema", [ExchangeRequestSchema(), HealthSchema()])
def test_what_phones_send_is_read_the_quick_way(schema: QuickSchema) -> None:
    sent = {
        "nonce": "n", "clock": "2026-01-01T00:00:00Z", "cursor": None, "entries": [{"id": "x"}], "health": {"unsent": 1},
        "carried": ["0" * 64], "unsent": 3, "persisted": True, "app_version": "1.0", "oldest_unsent_at": None,
    }  # fmt: skip
    assert schema._plain(sent) == Schema.load(schema, sent)
