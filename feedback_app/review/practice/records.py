"""The made-up records of the practice set: one JSON file, which another country may replace (`FEEDBACK_PRACTICE`)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from feedback_app.base.i18n import LANGUAGES, unbroken
from feedback_app.review.case import Action, State
from feedback_app.review.decisions.desk_actions import ACTIONS
from feedback_app.review.reasons import codes

SHIPPED = Path(__file__).with_name("records.json")
MOST_BYTES, MOST_RECORDS = 500_000, 60
LONGEST_CODE = 40

Words = Mapping[str, str]
"""A text by language."""


class BadPracticeSet(ValueError):
    """A file that is no practice set; says where and why."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A sentence of the review protocol, and where it is."""

    where: Words
    words: Words


@dataclass(frozen=True, slots=True)
class PracticeAnswer:
    """An answer of a made-up record. `original`: the same in the language that was spoken, where that is not French."""

    question: Words
    text: str
    original: str


@dataclass(frozen=True, slots=True)
class Choice:
    """An action, and the reasons that go with it; none: any."""

    action: str
    reasons: tuple[str, ...]

    def fits(self, action: str, reason: str | None) -> bool:
        """Whether what a reviewer chose is this."""
        return action == self.action and (not self.reasons or reason in self.reasons)


@dataclass(frozen=True, slots=True)
class PracticeRecord:
    """A made-up record, what somebody with experience would do with it, and why."""

    code: str
    kind: str
    rule: str
    form: Words
    place: str
    answers: Sequence[PracticeAnswer]
    beside: Sequence[Words]
    """What the desk shows beside the answers."""
    alike: str
    """The words of an earlier record that says the same; empty where there is none."""
    best: Sequence[Choice]
    fair: Sequence[Choice]
    """What is defensible too."""
    why: Words
    fair_why: Words


@dataclass(frozen=True, slots=True)
class PracticeSet:
    """A file of made-up records. `edition` is another one for each file."""

    edition: str
    kinds: Mapping[str, Words]
    rules: Mapping[str, Rule]
    records: Mapping[str, PracticeRecord]


def offered(record: PracticeRecord) -> list[Action]:
    """The actions that may be chosen: those that decide what waits, and the correction of an answer. Merging only where
    there is a record to merge it into."""
    return [
        one
        for one in ACTIONS
        if State.RECEIVED in one.leads
        and (not one.joins or record.alike)
        and not (one.claims and not one.corrects)
        and not one.takes_back
    ]


def read_practice_set(path: Path | None = None) -> PracticeSet:
    """The practice set of a file; ours without one. BadPracticeSet where it cannot be used."""
    chosen = path or SHIPPED
    try:
        raw = chosen.read_bytes()
    except OSError as error:
        raise BadPracticeSet(f"{chosen} cannot be read: {error.strerror}") from error
    if len(raw) > MOST_BYTES:
        raise BadPracticeSet(f"{chosen} has more than {MOST_BYTES} bytes")
    try:
        return _checked(orjson.loads(raw), hashlib.sha256(raw).hexdigest()[:16])
    except BadPracticeSet as error:
        raise BadPracticeSet(f"{chosen}: {error}") from error
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise BadPracticeSet(f"{chosen} is not a practice set as ours is: {error!r}") from error


def _checked(given: Any, edition: str) -> PracticeSet:
    kinds = {str(key): _words(one, f"kind {key}") for key, one in given["kinds"].items()}
    rules = {str(key): _rule(key, one) for key, one in given["rules"].items()}
    records = [_record(one) for one in given["records"]]
    by_code = {one.code: one for one in records}
    if not 1 <= len(records) <= MOST_RECORDS or len(by_code) < len(records):
        raise BadPracticeSet(f"there are 1 to {MOST_RECORDS} records, each with a code of its own")
    for one in records:
        if one.kind not in kinds or one.rule not in rules:
            raise BadPracticeSet(f"record {one.code}: the file has no kind {one.kind} or no rule {one.rule}")
        _check_choices(one)
    return PracticeSet(edition, kinds, rules, by_code)


def _check_choices(record: PracticeRecord) -> None:
    actions = {one.code: one for one in offered(record)}
    if not record.best:
        raise BadPracticeSet(f"record {record.code}: nothing is best")
    for one in (*record.best, *record.fair):
        if one.action not in actions:
            raise BadPracticeSet(f"record {record.code}: {one.action} is not offered; offered: {', '.join(actions)}")
        if unknown := [reason for reason in one.reasons if reason not in codes(actions[one.action])]:
            raise BadPracticeSet(f"record {record.code}: {unknown[0]} is no reason of {one.action}")


def _record(given: Any) -> PracticeRecord:
    code = str(given["code"])
    if not code or len(code) > LONGEST_CODE:
        raise BadPracticeSet(f"the code {code[:LONGEST_CODE]!r} is empty or longer than {LONGEST_CODE} signs")
    fair = _choices(given.get("fair", ()))
    return PracticeRecord(
        code=code,
        kind=given["kind"],
        rule=given["rule"],
        form=_words(given["form"], code),
        place=str(given["place"]),
        answers=[_answer(one, code) for one in given["answers"]],
        beside=[_words(one, code) for one in given.get("beside", ())],
        alike=unbroken(str(given.get("alike", ""))),
        best=_choices(given["best"]),
        fair=fair,
        why=_words(given["why"], code),
        fair_why=_words(given["fair_why"], code) if fair else {},
    )


def _answer(given: Any, code: str) -> PracticeAnswer:
    original = str(given.get("original", ""))
    return PracticeAnswer(_words(given["question"], code), unbroken(str(given["text"])), original)


def _choices(given: Any) -> list[Choice]:
    return [Choice(str(one["action"]), tuple(map(str, one.get("reasons", ())))) for one in given]


def _rule(key: str, given: Any) -> Rule:
    return Rule(_words(given["where"], f"rule {key}"), _words(given, f"rule {key}"))


def _words(given: Any, where: str) -> dict[str, str]:
    found = {lang: given.get(lang) for lang in LANGUAGES}
    if not all(isinstance(one, str) and one.strip() for one in found.values()):
        raise BadPracticeSet(f"{where}: a text in {' and '.join(LANGUAGES)} is missing")
    return {lang: unbroken(text) if lang == "fr" else text for lang, text in found.items()}
