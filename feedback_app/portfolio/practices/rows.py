"""Rows of solutions for programs and spreadsheets: what the public pages show, and nothing more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from feedback_app.base.db import AnySession
from feedback_app.portfolio.practices.published import (
    PracticeQuery,
    PublicEvidence,
    PublicPractice,
    PublicPractices,
    public_practices,
    version,
)
from schemas.vocabulary import vocabulary

__all__ = ["practice_rows", "version"]

AS_IT_IS = ("cost_low", "cost_high", "cost_unit", "cost_year", "conditions", "seeds", "hands", "risks", "how")


def practice_rows(session: AnySession, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The solutions that are asked for, those that came furthest first."""
    found = public_practices(session)
    query = PracticeQuery(asked["domain"], asked["stage"], asked["place"], asked["programme"])
    return [_row(one, found) for one in found.asked_for(query)]


def _row(one: PublicPractice, found: PublicPractices) -> dict[str, Any]:
    words = one.words
    return {
        "id": str(one.id),
        "programme": one.programme,
        "title": {"fr": one.title("fr"), "en": words.get("title_en")},
        "summary": {"fr": one.summary("fr"), "en": words.get("summary_en")},
        "stage": _term("practice_stages", one.stage),
        "phase": _phase(one.stage),
        "domains": _terms("domains", words.get("domains", ())),
        "sdgs": _terms("sdgs", words.get("sdgs", ())),
        "themes": [{"id": key, "title": name["fr"], "title_en": name["en"]} for key, name in one.themes],
        "places": [_place(code, found) for code in one.places],
        "tried_in": [_place(code, found) for code in one.tried_in],
        "makers": _term("practice_makers", words.get("makers")),
        "credit": one.credit or None,
        "traditional": _term("traditional_knowledge", words.get("traditional")),
        "holders_agreed_on": one.agreed_on,
        "currency": "XOF",
        "copying": _term("practice_copying", words.get("copying")),
        **{name: words.get(name) for name in AS_IT_IS},
        "evidence": [_evidence(each, found) for each in one.evidence],
        "published_on": one.published_on.isoformat() if one.published_on else None,
        "made_up": one.made_up,
    }


def _phase(stage: str) -> str:
    term = vocabulary("practice_stages").get(stage)
    return term.attributes["phase"] if term else ""


def _evidence(one: PublicEvidence, found: PublicPractices) -> dict[str, Any]:
    place = found.name(one.place) or None
    return {
        "kind": _term("practice_evidence", one.kind), "source": one.source, "day": one.day.isoformat(),
        "shows": one.shows, "place": place,
    }  # fmt: skip


def _terms(name: str, codes: Sequence[str]) -> list[dict[str, Any]]:
    return [term for code in codes if (term := _term(name, code))]


def _term(name: str, code: str | None) -> dict[str, Any] | None:
    term = vocabulary(name).get(code)
    return {"code": term.code, "label": dict(term.label)} if term else None


def _place(code: str, found: PublicPractices) -> dict[str, Any]:
    at = found.points.get(code)
    return {
        "code": code, "name": found.name(code), "level": at.level if at else None,
        "latitude": at.latitude if at else None, "longitude": at.longitude if at else None,
    }  # fmt: skip
