"""What the questions of a form mean, whatever they are called, and the facts that answers come to. Pure.

A form says it in the column `means`. One without a single meaning is from before there were any, and means what
`schemas/instruments/earlier_meanings.csv` says of it. For meanings that were added to the list after our forms had been
given to phones, `later_meanings.csv` speaks for questions that say nothing themselves. Decisions 27 and 63.
"""

from __future__ import annotations

import csv
import functools
import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any, TypeGuard, cast

from feedback_app.forms.engine.child import is_child_age
from feedback_app.forms.engine.definition import UNSAID, Definition, Node, Translations, in_order
from feedback_app.forms.engine.sensitivity import holds_any, says_yes, sensitive_codes
from feedback_app.forms.engine.walk import Moment, Path, instances
from schemas.vocabulary import Term, vocabulary

DOMAIN, DETAIL, SEVERITY, SENSITIVE, AGE = "domain", "detail", "severity", "sensitive", "age"
SEX, EMOTION, PLEASURE, AROUSAL, SCORE = "sex", "emotion", "pleasure", "arousal", "score"
PROGRESS, PROBLEM, AFFECTED, STAGE, CONDITION, SETTING = (
    "progress", "problem", "affected", "stage", "condition", "setting"
)  # fmt: skip
REPLICABLE, CREDIT = "replicable", "credit"
PRESENT, SEEDS, HANDS = "present", "seeds", ("hands_for", "hands_against", "hands_neither")
SINCE = "since"
NEED = "need"
"""Of a whole record, and so of no question: it is a need, of the domain that is its code."""
OTHER = "aut"
"""The domain of a need that names none."""

LONGEST_CODE = 80
LARGEST_NUMBER = 1e15
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,15})?")
_RULE = "1"
"""Raised whenever other facts come of the same answers."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What one answer comes to: a code, a number, or both. Never a word that someone wrote."""

    meaning: str
    question: str = ""
    """The answer's key, `problems[1].what` in a repeat; empty for what is said of the whole record."""
    code: str | None = None
    number: float | None = None


