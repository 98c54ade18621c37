"""The kinds of sheets, and their fields: what each holds, and what files and forms call it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Shape(StrEnum):
    """What a field holds, and so how it is read and stored."""

    TEXT = "text"
    LONG = "long"
    CHOICE = "choice"
    """A code of a vocabulary."""
    CHOICES = "choices"
    """Several of them."""
    PLACES = "places"
    """Codes of places."""
    AMOUNT = "amount"
    """Whole FCFA. What is not known is absent, never 0."""
    YEAR = "year"
    DAY = "day"
    """A day, a month or a year, as the source gives it: `2014`, `2014-03`, `2014-03-20`."""
    ADDRESS = "address"
    """Of a page of the web."""
    FUNDERS = "funders"
    """Organisations with their shares in percent: `[[key, name, share or null], …]`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """One field. `headings` are what files may call its column, whatever case and accents."""

    name: str
    shape: Shape
    headings: tuple[str, ...]
    needed: bool = False
    longest: int = 300
    vocabulary: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class CsrKind:
    """One kind of sheet."""

    code: str
    title: str
    """The field that names it."""
    fields: tuple[Field, ...]
    helpers: Mapping[str, tuple[str, ...]]
    """Columns of files that are no field: from them a field is worked out where its own column is absent."""

    @property
    def columns(self) -> Mapping[str, tuple[str, ...]]:
        """What each column of a file may be called."""
        return {"id": ID, **{one.name: one.headings for one in self.fields}, **self.helpers}

    def field(self, name: str) -> Field:
        """The field of this name. StopIteration where there is none."""
        return next(one for one in self.fields if one.name == name)


ID = ("id", "code", "identifiant", "project_id", "code_projet")
LONGEST_KEY = 80
ORGANISATION, INITIATIVE, COMMITMENT, RULE = "organisation", "initiative", "commitment", "rule"

_SOURCE = (
    Field(name="source_url", shape=Shape.ADDRESS, headings=("source_url", "source", "lien", "url"), longest=1000),
    Field(name="source_date", shape=Shape.DAY, headings=("source_date", "date_source", "date de la source")),
    Field(
        name="confidence", shape=Shape.CHOICE, headings=("confidence", "niveau de confiance", "fiabilite"),
        vocabulary="source_confidences",
    ),
)  # fmt: skip
_YEARS = (
    Field(name="first_year", shape=Shape.YEAR, headings=("first_year", "premiere_annee", "annee_debut", "debut")),
    Field(name="last_year", shape=Shape.YEAR, headings=("last_year", "derniere_annee", "annee_fin", "fin")),
)
_SECTORS = Field(
    name="sectors", shape=Shape.CHOICES, headings=("domaine_besoin", "secteurs", "secteur", "sectors", "sector"),
    vocabulary="sectors",
)  # fmt: skip
_ISO = Field(
    name="iso26000", shape=Shape.CHOICES, headings=("iso26000", "iso_26000", "question_centrale"),
    vocabulary="iso26000",
)  # fmt: skip
_SDGS = Field(name="sdgs", shape=Shape.CHOICES, headings=("odd", "odds", "sdg", "sdgs"), vocabulary="sdgs")
_PLACES = Field(
    name="places", shape=Shape.PLACES,
    headings=("lieux", "places", "code_localite_artci", "place", "place_code", "code_localite", "code_lieu", "regions"),
)  # fmt: skip
_FUNDERS = Field(
    name="funders", shape=Shape.FUNDERS,
    headings=("entreprises", "entreprise", "organisations", "organisation", "bailleurs", "funders", "companies"),
)  # fmt: skip
_DATE = {"date": ("date", "annees", "years", "periode")}

_ORGANISATION = CsrKind(
    code=ORGANISATION,
    title="name",
    fields=(
        Field(name="name", shape=Shape.TEXT, headings=("nom", "name", "organisation", "entreprise"), needed=True),
        Field(name="kind", shape=Shape.CHOICE, headings=("type", "kind", "nature"), vocabulary="organisation_kinds"),
        Field(
            name="activity", shape=Shape.TEXT, longest=80,
            headings=("secteur_entreprise", "activite", "activity", "secteur", "sector", "organisation_sector"),
        ),
        _PLACES,
        Field(name="about", shape=Shape.LONG, headings=("presentation", "description", "about"), longest=1500),
        Field(name="website", shape=Shape.ADDRESS, headings=("site", "website", "site_web"), longest=1000),
        *_SOURCE,
    ),
    helpers={},
)  # fmt: skip
_INITIATIVE = CsrKind(
    code=INITIATIVE,
    title="title",
    fields=(
        Field(name="title", shape=Shape.TEXT, headings=("titre", "title", "intitule"), needed=True),
        _FUNDERS,
        _SECTORS,
        _ISO,
        _SDGS,
        _PLACES,
        Field(name="place_note", shape=Shape.TEXT, headings=("precision_lieu", "place_note")),
        Field(
            name="committed", shape=Shape.AMOUNT,
            headings=("montant_annonce", "montant_fcfa", "montant_engage", "committed", "amount", "montant", "budget"),
        ),
        Field(name="paid", shape=Shape.AMOUNT, headings=("montant_verse", "verse_fcfa", "paid", "amount_paid")),
        *_YEARS,
        Field(name="stage", shape=Shape.CHOICE, headings=("statut", "etat", "status"), vocabulary="csr_stages"),
        Field(name="implementer", shape=Shape.TEXT, headings=("maitre_oeuvre", "implementer")),
        Field(name="about", shape=Shape.LONG, headings=("note", "description", "about"), longest=1500),
        *_SOURCE,
    ),
    helpers={
        "wider_place": ("adm3_pcode", "adm3"),
        "locality": ("localite", "locality"),
        "area": ("indice_admin", "area"),
        "activity": ("secteur_entreprise", "organisation_sector"),
        **_DATE,
    },
)  # fmt: skip
_COMMITMENT = CsrKind(
    code=COMMITMENT,
    title="title",
    fields=(
        Field(name="title", shape=Shape.TEXT, headings=("engagement", "titre", "title"), needed=True),
        _FUNDERS,
        _SECTORS,
        _ISO,
        _SDGS,
        _PLACES,
        Field(name="committed", shape=Shape.AMOUNT, headings=("montant_fcfa", "montant", "committed", "amount")),
        *_YEARS,
        Field(name="about", shape=Shape.LONG, headings=("note", "description", "about"), longest=1500),
        *_SOURCE,
    ),
    helpers=_DATE,
)  # fmt: skip
_RULE = CsrKind(
    code=RULE,
    title="title",
    fields=(
        Field(name="title", shape=Shape.TEXT, headings=("texte", "titre", "title"), needed=True),
        Field(name="kind", shape=Shape.CHOICE, headings=("type", "nature", "kind"), vocabulary="framework_kinds"),
        Field(name="date", shape=Shape.DAY, headings=("date", "date_du_texte")),
        Field(
            name="means", shape=Shape.LONG, needed=True, longest=2000,
            headings=("pour_entreprise", "ce_que_cela_veut_dire", "means", "consequence"),
        ),
        Field(name="force", shape=Shape.CHOICE, headings=("en_vigueur", "in_force"), vocabulary="force_states"),
        *_SOURCE,
    ),
    helpers={},
)  # fmt: skip

KINDS: Mapping[str, CsrKind] = {one.code: one for one in (_ORGANISATION, _INITIATIVE, _COMMITMENT, _RULE)}
