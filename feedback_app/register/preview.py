"""What loading a file would change, as it is shown before anything does. Pure."""

from __future__ import annotations

import base64
import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from feedback_app.base.faults import Fault
from feedback_app.base.table_file import Origin
from sync.gunzip import gunzip


@dataclass(frozen=True, slots=True)
class Change:
    """One value that would be another. `key` is the code of what it belongs to, `column` its heading in the file."""

    row: int
    key: str
    name: str
    column: str = ""
    old: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would do. `emptied` are values for which the file has an empty cell: they stay unless asked."""

    new: tuple[Change, ...] = ()
    changed: tuple[Change, ...] = ()
    emptied: tuple[Change, ...] = ()
    unchanged: int = 0
    shapes: int = 0
    """Outlines that are new or changed."""
    doubts: tuple[Fault, ...] = ()
    remarks: tuple[Fault, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    origin: Origin = field(default_factory=Origin)
    digest: str = ""
    """Of the outlines' content, which is not shown."""

    @property
    def known(self) -> int:
        """How many existing ones would change."""
        return len({change.key for change in self.changed})

    @property
    def changes_nothing(self) -> bool:
        """Whether all that the file says is stored already."""
        return not (self.new or self.changed or self.emptied or self.shapes)

    @property
    def fingerprint(self) -> str:
        """The same for the same changes only: what is confirmed is what was shown."""
        content = (self.new, self.changed, self.emptied, self.shapes, self.digest, self.doubts, self.origin.page)
        return hashlib.sha256(repr(content).encode()).hexdigest()

    def seen_otherwise(self, seen: str, *, accepted: bool) -> str:
        """Why what a person confirmed by its fingerprint is not done, as a key of the texts; empty when it is."""
        if seen and seen != self.fingerprint:
            return "changed_meanwhile"
        return "not_accepted" if seen and self.doubts and not accepted else ""


def differences(
    row: int, key: str, name: str, *, old: Mapping[str, object], new: Mapping[str, object], columns: Mapping[str, str]
) -> tuple[list[Change], list[Change]]:
    """(changed, emptied) of one thing, by our names of columns."""
    found = [
        Change(row, key, name, columns.get(column, column), value_in_words(old.get(column)), value_in_words(value))
        for column, value in new.items()
        if value != old.get(column)
    ]
    return [one for one in found if one.new], [one for one in found if not one.new]


def value_in_words(value: object) -> str:
    """A value as people read it."""
    return "" if value is None else f"{value:.10g}" if isinstance(value, float) else str(value)


def pack_file(data: bytes) -> str:
    """A file as a field of a page: what is confirmed travels with the preview, so that no server need keep it."""
    return base64.b64encode(gzip.compress(data, 6, mtime=0)).decode()


def unpack_file(text: str, *, most: int) -> bytes:
    """The file in a field; empty for what is none, or unpacks to more than `most`."""
    try:
        return gunzip(base64.b64decode(text, validate=True), limit=most)
    except ValueError:  # no base64, no gzip, too large
        return b""
