"""An instrument as it is stored and as it travels to phones: the shapes of its JSON, and reading it in order.

Keys whose value is empty are left out. `static/pwa/src/domain/definition.ts` says the same in TypeScript.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, Literal, TypeAlias, TypedDict

Translations: TypeAlias = dict[str, str]
"""A sentence by language code."""

Kind: TypeAlias = Literal[
    "text", "integer", "decimal", "range", "select_one", "select_multiple", "rank", "acknowledge", "date", "time",
    "dateTime", "geopoint", "image", "audio", "note", "calculate", "group", "repeat",
]  # fmt: skip

SILENT = frozenset({"note", "group"})
"""Kinds that take no answer."""

UNSAID = frozenset({"nsp", "refus"})
"""Choices of any form that are answers, and yet say nothing of the matter."""

MOST_INSTANCES = 200
"""How often a repeat may be answered in one record."""


class Choice(TypedDict, total=False):
    """One answer of a select."""

    name: str
    label: Translations
    picture: str
    images: Translations
    """Pictures that came with the form: SHA-256 by language."""
    sounds: Translations
    """Recordings that came with the form: SHA-256 by language."""
    columns: dict[str, str]
    """What a `choice_filter` asks of it: cells of the choices sheet, by column."""
    danger: bool
    """Whoever chooses it says that somebody is in danger: nothing more is asked (decision 22)."""


class Node(TypedDict, total=False):
    """A question, or a group or repeat of them. Expressions are trees as `expression.parse` makes them.

    A repeat is answered by a list with the answers of each time, by name. Repeats hold no repeats.
    """

    name: str
    type: Kind
    label: Translations
    hint: Translations
    required: bool | dict[str, Any]
    required_message: Translations
    relevant: dict[str, Any]
    constraint: dict[str, Any]
    constraint_message: Translations
    calculation: dict[str, Any]
    default: Any
    """The answer that a new draft begins with."""
    dynamic_default: dict[str, Any]
    """The same, worked out when the draft, or one time of a repeat, begins."""
    read_only: bool
    choice_filter: dict[str, Any]
    """Which choices are offered, asked of each by its columns."""
    count: dict[str, Any]
    """How many times a repeat is asked; without it as often as the person wants."""
    danger: bool
    """Of a note: asking it opens the danger door, nothing more is asked. Of a select with a choice that does so: its
    screen shows whom to call."""
    means: str
    """What the question asks for, whatever it is called: a code of `schemas/vocabulary/meanings.csv` (`meaning.py`)."""
    appearance: str
    parameters: dict[str, str]
    picture: str
    images: Translations
    sounds: Translations
    choices: list[Choice]
    children: list[Node]


class Definition(TypedDict, total=False):
    """A whole instrument; of its keys only `picture` may be missing."""

    name: str
    version: str
    title: Translations
    languages: list[str]
    default_language: str
    picture: str
    questions: list[Node]


def in_order(nodes: list[Node]) -> Iterator[Node]:
    """Every node, groups before what they hold, in the order they are asked."""
    for node in nodes:
        yield node
        yield from in_order(node.get("children", []))


def plain_name(key: str) -> str:
    """The question of an answer that is named by its path: of `problems[1].what` it is `what`."""
    return key.rsplit("].", 1)[-1]


def question(definition: Definition | Mapping[str, Any], name: str) -> Node | None:
    """The node of that name or key; None when there is none. Useful to show an answer with its question."""
    name = plain_name(name)
    return next((node for node in in_order(definition.get("questions", [])) if node.get("name") == name), None)


class Danger(StrEnum):
    """What a record says of somebody in danger (decision 22)."""

    NONE = ""
    ASKED = "asked"
    """Somebody opened the danger door: it has no answers."""
    MAYBE = "maybe"
    """A form from before the door could be marked showed its note; what was answered after it is there."""


def door_names(definition: Definition | Mapping[str, Any]) -> Iterator[str]:
    """The questions that can open the danger door: notes so marked, and those with a choice that does."""
    for node in in_order(definition.get("questions", [])):
        is_note = node["type"] == "note" and node.get("danger")
        if is_note or any(choice.get("danger") for choice in node.get("choices", [])):
            yield node["name"]


def old_door_names(definition: Definition | Mapping[str, Any]) -> Iterator[str]:
    """The notes that were doors before doors could be marked: by their pictogram."""
    for node in in_order(definition.get("questions", [])):
        if node["type"] == "note" and node.get("picture") == "porte":
            yield node["name"]


def choice_label(definition: Definition | Mapping[str, Any], name: str, choice: str) -> Translations:
    """The label of a choice by language; empty when the question or the choice is not there."""
    node = question(definition, name)
    for each in node.get("choices", []) if node else []:
        if each["name"] == choice:
            return each.get("label", {})
    return {}
