"""What the form of a sheet says: read field by field, and proposed when all of it can be taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slugify import slugify

from feedback_app.base.db import AnySession
from feedback_app.portfolio.csr import publishing, store
from feedback_app.portfolio.csr.kinds import KINDS, LONGEST_KEY, CsrKind
from feedback_app.portfolio.csr.names import NameFinder, name_finder
from feedback_app.portfolio.csr.publishing import SheetRefusal
from feedback_app.portfolio.csr.tables import CsrSheet
from feedback_app.portfolio.csr.values import FieldError, fault_between, read_value
from feedback_app.portfolio.solutions.history import Author

Sent = Mapping[str, Sequence[str]]
"""What a form sent, by field."""


@dataclass(frozen=True, slots=True)
class FormErrors:
    """What of a form cannot be taken: (reason, what may be written) by field."""

    by_field: Mapping[str, tuple[str, str]]


def new_sheet(
    session: AnySession, programme: str, kind: CsrKind, sent: Sent, *, author: Author
) -> CsrSheet | FormErrors:
    """Proposes a new sheet; its key is made of its title, and of a number where another has it."""
    store.lock_sheets(session)
    words = read_form(kind, sent, name_finder(session, programme))
    if isinstance(words, FormErrors):
        return words
    known = {one.key for one in store.sheets(session, programme, kind.code)}
    base = slugify(str(words[kind.title]))[: LONGEST_KEY - 5] or kind.code
    if base in known and kind.title == "name":
        return FormErrors({kind.title: ("twice-there", "")})
    key = next(one for one in (base, *(f"{base}-{n}" for n in range(2, 1000))) if one not in known)
    return publishing.add_sheet(session, programme, kind.code, key, words, author=author)


def change_sheet(
    session: AnySession, programme: str, sheet: CsrSheet, sent: Sent, *, author: Author
) -> SheetRefusal | FormErrors | None:
    """Proposes other words of a sheet, of the version that was read."""
    words = read_form(KINDS[sheet.kind], sent, name_finder(session, programme))
    if isinstance(words, FormErrors):
        return words
    version = (*sent.get("version", ()), "")[0]
    seen = int(version) if version.isdecimal() and len(version) < 9 else 0
    return publishing.propose(session, sheet, words, author=author, seen=seen)


def read_form(kind: CsrKind, sent: Sent, names: NameFinder) -> dict[str, Any] | FormErrors:
    """The values of a form by field, or what of it cannot be taken."""
    words: dict[str, Any] = {}
    faults: dict[str, tuple[str, str]] = {}
    for one in kind.fields:
        text = ";".join(sent.get(one.name, ())).replace("\r\n", "\n").replace("\x00", "")
        try:
            words[one.name] = read_value(one, text, names)
        except FieldError as fault:
            faults[one.name] = fault.reason, fault.hint
            continue
        if one.needed and not words[one.name]:
            faults[one.name] = "needed", ""
    if not faults and (why := fault_between(words)):
        faults["last_year"] = why, ""
    return FormErrors(faults) if faults else words
