"""A file of places or projects that comes by a page: shown first, loaded when it comes back as it was seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from feedback_app.base.code_pages import NotText, decode
from feedback_app.base.db import AnySession
from feedback_app.base.faults import Fault
from feedback_app.register import loading, store
from feedback_app.register.desk_store import programme_path
from feedback_app.register.place_rights import PlaceRights
from feedback_app.register.preview import Preview, pack_file

MOST_PACKED = 32 * 1024 * 1024
"""Characters of the packed file that a preview sends back."""
_OF_ENCODING = frozenset({"which-code-page", "garbled", "letter-lost", "not-a-name"})
"""Faults that another code page may mend."""


@dataclass(frozen=True, slots=True)
class SentFile:
    """What the form sent: a file, or the one that its preview carries."""

    data: bytes
    filename: str
    page: str

    @property
    def packed(self) -> str:
        """The file as a field of a page."""
        return pack_file(self.data)


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What a file would change. `wrong` is a key of the texts: why what was confirmed is not done."""

    preview: Preview
    sent: SentFile
    wrong: str
    is_done: bool


def programme_rights(session: AnySession, programme: str) -> PlaceRights:
    """What the coordinators of a programme may change of the tree."""
    return PlaceRights(programme, programme_path(session, programme) or "/", store.owned_places(session, programme))


def load(
    session: AnySession,
    kind: str,
    sent: SentFile,
    *,
    programme: str,
    seen: str,
    clear: bool,
    accepted: bool,
    whole_tree: bool,
) -> ImportPreview:
    """Plans what a file would change, and does it if that is what was `seen`. `whole_tree`: by somebody who may change
    every place, not only the programme's. Raises `Unusable`."""
    if seen:
        store.lock_register(session)
    preview, write = loading.plan_import(
        session, kind, sent.data, filename=sent.filename, programme=programme, page=sent.page, clear=clear,
        rights=None if whole_tree else programme_rights(session, programme),
    )  # fmt: skip
    wrong = preview.seen_otherwise(seen, accepted=accepted)
    is_done = bool(seen) and not wrong
    if is_done:
        write()
    return ImportPreview(preview, sent, wrong, is_done)


def readings(sent: SentFile, faults: Sequence[Fault]) -> Sequence[tuple[str, str]]:
    """(code page, sample) to choose among for a file of which letters are wrong; none where no page is the reason."""
    if not _OF_ENCODING & {fault.reason for fault in faults}:
        return ()
    try:
        return decode(sent.data).readings
    except NotText:
        return ()
