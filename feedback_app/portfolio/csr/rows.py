"""Rows of the CSR map for programs and spreadsheets: what the public pages show, and nothing more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from feedback_app.base.db import AnySession
from feedback_app.portfolio.csr.picture import CsrQuery, asked_for
from feedback_app.portfolio.csr.published import Initiative, PublicSheet, PublicSheets, public_sheets, version
from schemas.vocabulary import vocabulary

__all__ = ["commitment_rows", "initiative_rows", "organisation_rows", "version"]


def initiative_rows(session: AnySession, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The initiatives that are asked for, the largest announced amount first."""
    sheets = public_sheets(session)
    return [_initiative(one, sheets) for one in _asked_for(sheets.initiatives, asked)]


def commitment_rows(session: AnySession, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What organisations promised, as far as it is asked for, the largest amount first."""
    sheets = public_sheets(session)
    return [_announced(one, sheets) for one in _asked_for(sheets.commitments, asked)]


def _asked_for(some: Sequence[Initiative], asked: Mapping[str, Any]) -> list[Initiative]:
    query = CsrQuery(asked["sector"], asked["subject"], asked["goal"], asked["year"] or 0, asked["place"])
    return [one for one in asked_for(some, query) if asked["programme"] in ("", one.programme)]


def organisation_rows(session: AnySession, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The organisations, by name."""
    sheets = public_sheets(session)
    return [_organisation(one, sheets) for one in sheets.organisations if asked["programme"] in ("", one.programme)]


def _initiative(one: Initiative, sheets: PublicSheets) -> dict[str, Any]:
    more = {
        "paid": one.paid, "stage": _term("csr_stages", one.stage), "implementer": one.words.get("implementer"),
    }  # fmt: skip
    return {**_announced(one, sheets), **more}


def _announced(one: Initiative, sheets: PublicSheets) -> dict[str, Any]:
    first, last = one.years or (None, None)
    return {
        "id": str(one.id),
        "programme": one.programme,
        "code": one.key,
        "title": one.title,
        "funders": [
            {"id": str(payer.id) if payer.id else None, "name": payer.name, "share": payer.share}
            for payer in one.payers
        ],
        "sectors": _terms("sectors", one.sectors),
        "iso26000": _terms("iso26000", one.subjects),
        "sdgs": _terms("sdgs", one.goals),
        "places": [_place(code, sheets) for code in one.places],
        "place_note": one.words.get("place_note"),
        "committed": one.committed,
        "currency": "XOF",
        "first_year": first,
        "last_year": last,
        "source_url": one.words.get("source_url"),
        "source_date": one.words.get("source_date"),
        "confidence": _term("source_confidences", one.words.get("confidence")),
        "made_up": one.programme in sheets.made_up,
    }


def _organisation(one: PublicSheet, sheets: PublicSheets) -> dict[str, Any]:
    words = one.words
    return {
        "id": str(one.id),
        "programme": one.programme,
        "code": one.key,
        "name": words["name"],
        "kind": _term("organisation_kinds", words.get("kind")),
        "activity": words.get("activity"),
        "places": [_place(code, sheets) for code in words.get("places", ())],
        "about": words.get("about"),
        "website": words.get("website"),
        "initiatives": sum(any(payer.id == one.id for payer in other.payers) for other in sheets.initiatives),
        "source_url": words.get("source_url"),
        "source_date": words.get("source_date"),
        "confidence": _term("source_confidences", words.get("confidence")),
        "made_up": one.programme in sheets.made_up,
    }


def _terms(name: str, codes: Sequence[str]) -> list[dict[str, Any]]:
    return [term for code in codes if (term := _term(name, code))]


def _term(name: str, code: str | None) -> dict[str, Any] | None:
    term = vocabulary(name).get(code)
    return {"code": term.code, "label": dict(term.label)} if term else None


def _place(code: str, sheets: PublicSheets) -> dict[str, Any]:
    at = sheets.areas.points.get(code)
    return {
        "code": code, "name": sheets.areas.name(code), "level": at.level if at else None,
        "latitude": at.latitude if at else None, "longitude": at.longitude if at else None,
    }  # fmt: skip
