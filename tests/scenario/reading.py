"""The numbers of a page as a reader sees them: its tables, its lines of figures, its lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

VOID = {"br", "img", "meta", "link", "input", "path", "rect", "circle", "hr", "source"}
_SPACES = re.compile(r"(?<=\d)[\u00a0\u202f](?=\d)")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


class Node:
    """An element with what is in it."""

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag, self.attributes = tag, attributes
        self.parts: list[Node | str] = []

    def has(self, name: str) -> bool:
        return name in self.attributes.get("class", "").split()

    def all(self, tag: str, name: str = "") -> Iterator[Node]:
        """Every element of this tag and class within, in order."""
        for one in self.parts:
            if isinstance(one, Node):
                if one.tag == tag and (not name or one.has(name)):
                    yield one
                yield from one.all(tag, name)

    def first(self, tag: str, name: str = "") -> Node | None:
        return next(self.all(tag, name), None)

    @property
    def text(self) -> str:
        """Its words, blanks as they are seen."""
        parts = (one if isinstance(one, str) else f" {one.text} " for one in self.parts)
        return re.sub(r"[ \n\t]+", " ", "".join(parts)).strip()

    @property
    def numbers(self) -> list[float]:
        """Every number in its words."""
        return numbers(self.text)


def numbers(words: str) -> list[float]:
    """`12 500` and `3,5` of a text, in order."""
    return [float(one.replace(",", ".")) for one in _NUMBER.findall(_SPACES.sub("", words))]


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Node("", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Node(tag, {name: value or "" for name, value in attrs})
        self._open[-1].parts.append(made)
        if tag not in VOID:
            self._open.append(made)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1].parts.append(Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        for n in range(len(self._open) - 1, 0, -1):
            if self._open[n].tag == tag:
                del self._open[n:]
                return

    def handle_data(self, data: str) -> None:
        self._open[-1].parts.append(data)


def page(html: str) -> Node:
    """A page, without what comes before and after its content."""
    parser = _Parser()
    parser.feed(html)
    return parser.root.first("main") or parser.root


def table(node: Node) -> list[list[str]]:
    """The cells of a table's body, row by row."""
    body = node.first("tbody") or node
    return [
        [cell.text for cell in row.parts if isinstance(cell, Node) and cell.tag in ("td", "th")]
        for row in body.all("tr")
    ]


def section(node: Node, name: str) -> Node:
    """The part of a page under the heading of this id."""
    found = next((one for one in node.all("section") if one.attributes.get("aria-labelledby") == name), None)
    assert found is not None, f"no section {name}"
    return found
