"""The code that Mariam gets: known without a network, with check digits that find a slip of the tongue."""

from __future__ import annotations

import json
import uuid
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sync.spoken_code import code_of, digits_of, is_code, pairs, row_name

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "spoken.json").read_text())

codes = st.uuids().map(code_of)
places = st.integers(0, 9)


@pytest.mark.parametrize("record", VECTORS["codes"])
def test_phone_and_server_say_the_same_code(record: str) -> None:
    assert code_of(uuid.UUID(record)) == VECTORS["codes"][record]


@pytest.mark.parametrize("typed", VECTORS["wrong"])
def test_phone_and_server_refuse_the_same(typed: str) -> None:
    assert not is_code(typed)


@given(codes)
def test_every_code_is_one(code: str) -> None:
    assert is_code(code)
    assert "".join(pairs(code)) == code and [len(pair) for pair in pairs(code)] == [2] * 5


@given(codes, places, places)
def test_a_wrong_digit_is_noticed(code: str, at: int, digit: int) -> None:
    assume(code[at] != str(digit))
    assert not is_code(f"{code[:at]}{digit}{code[at + 1 :]}")


@given(codes, st.integers(0, 8))
def test_two_digits_that_changed_places_are_noticed(code: str, at: int) -> None:
    assume(code[at] != code[at + 1])
    assert not is_code(f"{code[:at]}{code[at + 1]}{code[at]}{code[at + 2 :]}")


@given(codes, st.integers(0, 4), st.integers(0, 99))
def test_a_pair_that_was_heard_wrongly_is_noticed_unless_it_is_off_by_97(code: str, at: int, heard: int) -> None:
    spoken = int(pairs(code)[at])
    assume(heard != spoken)
    assert is_code(f"{code[: 2 * at]}{heard:02}{code[2 * at + 2 :]}") <= (abs(heard - spoken) == 97)


@given(codes, st.integers(0, 3))
def test_two_pairs_that_changed_places_are_noticed_unless_they_differ_by_97(code: str, at: int) -> None:
    spoken = pairs(code)
    assume(spoken[at] != spoken[at + 1])
    spoken[at], spoken[at + 1] = spoken[at + 1], spoken[at]
    assert is_code("".join(spoken)) <= (abs(int(spoken[at]) - int(spoken[at + 1])) == 97)


@given(st.text(max_size=14))
def test_what_is_not_ten_plain_digits_is_no_code(typed: str) -> None:
    assume(not (len(typed) == 10 and set(typed) <= set("0123456789")))
    assert not is_code(typed)


def test_people_put_spaces_points_and_dashes_between_pairs() -> None:
    code = code_of(uuid.UUID(int=1))
    assert all(digits_of(between.join(pairs(code))) == code for between in (" ", ".", "-", "\u00a0", "/"))


@pytest.mark.parametrize("typed", VECTORS["typed"])
def test_a_code_is_read_however_a_keyboard_or_a_message_writes_it(typed: str) -> None:
    assert digits_of(typed) == VECTORS["typed"][typed]


@given(st.uuids())
def test_the_public_name_of_a_record_does_not_reveal_its_id(record: uuid.UUID) -> None:
    name = row_name(record)
    assert len(name) == 20 and name not in record.hex and code_of(record) not in name
