"""What the first page shows: what was heard, what was done about it, what is sought."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from feedback_app.base.db import AnySession
from feedback_app.insight.figures.view import PlaceFeeling, place_feelings
from feedback_app.portfolio.bourse import public_view
from feedback_app.portfolio.bourse.public_view import ExchangeView, ProjectQuery
from feedback_app.portfolio.csr import picture, published
from feedback_app.portfolio.csr.picture import Sums
from feedback_app.portfolio.listing import public_list
from feedback_app.portfolio.listing import view as list_view
from feedback_app.portfolio.listing.groups import ListQuery
from feedback_app.portfolio.listing.replies import PublicReply, public_replies
from feedback_app.portfolio.listing.view import ListView
from feedback_app.portfolio.practices.published import PublicPractice, public_practices
from feedback_app.register.lookup_store import place_paths

THEMES, PLACES, REPLIES, PROJECTS = 6, 8, 3, 3


@dataclass(frozen=True, slots=True)
class SummaryView:
    """The first page; `day` is that of the figures, None where there are none."""

    heard: ListView
    day: dt.date | None
    feelings: Sequence[PlaceFeeling]
    replies: Sequence[PublicReply]
    all_replies: int
    exchange: ExchangeView
    csr: Sums
    practices: Sequence[PublicPractice]


def home(session: AnySession, *, today: dt.date, lang: str) -> SummaryView:
    """The first page, of all that is public."""
    replies = public_replies(session, ListQuery(), today=today)
    return SummaryView(
        heard=list_view.portfolio(session, ListQuery(), offset=0, lang=lang),
        day=public_list.figures_day(session, today=today),
        feelings=_feelings(session),
        replies=replies[:REPLIES],
        all_replies=len(replies),
        exchange=public_view.exchange(session, ProjectQuery(), today=today, lang=lang),
        csr=picture.sums(published.public_sheets(session).initiatives),
        practices=public_practices(session).practices,
    )


def _feelings(session: AnySession) -> list[PlaceFeeling]:
    """How people feel in all of the first programme that shows it."""
    for one in public_list.public_programmes(session):
        home_path = place_paths(session, [one.place_code]).get(one.place_code, "/")
        if found := place_feelings(session, one, path="", home=home_path, is_sum_only=True):
            return found
    return []
