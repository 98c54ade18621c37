"""What of an instrument can be said aloud, each under a name of its own. Pure.

A question or a group is named by itself, its hint `name#hint`, its choice `name/choice`. A choice that says the same
wherever it is in the form ("Oui") is one part, `*/choice`: nobody records it twenty times.
`static/pwa/src/domain/parts.ts` says the same; `tests/vectors/parts.json` holds both to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from feedback_app.forms.engine.definition import Definition, Translations, in_order

UNSAID = frozenset({"calculate"})


@dataclass(frozen=True, slots=True)
class Part:
    """One thing to say: its name, and its written words by language."""

    key: str
    words: Translations
    sounds: Translations
    """Recordings that came with the form: SHA-256 by language."""


def parts(definition: Definition | Mapping[str, Any]) -> list[Part]:
    """Every part that has words, in the order it is asked; each once."""
    found: dict[str, Part] = {}
    for part in _parts(definition):
        found.setdefault(part.key, part)
    return list(found.values())


def _parts(definition: Definition | Mapping[str, Any]) -> Iterator[Part]:
    shared = _shared(definition)
    for node in in_order(definition.get("questions", [])):
        if node["type"] in UNSAID:
            continue
        name = node["name"]
        if label := node.get("label"):
            yield Part(name, label, node.get("sounds", {}))
        if hint := node.get("hint"):
            yield Part(f"{name}#hint", hint, {})
        for choice in node.get("choices", []):
            own = choice["name"] not in shared
            yield Part(f"{name if own else '*'}/{choice['name']}", choice["label"], choice.get("sounds", {}))


def _shared(definition: Definition | Mapping[str, Any]) -> frozenset[str]:
    """The choices that say the same in every question that has them."""
    labels_of: dict[str, list[Translations]] = {}
    for node in in_order(definition.get("questions", [])):
        for choice in node.get("choices", []) if node["type"] not in UNSAID else []:
            labels_of.setdefault(choice["name"], []).append(choice["label"])
    return frozenset(name for name, labels in labels_of.items() if all(label == labels[0] for label in labels))
