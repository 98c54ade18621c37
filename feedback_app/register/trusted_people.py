"""Whom to call behind the danger door (decision 22): the trusted people of a programme, by place, and the helplines of
its country. Pure.

They stand in the programme's settings, as `trusted`, and travel to phones with the programme.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from schemas.vocabulary import vocabulary

FORM = "echo_trusted"
"""What recordings of their sentences name as their form. No form of a programme may be called so."""

KEY = "trusted"
MOST = 200
LONGEST_NAME = 80
LONGEST_TEXT = 120
LANGUAGES = ("fr", "en")

_PHONE = re.compile(r"\+?[0-9]{3,15}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}")


class UnusableContacts(ValueError):
    """What is wrong, as (row from 1, field)."""

    def __init__(self, wrong: list[tuple[int, str]]) -> None:
        super().__init__(", ".join(f"{row}: {field}" for row, field in wrong))
        self.wrong = wrong


@dataclass(frozen=True, slots=True)
class Contact:
    """A trusted person, as a programme keeps it."""

    name: str
    phone: str
    place: str
    """Whoever is there, or below it, is shown this one."""
    role: Mapping[str, str]
    hours: Mapping[str, str]
    languages: tuple[str, ...] = ()
    example: bool = False
    """Made up, for a demonstration."""

    @property
    def id(self) -> str:
        """Another name or number is another id: no recording of the old sentence says a number that changed."""
        return "t" + hashlib.sha256(f"{self.name}|{self.phone}".encode()).hexdigest()[:12]

    def as_setting(self) -> dict[str, Any]:
        """As it is stored in the programme's settings."""
        return asdict(self) | {"languages": list(self.languages)}


def read_contacts(written: object, *, home: str) -> list[Contact]:
    """Contacts as somebody wrote them, checked; who names no place is for all of the programme (`home`).

    Raises `UnusableContacts` with every field that is wrong: nothing is taken then.
    """
    rows = written if isinstance(written, list) else [None]
    found = [_read(row if isinstance(row, Mapping) else {}, home) for row in rows[: MOST + 1]]
    wrong = [(number, field) for number, (_, fields) in enumerate(found, 1) for field in fields]
    if wrong or len(rows) > MOST:
        raise UnusableContacts(wrong or [(MOST + 1, KEY)])
    return [contact for contact, _ in found]


def _read(row: Mapping[str, Any], home: str) -> tuple[Contact, list[str]]:
    phone = re.sub(r"[\s.()/-]", "", str(row.get("phone") or ""))
    languages = row.get("languages") or []
    spoken = languages.replace(",", " ").split() if isinstance(languages, str) else list(map(str, languages))
    contact = Contact(
        name=_line(row.get("name")), phone=phone, place=_line(row.get("place")) or home, role=_texts(row.get("role")),
        hours=_texts(row.get("hours")), languages=tuple(dict.fromkeys(spoken)), example=row.get("example") is True,
    )  # fmt: skip
    wrong = {
        "name": not 0 < len(contact.name) <= LONGEST_NAME,
        "phone": not _PHONE.fullmatch(phone),
        "place": len(contact.place) > 40,
        "role": any(len(text) > LONGEST_TEXT for text in contact.role.values()),
        "hours": any(len(text) > LONGEST_TEXT for text in contact.hours.values()),
        "languages": len(spoken) > 12 or not all(_LANGUAGE.fullmatch(one) for one in spoken),
    }
    return contact, [field for field, bad in wrong.items() if bad]


def _line(value: object) -> str:
    return " ".join(str(value or "").split())


def _texts(value: object) -> dict[str, str]:
    """A sentence by language; one without a language is in French."""
    given = value if isinstance(value, Mapping) else {"fr": value}
    return {str(code)[:8]: text for code, one in given.items() if (text := _line(one))}


def contacts(settings: Mapping[str, Any]) -> list[Contact]:
    """The trusted people that a programme names. What cannot be read is left out: a phone must get the others."""
    rows = settings.get(KEY)
    found = [_read(row, "") for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []
    return [contact for contact, wrong in found if not wrong]


def wire(contact: Contact, path: str) -> dict[str, Any]:
    """A contact as phones get it. `path` is of its place: the deepest that holds the person's own place counts."""
    body: dict[str, Any] = {
        "id": contact.id, "name": contact.name, "phone": contact.phone, "path": path, "role": dict(contact.role),
        "hours": dict(contact.hours), "languages": list(contact.languages),
        "say": {code: sentence(contact, code) for code in LANGUAGES},
    }  # fmt: skip
    return body | ({"example": True} if contact.example else {})


def sentence(contact: Contact, lang: str) -> str:
    """What is said aloud, and what a facilitator records in other languages: name, number, hours."""
    who = ", ".join(part for part in (contact.name, _in(contact.role, lang)) if part)
    call = "Call" if lang == "en" else "Appelez le"
    hours = _in(contact.hours, lang)
    return f"{who}. {call} {readable_number(contact.phone)}." + (f" {hours}." if hours else "")


def _in(texts: Mapping[str, str], lang: str) -> str:
    return texts.get(lang) or texts.get("fr") or next(iter(texts.values()), "")


def readable_number(phone: str) -> str:
    """A number as people read it: `07 00 00 00 00`, `+225 07 00 …`; short ones whole."""
    head, rest = (phone[:-10], phone[-10:]) if len(phone) > 10 else ("", phone)
    pairs = " ".join(re.findall(r"..", rest)) if len(rest) == 10 else rest
    return f"{head} {pairs}".strip()


def helplines(country: str) -> list[dict[str, Any]]:
    """The numbers that anybody in a country may call (`helplines.csv`), as phones get them."""
    return [
        {"number": term.attributes["number"], "label": dict(term.label), "picture": term.picture}
        for term in vocabulary("helplines").terms
        if term.attributes.get("country") == country
    ]


def nearest_contacts(found: Iterable[Mapping[str, Any]], path: str) -> list[Mapping[str, Any]]:
    """Of contacts as `wire` makes them, those of the deepest place that holds `path`."""
    above = [one for one in found if path.startswith(str(one["path"]))]
    deepest = max((len(str(one["path"])) for one in above), default=0)
    return [one for one in above if len(str(one["path"])) == deepest]
