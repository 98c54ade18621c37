"""What phones of a place call an accepted need: nothing that leads to the record, its code or its author."""

from __future__ import annotations

import uuid

from hypothesis import given
from hypothesis import strategies as st

from feedback_app.ledger.need_names import need_name
from feedback_app.register.keys import naming_key
from sync.spoken_code import code_of, row_name

KEYS = st.binary(min_size=32, max_size=32).map(naming_key)


@given(key=KEYS, record=st.uuids())
def test_a_name_is_the_same_each_time_and_nothing_that_a_phone_can_compute(key: bytes, record: uuid.UUID) -> None:
    name = need_name(key, record)
    assert name == need_name(key, record)
    assert uuid.UUID(name).version == 8, "no phone files under such an id"
    assert name not in {str(record), str(uuid.uuid5(record, "")), row_name(record), code_of(record)}


@given(key=KEYS, other=KEYS, record=st.uuids())
def test_whoever_has_the_id_and_another_key_gets_another_name(key: bytes, other: bytes, record: uuid.UUID) -> None:
    assert (need_name(key, record) == need_name(other, record)) is (key == other)


@given(key=KEYS, records=st.lists(st.uuids(), unique=True, max_size=50))
def test_no_two_needs_share_a_name(key: bytes, records: list[uuid.UUID]) -> None:
    assert len({need_name(key, one) for one in records}) == len(records)
