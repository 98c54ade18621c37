"""Whom a note names: `@` and a name, as people write it. Pure."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from feedback_app.base.folding import fold

_NAME = re.compile(r"[\w'’-]+(?: [\w'’-]+){0,4}")


@dataclass(frozen=True, slots=True)
class NotePart:
    """A piece of a note's text; `person` where it names somebody."""

    text: str
    person: uuid.UUID | None = None


def parts_of(text: str, names: Mapping[uuid.UUID, str]) -> list[NotePart]:
    """A text, cut where it names somebody: by the whole name, or by the first word of it where only one has that.
    Capitals and accents do not matter."""
    called, found, plain, rest = _called(names), list[NotePart](), "", text
    while True:
        before, sign, rest = rest.partition("@")
        plain += before
        if not sign:
            return [*found, NotePart(plain)] if plain else found
        name, person = ("", None) if plain[-1:].isalnum() else _longest(rest, called)
        if person is None:
            plain += sign
        else:
            found += [*([NotePart(plain)] if plain else []), NotePart(sign + name, person)]
            plain, rest = "", rest[len(name) :]


def mentioned(text: str, names: Mapping[uuid.UUID, str]) -> set[uuid.UUID]:
    """Who is named in a text."""
    return {one.person for one in parts_of(text, names) if one.person}


def _called(names: Mapping[uuid.UUID, str]) -> dict[str, uuid.UUID]:
    """By folded name, who is meant; what is said of several is left out."""
    meant: dict[str, set[uuid.UUID]] = {}
    for person, name in names.items():
        words = fold(name).split()
        for one in {" ".join(words), *words[:1]} - {""}:
            meant.setdefault(one, set()).add(person)
    return {name: next(iter(some)) for name, some in meant.items() if len(some) == 1}


def _longest(text: str, called: Mapping[str, uuid.UUID]) -> tuple[str, uuid.UUID | None]:
    """The longest beginning of a text that is somebody's name, up to five words; no address of a mailbox has one."""
    found = _NAME.match(text[:200])
    words = found[0].split(" ") if found else []
    for n in range(len(words), 0, -1):
        name = " ".join(words[:n])
        if person := called.get(fold(name)):
            return name, person
    return "", None
