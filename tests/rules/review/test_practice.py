"""The practice set: our file holds together with the protocol, and a file of another country is checked."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from feedback_app.app import create_app
from feedback_app.review.practice.marking import Mark, PracticeScore, by_kind, mark, order, to_read_again
from feedback_app.review.practice.records import (
    SHIPPED,
    BadPracticeSet,
    PracticeSet,
    offered,
    read_practice_set,
)
from feedback_app.settings import SettingError, read_settings

PROTOCOL = Path(__file__).parents[3] / "docs" / "moderation.md"


@pytest.fixture(scope="module")
def practice() -> PracticeSet:
    return read_practice_set()


def plain(text: str) -> str:
    return " ".join(text.replace("*", "").split())


def test_every_rule_is_a_sentence_of_the_protocol(practice: PracticeSet) -> None:
    protocol = plain(PROTOCOL.read_text(encoding="utf-8"))
    assert [key for key, rule in practice.rules.items() if plain(rule.words["fr"]) not in protocol] == []
    assert {one.rule for one in practice.records.values()} == practice.rules.keys()


def test_every_action_is_best_somewhere_and_every_kind_has_a_record(practice: PracticeSet) -> None:
    best = {one.action for record in practice.records.values() for one in record.best}
    assert best == {action.code for record in practice.records.values() for action in offered(record)}
    assert {one.kind for one in practice.records.values()} == practice.kinds.keys()


def test_somebody_who_always_does_the_same_does_badly(practice: PracticeSet) -> None:
    for action in {one.code for record in practice.records.values() for one in offered(record)}:
        marks = Counter(mark(record, action, None) for record in practice.records.values())
        assert marks[Mark.WRONG] > len(practice.records) / 3


def test_a_merge_is_offered_only_where_there_is_something_to_merge_into(practice: PracticeSet) -> None:
    for record in practice.records.values():
        assert any(one.joins for one in offered(record)) == bool(record.alike)


def test_each_attempt_has_an_order_of_its_own_and_always_the_same(practice: PracticeSet) -> None:
    one, other = uuid.UUID(int=1), uuid.UUID(int=2)
    codes = [record.code for record in order(practice, one)]
    assert codes == [record.code for record in order(practice, one)]
    assert codes != [record.code for record in order(practice, other)] and set(codes) == practice.records.keys()


@pytest.mark.parametrize(("points", "shown"), [(0, "0"), (1, "½"), (2, "1"), (23, "11½")])
def test_halves_are_written_as_people_write_them(points: int, shown: str) -> None:
    assert PracticeScore(points, 26).words == shown and PracticeScore(points, 26).of == 13


def test_what_was_missed_in_part_is_read_again(practice: PracticeSet) -> None:
    points = dict.fromkeys(practice.records, 2) | {"critic": 1}
    assert to_read_again(practice, points) == ["criticism"]
    assert by_kind(practice, points)["counts"] == PracticeScore(3, 4)


def changed(change: Callable[[Any], object]) -> bytes:
    given = orjson.loads(SHIPPED.read_bytes())
    change(given)
    return orjson.dumps(given)


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "not a practice set"),
        (b"[]", "not a practice set"),
        (b'{"kinds": {}, "rules": {}, "records": []}', "1 to 60 records"),
        (b"x" * 500_001, "more than 500000 bytes"),
        (changed(lambda one: one["records"].append(one["records"][0])), "code of its own"),
        (changed(lambda one: one["records"][0].update(rule="made-up")), "record pump"),
        (changed(lambda one: one["records"][0].update(best=[])), "nothing is best"),
        (changed(lambda one: one["records"][0].update(best=[{"action": "take"}])), "take is not offered; offered: accept"),
        (changed(lambda one: one["records"][0]["fair"][0].update(reasons=["made-up"])), "made-up is no reason of ask"),
        (changed(lambda one: one["records"][0]["why"].pop("en")), "a text in fr and en is missing"),
        (changed(lambda one: one["records"][0].update(code="x" * 41)), "longer than 40 signs"),
        (changed(lambda one: one["records"][0].pop("answers")), "answers"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_is_refused_with_the_place(tmp_path: Path, raw: bytes, says: str) -> None:
    file = tmp_path / "records.json"
    file.write_bytes(raw)
    with pytest.raises(BadPracticeSet, match=says) as refused:
        read_practice_set(file)
    assert str(file) in str(refused.value)


def test_another_countrys_file_is_another_edition(tmp_path: Path, practice: PracticeSet) -> None:
    file = tmp_path / "records.json"
    file.write_bytes(changed(lambda one: one["records"].pop()))
    assert read_practice_set(file).edition != practice.edition
    settings = read_settings({"FEEDBACK_DATA": str(tmp_path), "FEEDBACK_PRACTICE": str(file)})
    assert settings.practice == file


def test_the_server_does_not_start_with_a_file_that_is_not_there(tmp_path: Path) -> None:
    settings = read_settings({"FEEDBACK_DATA": str(tmp_path), "FEEDBACK_PRACTICE": str(tmp_path / "none.json")})
    with pytest.raises(SettingError, match=r"FEEDBACK_PRACTICE: .*none\.json cannot be read"):
        create_app(settings)
