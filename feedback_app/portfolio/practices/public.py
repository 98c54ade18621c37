"""The door for anyone: solutions that people found, by stage, and a page and a sheet of each."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from feedback_app.base import audience
from feedback_app.base.answer_cache import answer_cache
from feedback_app.base.db import db
from feedback_app.base.i18n import label, language
from feedback_app.base.problem import Problem
from feedback_app.base.representations import prepared, prepared_answer
from feedback_app.portfolio.practices import published, sheet, store
from feedback_app.portfolio.practices.money import cost_words
from feedback_app.portfolio.practices.published import PracticeQuery, PublicPractices
from feedback_app.portfolio.practices.stages import ORDER
from feedback_app.portfolio.practices.texts import TEXTS
from schemas.portfolio import LONGEST_CODE
from schemas.vocabulary import vocabulary

pages = audience.pages(__name__)


@pages.context_processor
def words() -> dict[str, Any]:
    """What the public pages of solutions say things with."""
    lang = language()
    return {
        "say": TEXTS.say, "section": "practices", "term": _term, "in_words": label, "cost_words": cost_words,
        "stage_words": partial(sheet.stage_words, lang=lang), "credit_words": partial(sheet.credit_words, lang=lang),
        "step_words": partial(sheet.step_words, lang=lang), "day": partial(sheet.day_words, lang=lang),
        "stage_means": _stage_means,
    }  # fmt: skip


def _term(name: str, code: str | None) -> str:
    return vocabulary(name).label(code, language()) if code else ""


def _stage_means(code: str) -> str:
    term = vocabulary("practice_stages").get(code)
    return term.texts("means")[language()] if term else ""


@pages.get("/solutions")
def solutions() -> ResponseReturnValue:
    """What people found, by stage."""
    return _page_of(_solutions)


def _solutions() -> str:
    found, asked = published.public_practices(db.session), _asked()
    fitting = found.asked_for(asked)
    return render_template(
        "practices/list.html", asked=asked, found=found, total=len(fitting),
        stages=[(stage, [one for one in fitting if one.stage is stage]) for stage in ORDER], options=_options(found),
    )  # fmt: skip


def _options(found: PublicPractices) -> dict[str, list[tuple[str, str]]]:
    """What may be chosen: only what there is."""
    domains = {code for one in found.practices for code in one.words.get("domains", ())}
    stages = {str(one.stage) for one in found.practices}
    return {
        "domain": _offered("domains", domains),
        "stage": _offered("practice_stages", stages),
        "place": sorted(((code, found.name(code)) for code in _places(found)), key=lambda one: one[1]),
    }


def _places(found: PublicPractices) -> set[str]:
    return {code for one in found.practices for code in (*one.places, *one.tried_in)}


def _offered(name: str, codes: Iterable[str]) -> list[tuple[str, str]]:
    there = set(codes)
    return [(one.code, one.label[language()]) for one in vocabulary(name).terms if one.code in there]


@pages.get("/solutions/<uuid:practice_id>")
def solution(practice_id: uuid.UUID) -> ResponseReturnValue:
    """One solution: what it is, what shows it, what it takes, why it is here."""
    if (into := store.merged_into(db.session, practice_id)) is not None:
        return redirect(url_for(".solution", practice_id=into), 302)
    return _page_of(partial(_solution, practice_id))


def _solution(practice_id: uuid.UUID) -> str:
    found = published.public_practices(db.session)
    one = _one(found, practice_id)
    return render_template(
        "practices/solution.html", one=one, found=found, title=one.title(language()), summary=one.summary(language()),
        citation=sheet.citation(one, language(), _address(practice_id)),
    )  # fmt: skip


@pages.get("/solutions/<uuid:practice_id>.md")
def solution_sheet(practice_id: uuid.UUID) -> ResponseReturnValue:
    """The same as a sheet of Markdown, to be put into other documents."""
    return _page_of(partial(_sheet, practice_id), "text/markdown")


def _sheet(practice_id: uuid.UUID) -> str:
    found = published.public_practices(db.session)
    return sheet.sheet(_one(found, practice_id), found, lang=language(), address=_address(practice_id))


def _one(found: PublicPractices, practice_id: uuid.UUID) -> published.PublicPractice:
    one = next((one for one in found.practices if one.id == practice_id), None)
    if one is None:
        raise Problem("not-found")
    return one


def _address(practice_id: uuid.UUID) -> str:
    return url_for(".solution", practice_id=practice_id, _external=True)


def _asked() -> PracticeQuery:
    return PracticeQuery(**{name: request.args.get(name, "")[:LONGEST_CODE] for name in ("domain", "stage", "place")})


def _page_of(render: Callable[[], str], media_type: str = "text/html") -> Response:
    """A page, rendered once for each version of the solutions, address and language."""
    key = ("practices", published.version(db.session), language(), request.host_url, request.full_path)
    answer = prepared_answer(answer_cache().get(key, lambda: prepared(render().encode(), media_type)))
    answer.headers["Cache-Control"] = "no-cache"
    answer.vary.update(["Cookie", "Accept-Language"])
    return answer
