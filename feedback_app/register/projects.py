"""Reading the register of CSR projects: what is promised where, by whom, for how much. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from slugify import slugify

from feedback_app.base.cells import NotANumber, fault_of_code, has_other_unit, whole_number
from feedback_app.base.code_pages import looks_garbled
from feedback_app.base.faults import Fault, Unusable, refuse
from feedback_app.base.table_file import Table, TableReader, read_table
from feedback_app.register.places import MAX_FILE

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "code", "project_id", "code_projet", "identifiant"),
    "title": ("titre", "title", "intitule", "intitule_du_projet", "project_title"),
    "organisations": (
        "entreprises",
        "entreprise",
        "organisations",
        "organisation",
        "funders",
        "funder",
        "bailleurs",
        "bailleur",
        "company",
        "companies",
    ),
    "sector": ("domaine_besoin", "sector", "secteur"),
    "organisation_sector": ("secteur_entreprise", "organisation_sector"),
    "crs": ("crs",),
    "sdg": ("odd", "sdg"),
    "place": ("code_localite_artci", "place", "place_code", "code_localite", "code_lieu", "code_du_lieu"),
    "wider_place": ("adm3_pcode", "adm3"),
    "locality": ("localite", "locality"),
    "area": ("indice_admin", "area"),
    "amount": ("montant_fcfa", "amount", "montant", "amount_xof", "montant_xof", "budget"),
    "date": ("date",),
    "status": ("statut", "status"),
    "implementer": ("maitre_oeuvre", "implementer"),
    "note": ("note",),
    "source_url": ("source_url", "source"),
}

LONGEST_ID = 80

PLAIN = ("title", "sector", "crs", "sdg", "date", "status", "implementer", "note", "source_url")
"""Columns that are stored as they are written."""

_SHARE = re.compile(r"^(?P<name>.*?)\s*\((?P<share>\d{1,3}(?:[.,]\d+)?)\s*%\)$")


@dataclass(frozen=True, slots=True)
class Funder:
    """An organisation and its share in percent, where it is given."""

    id: str
    name: str
    share: float | None


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """One project as a file has it: `values` holds only what the file speaks of, by our names of columns.

    `places` are codes to try, the most precise first; `funders` is None where no column names them.
    """

    row: int
    id: str
    values: Mapping[str, object]
    places: tuple[str, ...] = ()
    funders: tuple[Funder, ...] | None = None
    organisation_sector: str = ""
    place: str = ""
    """The most precise one of `places`, where its column says anything."""
    remark: str = ""
    """Why the funders are odd, as a reason of a remark."""


def read_projects(data: bytes, *, page: str = "", read: TableReader = read_table) -> tuple[list[ProjectRow], Table]:
    """Projects out of a CSV or .xlsx with a header, in French or English, and the table that they were in.

    Raises `Unusable`, row-precise, with nothing taken.
    """
    table = read(data, COLUMNS, needed=("id",), most_bytes=MAX_FILE, page=page)
    if not table.rows:
        raise refuse("empty-file")
    if has_other_unit(table.written.get("amount", "")):
        raise refuse("other-unit", row=1, column=table.written["amount"])
    faults: list[Fault] = []
    seen: set[str] = set()
    found = [_project(n, cells, seen, faults, odd=table.odd.get((n, "id"))) for n, cells in table.rows]
    if faults:
        raise Unusable([*table.origin.doubts(), *table.with_headings(faults)])
    return found, table


def _project(
    number: int, cells: Mapping[str, str], seen: set[str], faults: list[Fault], *, odd: str | None
) -> ProjectRow:
    key = cells["id"]
    if why := fault_of_code(key, odd, longest=LONGEST_ID):
        faults.append(Fault(number, "id", why, key[:60]))
    if key in seen:
        faults.append(Fault(number, "id", "twice", key))
    seen.add(key)
    if "title" in cells and not 0 < len(cells["title"]) <= 400:
        faults.append(Fault(number, "title", "not-a-name", cells["title"][:60]))
    faults += [
        Fault(number, column, why, cells[column][:60])
        for column in (*PLAIN, "organisations", "locality", "area")
        if (why := fault_of_text(cells.get(column, ""), is_address=column == "source_url"))
    ]
    values: dict[str, object] = {name: cells[name] or None for name in PLAIN if name in cells}
    if "amount" in cells:
        values["amount"] = _amount(number, cells["amount"], faults)
    if "locality" in cells or "area" in cells:
        parts = (cells.get("locality", ""), cells.get("area", ""))
        values["place_note"] = ", ".join(part for part in parts if part)[:300] or None
    paying = funders_in(cells["organisations"]) if "organisations" in cells else None
    return ProjectRow(
        number, key, values, tuple(filter(None, (cells.get("place"), cells.get("wider_place")))), paying,
        cells.get("organisation_sector", ""), cells.get("place", ""),
        odd_shares(cells.get("organisations", ""), paying or ()) or "",
    )  # fmt: skip


def fault_of_text(text: str, *, is_address: bool) -> str | None:
    """Why a text cannot be taken, as a key of the texts: signs that nobody sees, letters that an encoding damaged."""
    if any(unicodedata.category(sign) in {"Cc", "Cf", "Cs"} and sign not in "\r\n\t\u200c\u200d" for sign in text):
        return "hidden-signs"
    words = [] if is_address else [word for word in text.split() if "//" not in word]
    if any(re.search(r"[^\W\d_]\?[^\W\d_]", word) for word in words):
        return "letter-lost"
    return "garbled" if any(map(looks_garbled, words)) else None


def _amount(number: int, text: str, faults: list[Fault]) -> int | None:
    try:
        return whole_number(text, most_digits=15)
    except NotANumber as error:
        faults.append(Fault(number, "amount", str(error), text[:60]))
        return None


def funders_in(text: str) -> tuple[Funder, ...]:
    """`A (55 %) ; B (45 %)` as two funders with their shares; each may stand on a line of its own."""
    found: dict[str, Funder] = {}
    for part in filter(None, (one.strip() for one in re.split(r"[;\n]", text))):
        match = _SHARE.match(part)
        name = (match["name"] if match else part)[:300]
        share = float(match["share"].replace(",", ".")) if match else None
        key = slugify(name)[:80] or "inconnu"
        share = share if share is None or share <= 100 else None
        if key in found and share is not None:
            share += found[key].share or 0
        found[key] = Funder(key, name, share)
    return tuple(found.values())


def odd_shares(text: str, funders: Sequence[Funder]) -> str | None:
    """What is odd about the shares in a cell, as a reason of a remark."""
    if any(float(one.replace(",", ".")) > 100 for one in re.findall(r"\((\d{1,3}(?:[.,]\d+)?)\s*%\)", text)):
        return "share-too-large"
    return "shares-over-whole" if sum(one.share or 0 for one in funders) > 100.5 else None
