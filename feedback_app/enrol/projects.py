"""Reading the register of CSR projects: what is promised where, by whom, for how much. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from slugify import slugify

from feedback_app.enrol.places import Fault, Unusable, read_table

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "code", "project_id"),
    "title": ("titre", "title", "intitule"),
    "organisations": ("entreprises", "organisations", "funders", "bailleurs"),
    "sector": ("domaine_besoin", "sector", "secteur"),
    "organisation_sector": ("secteur_entreprise", "organisation_sector"),
    "crs": ("crs",),
    "sdg": ("odd", "sdg"),
    "place": ("code_localite_artci", "place", "place_code", "code_localite"),
    "wider_place": ("adm3_pcode", "adm3"),
    "locality": ("localite", "locality"),
    "area": ("indice_admin", "area"),
    "amount": ("montant_fcfa", "amount", "montant"),
    "date": ("date",),
    "status": ("statut", "status"),
    "implementer": ("maitre_oeuvre", "implementer"),
    "note": ("note",),
    "source_url": ("source_url", "source"),
}

_SHARE = re.compile(r"^(?P<name>.*?)\s*\((?P<share>\d{1,3}(?:[.,]\d+)?)\s*%\)$")


@dataclass(frozen=True, slots=True)
class Funder:
    """An organisation and its share in percent, where it is told."""

    id: str
    name: str
    share: float | None


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """One project as a file tells it. `places` are codes to try, the most precise first."""

    row: int
    id: str
    title: str
    funders: tuple[Funder, ...]
    places: tuple[str, ...]
    place_note: str | None
    amount: int | None
    fields: Mapping[str, str]


def read_projects(data: bytes) -> list[ProjectRow]:
    """Projects out of a CSV with a header, in French or English. Raises `Unusable`, row-precise, with nothing taken."""
    rows = read_table(data, COLUMNS, needed=("id", "title"))
    if not rows:
        raise Unusable([Fault(0, "", "empty-file")])
    faults: list[Fault] = []
    seen: set[str] = set()
    found = [one for n, told in rows if (one := _project(n, told, seen, faults))]
    if faults:
        raise Unusable(faults)
    return found


def _project(number: int, told: Mapping[str, str], seen: set[str], faults: list[Fault]) -> ProjectRow | None:
    v = {name: told.get(name, "") for name in COLUMNS}
    before = len(faults)
    if not re.fullmatch(r"[A-Za-z0-9._:-]{1,80}", v["id"]):
        faults.append(Fault(number, "id", "not-a-code", v["id"][:60]))
    if v["id"] in seen:
        faults.append(Fault(number, "id", "twice", v["id"]))
    seen.add(v["id"])
    if not 0 < len(v["title"]) <= 400:
        faults.append(Fault(number, "title", "not-a-name", v["title"][:60]))
    amount = re.sub(r"[\s\u202f\u00a0]", "", v["amount"])
    if amount and not (amount.isascii() and amount.isdigit() and len(amount) <= 15):
        faults.append(Fault(number, "amount", "not-a-number", v["amount"][:60]))
    if len(faults) > before:
        return None
    note = ", ".join(part for part in (v["locality"], v["area"]) if part)[:300] or None
    places = tuple(code for code in (v["place"], v["wider_place"]) if code)
    return ProjectRow(
        number, v["id"], v["title"], _funders(v["organisations"]), places, note, int(amount) if amount else None, v
    )


def _funders(text: str) -> tuple[Funder, ...]:
    """`A (55 %) ; B (45 %)` as two funders with their shares."""
    found: dict[str, Funder] = {}
    for part in filter(None, (one.strip() for one in text.split(";"))):
        match = _SHARE.match(part)
        name = (match["name"] if match else part)[:300]
        share = float(match["share"].replace(",", ".")) if match else None
        key = slugify(name)[:80] or "inconnu"
        found[key] = Funder(key, name, share if share is None or share <= 100 else None)
    return tuple(found.values())