class FormMeaning:
    """What the questions of one version of a form mean, worked out once for any number of records."""

    def __init__(self, definition: Definition | Mapping[str, Any]) -> None:
        self._definition = definition
        self._labels: dict[tuple[str, str], Translations] = {}
        self._asked = tuple(_asked(definition))
        once = {one.term.code: one.node["name"] for one in self._asked if not one.repeat}
        self._domain_question = once.get(DOMAIN, "")
        self.is_need = {DOMAIN, SEVERITY} <= once.keys() or _was_need(definition)
        """Whether its accepted records go into the portfolio."""
        self.about_the_person = frozenset(one.node["name"] for one in self._asked if one.term.flag("person"))
        """Questions about who speaks: not what is said, so not in a record's line."""
        self.topic = frozenset(one.node["name"] for one in self._asked if one.is_topic)
        """Questions by whose answers a record is called, wherever its form asks them."""
        self._valued = tuple(one for one in self._asked if one.value in {"code", "number"})
        self._ages = tuple(one for one in self._valued if one.term.code == AGE)
        self._marks = tuple(one for one in self._asked if one.value == "flag")
        means = {one.term.code for one in self._asked}
        self.is_session = not means.isdisjoint({SEEDS, *HANDS})
        """Whether a gathering ranks and votes in it: nobody in it speaks for themselves alone."""
        self.is_solution = REPLICABLE in means
        """Whether it asks for something that people found themselves, which others may copy."""
        self.is_observation = SETTING in means
        """Whether its author says what they saw, and nobody else speaks."""

    def facts(self, answers: object, *, today: str = "") -> list[Fact]:
        """The facts of a record's answers, in the order of the form. `today` is the day it was made."""
        given = answers if isinstance(answers, Mapping) else {}
        answered = (one for one in self._valued if one.key in given)
        found = [fact for one in answered for key, answer in one.answers(given) for fact in one.facts(key, answer)]
        found = self._of_asked(found, given, today)
        if self.is_need and given:
            found.append(_of_code(NEED, "", _domain(found, self._domain_question), is_number=False))
        if self.is_sensitive(answers):
            found.append(Fact(SENSITIVE))
        return found

    def child_question(self, answers: object) -> str:
        """The key of an answer by which a child alone speaks; empty where none does."""
        given = answers if isinstance(answers, Mapping) else {}
        facts = (fact for one in self._ages for key, answer in one.answers(given) for fact in one.facts(key, answer))
        return next((fact.question for fact in facts if is_child_age(fact.code, fact.number)), "")

    def is_sensitive(self, answers: object) -> bool:
        """Whether a record with these answers is sensitive."""
        if holds_any(answers, sensitive_codes()):
            return True
        given = answers if isinstance(answers, Mapping) else {}
        return any(says_yes(answer) for one in self._marks for _, answer in one.answers(given))

    def question_label(self, name: str) -> Translations:
        """The words of a question that means something, outside of repeats; empty when the form does not have it."""
        nodes = (one.node for one in self._asked if one.node["name"] == name and not one.repeat)
        return next((node.get("label", {}) for node in nodes), {})

    def choices_of(self, meaning: str) -> list[tuple[str, Translations]]:
        """(code, words) of the choices of the questions of this meaning, in their order."""
        nodes = (one.node for one in self._asked if one.term.code == meaning)
        return [(one["name"], one.get("label", {})) for node in nodes for one in node.get("choices", [])]

    def detail_label(self, domain: str, code: str) -> Translations:
        """The words of a detail of a need of this domain; empty when the form does not have it."""
        if (domain, code) not in self._labels:
            self._labels[domain, code] = self._detail_label(domain, code)
        return self._labels[domain, code]

    def _detail_label(self, domain: str, code: str) -> Translations:
        nodes = [one.node for one in self._asked if one.term.code == DETAIL]
        asked = self._path.walk({self._domain_question: domain}, Moment("")).relevant
        offered = [node for node in nodes if node["name"] in asked] or nodes
        choices = (choice for node in offered for choice in node.get("choices", []) if choice["name"] == code)
        return next((choice.get("label", {}) for choice in choices), {})

    @functools.cached_property
    def _path(self) -> Path:
        return Path(self._definition)

    def _of_asked(self, found: list[Fact], given: Mapping[str, object], today: str) -> list[Fact]:
        """Of alternatives, the one that was to be asked: a person may have let a record in that answers several."""
        several = {fact.question for fact in found if fact.meaning == DETAIL}
        if len(several) < 2:
            return found
        asked = self._path.walk(given, Moment(today)).relevant
        return [fact for fact in found if fact.meaning != DETAIL or fact.question in asked or "]" in fact.question]


