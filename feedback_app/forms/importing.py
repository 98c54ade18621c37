"""From an uploaded file to an instrument of a programme. Reading changes nothing."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath

from slugify import slugify

from feedback_app.base.db import AnySession
from feedback_app.forms import store
from feedback_app.forms.actions import install_instrument
from feedback_app.forms.form_files import FormFile
from feedback_app.forms.prompt_form import SYSTEM
from feedback_app.forms.sheets import read_sheets
from feedback_app.forms.workbook import kind_of
from feedback_app.forms.xlsform.compiler import Assumed, Reading, read_xlsform
from feedback_app.forms.xlsform.issue import Issue, XlsformError
from feedback_app.forms.xlsform.limits import LONGEST_NAME
from feedback_app.register.trusted_people import FORM as TRUSTED

LANGUAGES = {"fr": "French (fr)", "en": "English (en)"}
"""What a form without a language may be in."""


@dataclass(frozen=True)
class ImportedForm:
    """A form that was understood: `is_new` when the programme has no such version yet."""

    reading: Reading
    is_new: bool

    @property
    def name(self) -> str:
        """The instrument's name."""
        return self.reading.definition["name"]


def read_file(
    data: bytes,
    filename: str,
    *,
    name: str = "",
    language: str = "fr",
    as_text: bool = False,
    files: Mapping[str, FormFile] | None = None,
) -> Reading:
    """The instrument in a file. `name` is its own name, else what the form calls itself, else the file's; `files` are
    the pictures and sounds that came along.

    Raises `XlsformError` with every reason why it is none.
    """
    kind = kind_of(filename)
    source = read_sheets(data, kind)
    stem = PurePath(filename).stem
    assumed = Assumed(stem[:80], hashlib.sha256(data).hexdigest()[:8], LANGUAGES[language])
    reading = read_xlsform(
        source, proper_name(name or stem) or "formulaire", kind=kind, as_text=as_text, assumed=assumed, files=files
    )
    again = read_xlsform(reading.source, reading.definition["name"], as_text=as_text, files=files)
    if again.definition != reading.definition:
        raise XlsformError([Issue("survey", None, "not-as-markdown")])  # what is stored must say what was looked at
    if not name and (own := proper_name(reading.form_id)):
        reading.definition["name"] = own
    if reading.definition["name"] in {*SYSTEM, TRUSTED}:
        raise XlsformError([Issue("settings", 2, "name-reserved", details={"found": reading.definition["name"]})])
    return reading


def proper_name(written: str) -> str:
    """A name as instruments have them: small letters, digits and `_`."""
    return slugify(written, separator="_")[:LONGEST_NAME]


def compare(session: AnySession, programme_id: str, reading: Reading) -> ImportedForm:
    """What installing would do. Raises `XlsformError` when that version says something else already."""
    definition = reading.definition
    existing = store.definition(session, programme_id, definition["name"], definition["version"])
    if existing is not None and dict(existing) != dict(definition):
        found = {"found": definition["version"]}
        raise XlsformError([Issue("settings", 2, "version-taken", definition["name"], found)])
    return ImportedForm(reading, is_new=existing is None)


def install(session: AnySession, programme_id: str, reading: Reading, *, now: dt.datetime) -> ImportedForm:
    """Makes it the current version of its instrument in the programme. Raises as `compare`."""
    outcome = compare(session, programme_id, reading)
    if outcome.is_new:
        install_instrument(
            session, programme_id, name=outcome.name, source=reading.source, now=now,
            compile=lambda _source, _name: reading.definition,
        )  # fmt: skip
    return outcome
