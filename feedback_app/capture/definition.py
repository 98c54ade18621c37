"""An instrument as it is stored and as it travels to phones: the shapes of its JSON, and reading it in order.

Keys whose value is empty are left out. `static/pwa/src/domain/definition.ts` says the same in TypeScript.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, TypeAlias, TypedDict

Texts: TypeAlias = dict[str, str]
"""A sentence by language code."""

Kind: TypeAlias = Literal[
    "text", "integer", "decimal", "select_one", "select_multiple", "date", "geopoint", "image", "audio", "note",
    "calculate", "group",
]  # fmt: skip

SILENT = frozenset({"note", "group"})
"""Kinds that take no answer."""


class Choice(TypedDict, total=False):
    """One answer of a select."""

    name: str
    label: Texts
    picture: str


class Node(TypedDict, total=False):
    """A question, or a group of them. Expressions are trees as `expression.parse` makes them."""

    name: str
    type: Kind
    label: Texts
    hint: Texts
    required: bool | dict[str, Any]
    required_message: Texts
    relevant: dict[str, Any]
    constraint: dict[str, Any]
    constraint_message: Texts
    calculation: dict[str, Any]
    appearance: str
    parameters: dict[str, str]
    picture: str
    choices: list[Choice]
    children: list[Node]


class Definition(TypedDict, total=False):
    """A whole instrument; of its keys only `picture` may be missing."""

    name: str
    version: str
    title: Texts
    languages: list[str]
    default_language: str
    picture: str
    questions: list[Node]


def in_order(nodes: list[Node]) -> Iterator[Node]:
    """Every node, groups before what they hold, in the order they are asked."""
    for node in nodes:
        yield node
        yield from in_order(node.get("children", []))


def question(definition: Definition | Mapping[str, Any], name: str) -> Node | None:
    """The node of that name; None when there is none. Useful to show an answer with its question."""
    return next((node for node in in_order(definition.get("questions", [])) if node.get("name") == name), None)


def choice_label(definition: Definition | Mapping[str, Any], name: str, choice: str) -> Texts:
    """The label of a choice by language; empty when the question or the choice is not there."""
    node = question(definition, name)
    for each in node.get("choices", []) if node else []:
        if each["name"] == choice:
            return each.get("label", {})
    return {}
