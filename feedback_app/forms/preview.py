"""An instrument as a coordinator looks at it before phones get it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from feedback_app.base.i18n import label
from feedback_app.forms.engine.definition import Definition, Node

MOST_CHOICES = 12
FLAGS = (("required", "required"), ("if", "relevant"), ("checked", "constraint"), ("filtered", "choice_filter"))


@dataclass(frozen=True, slots=True)
class Line:
    """One question, as deep as the groups it is in.

    `flags` are keys of `texts`: required, if, checked, filtered, danger. `more` is how many choices are not shown.
    """

    depth: int
    name: str
    kind: str
    text: str
    hint: str
    picture: str
    choices: tuple[str, ...]
    more: int
    flags: tuple[str, ...]
    image: str = ""
    """SHA-256 of the picture that came along."""
    sound: str = ""


def lines(definition: Definition, lang: str) -> list[Line]:
    """Every question in order, groups before what they hold; what is only calculated is left out."""
    return list(_lines(definition["questions"], lang, 0))


def _lines(nodes: list[Node], lang: str, depth: int) -> Iterator[Line]:
    for node in nodes:
        if node["type"] == "calculate":
            continue
        choices = tuple(label(choice.get("label", {}), lang) for choice in node.get("choices", []))
        yield Line(
            depth=depth,
            name=node["name"],
            kind=node["type"],
            text=label(node.get("label", {}), lang),
            hint=label(node.get("hint", {}), lang),
            picture=node.get("picture", ""),
            choices=choices[:MOST_CHOICES],
            more=max(0, len(choices) - MOST_CHOICES),
            flags=_flags(node),
            image=label(node.get("images", {}), lang),
            sound=label(node.get("sounds", {}), lang),
        )
        yield from _lines(node.get("children", []), lang, depth + 1)


def _flags(node: Node) -> tuple[str, ...]:
    door = node.get("danger") or any(choice.get("danger") for choice in node.get("choices", []))
    return (*(flag for flag, key in FLAGS if node.get(key)), *(("danger",) if door else ()))


def count(definition: Definition) -> int:
    """How many questions take an answer."""
    return sum(line.kind not in {"group", "note", "repeat"} for line in lines(definition, "fr"))