@dataclass(frozen=True)
class _Asked:
    """A question that means something."""

    node: Node
    term: Term
    repeat: str
    """The repeat it is in; empty outside of any."""
    value: str
    codes: frozenset[str] | None
    """Answers that count; None where any does, because they are no choices of the form (projects, days)."""

    @functools.cached_property
    def key(self) -> str:
        """Under which a record's answers have it."""
        return self.repeat or self.node["name"]

    @property
    def is_topic(self) -> bool:
        return self.term.code in {DOMAIN, DETAIL} and not self.repeat

    def answers(self, given: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
        """Each answer with its key."""
        name = self.node["name"]
        if not self.repeat:
            if name in given:
                yield name, given[name]
            return
        for position, one in enumerate(instances(given.get(self.repeat)), 1):
            if name in one:
                yield f"{self.repeat}[{position}].{name}", one[name]

    def facts(self, key: str, answer: object) -> Iterator[Fact]:
        is_several = isinstance(answer, list) and self.node["type"] == "select_multiple"
        for one in cast("list[object]", answer) if is_several else (answer,):
            if isinstance(one, str):
                if one and len(one) <= LONGEST_CODE and (self.codes is None or one in self.codes):
                    yield _of_code(self.term.code, key, one, is_number=self.value == "number")
            elif "choices" not in self.node and _is_number(one):
                yield Fact(self.term.code, key, number=float(one))


@functools.lru_cache(maxsize=4096)
def _of_code(meaning: str, question: str, code: str, *, is_number: bool) -> Fact:
    """What a code comes to: many records say the same."""
    return Fact(meaning, question, code, float(code) if is_number and _NUMBER.fullmatch(code) else None)


def _is_number(answer: object) -> TypeGuard[int | float]:
    return isinstance(answer, int | float) and not isinstance(answer, bool) and abs(answer) <= LARGEST_NUMBER


def _asked(definition: Definition | Mapping[str, Any]) -> Iterator[_Asked]:
    nodes = list(_with_repeats(definition.get("questions", [])))
    carried = any("means" in node for node, _ in nodes)
    name = str(definition.get("name"))
    earlier = {} if carried else {**_earlier().get("*", {}), **_earlier().get(name, {})}
    unsaid = {**_later().get(name, {}), **earlier}
    for node, repeat in nodes:
        term = vocabulary("meanings").get(node.get("means") or unsaid.get(node["name"]))
        if term and node["type"] in term.many("types"):
            yield _Asked(node, term, repeat, term.attributes["value"], _codes(node, term))


def _with_repeats(nodes: list[Node]) -> Iterator[tuple[Node, str]]:
    """Every node with the repeat it is in. Repeats hold no repeats."""
    for node in nodes:
        if node["type"] == "repeat":
            yield from ((one, node["name"]) for one in in_order(node.get("children", [])))
        else:
            yield node, ""
            yield from _with_repeats(node.get("children", []))


def _codes(node: Node, term: Term) -> frozenset[str] | None:
    if "choices" not in node or "project" in node.get("appearance", "").split():
        return None if node["type"] in {"select_one", "date"} else frozenset()
    offered = frozenset(choice["name"] for choice in node["choices"])
    listed = term.attributes.get("vocabulary")
    return offered & (vocabulary(listed).codes | UNSAID) if listed else offered


def _domain(found: Iterable[Fact], question: str) -> str:
    named = (fact.code for fact in found if fact.meaning == DOMAIN and fact.question == question)
    return next((code for code in named if code and code not in UNSAID), OTHER)


def _was_need(definition: Definition | Mapping[str, Any]) -> bool:
    carried = any("means" in node for node in in_order(definition.get("questions", [])))
    return not carried and _earlier().get(str(definition.get("name")), {}).get("") == NEED


@functools.cache
def _earlier() -> Mapping[str, Mapping[str, str]]:
    """By form and question, what forms of before there were meanings mean; `*` is any form, no question the whole."""
    return _listed("earlier_meanings.csv")


@functools.cache
def _later() -> Mapping[str, Mapping[str, str]]:
    """By form and question, what questions mean for which there was no meaning yet when their form was written."""
    return _listed("later_meanings.csv")


def _listed(file: str) -> Mapping[str, Mapping[str, str]]:
    text = (resources.files("schemas") / "instruments" / file).read_text(encoding="utf-8")
    found: dict[str, dict[str, str]] = {}
    for row in csv.DictReader(io.StringIO(text)):
        found.setdefault(row["instrument"], {})[row["question"]] = row["means"]
    return found


@functools.cache
def stamp() -> str:
    """Names what facts depend on beside the answers. Facts of another stamp are to be worked out again."""
    meanings = [(term.code, dict(term.attributes)) for term in vocabulary("meanings").terms]
    names = sorted({listed for _, one in meanings if (listed := one.get("vocabulary"))})
    lists = [(name, [(one.code, one.flag("sensitive")) for one in vocabulary(name).terms]) for name in names]
    return hashlib.sha256(repr((_RULE, meanings, lists, _earlier(), _later())).encode()).hexdigest()[:12]
