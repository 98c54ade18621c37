"""The queue's page, gathered."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from feedback_app.base.db import AnySession
from feedback_app.base.i18n import label
from feedback_app.base.id_text import read_id
from feedback_app.enrol.permissions import Area
from feedback_app.forms.lookup_store import titles as instrument_titles
from feedback_app.ledger.malformed import count_unseen
from feedback_app.register.languages import names
from feedback_app.register.lookup_store import programme_by_id
from feedback_app.review.marks import flag_mark, mention_mark, tags_in
from feedback_app.review.queue import store
from feedback_app.review.queue.chips import FilterView, chips
from feedback_app.review.queue.lines import Line, PageTime, lines_of
from feedback_app.review.queue.query import CLAIMS, FLAGS, PAGE, TABS, OrderKey, Query
from feedback_app.review.queue.saved_view_store import ViewLink, views_for
from feedback_app.review.queue.texts import TEXTS
from feedback_app.review.second_reading_store import count_waiting
from feedback_app.review.service_target import answer_days
from feedback_app.review.store import Option


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab, and how many cases stand behind it."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class QueueView:
    """The queue's page."""

    programme: str
    query: Query
    days: int
    """Within how many days the programme means to decide."""
    tabs: Sequence[Tab]
    urgent: Sequence[Line]
    """Where somebody may be in danger: above the others, on every page of what waits."""
    lines: Sequence[Line]
    previous: OrderKey | None
    next: OrderKey | None
    views: Sequence[ViewLink]
    """Saved ones, of the reader and shared."""
    chips: Sequence[FilterView]
    found: Found | None
    """How many records the filters find; None without any filter, where the tabs say it."""
    instruments: Sequence[Option]
    authors: Sequence[Option]
    claimers: Sequence[Option]
    """The other reviewers before whom records are."""
    projects: Sequence[Option]
    phones: Sequence[Option]
    """Of the author that was chosen, or the one phone that was."""
    languages: Sequence[Option]
    flags: Sequence[Option]
    """What records are flagged for."""
    tags: Sequence[Option]
    crumbs: Sequence[Option]
    below: Sequence[Option]
    second: int
    """How many decisions of others the reader may read a second time, counted up to `MOST_SECOND`."""
    mentioned: int
    """In how many records the reader is named by a note that they have not seen."""
    unreadable: int
    """What came and could not be read as a record, and nobody has looked at yet."""


MOST_COUNTED, MOST_SECOND = 1000, 100


@dataclass(frozen=True, slots=True)
class Found:
    """How many records there are: exactly, or more than so many."""

    count: int
    more: bool


def queue_view(
    session: AnySession, area: Area, query: Query, *, lang: str, reader: uuid.UUID, now: dt.datetime
) -> QueueView:
    """The page of the queue that `query` asks for, before a reader."""
    mine = store.cases_of(session, area, reader=reader, now=now)
    page = store.page(session, mine, query)
    titles = instrument_titles(session, area.programme_id)
    programme = programme_by_id(session, area.programme_id)
    days = answer_days(programme.settings if programme else {})
    rows = [*page.urgent, *page.rows]
    lines = lines_of(session, area.programme_id, rows, titles, lang=lang, at=PageTime(now, days))
    crumbs, below = store.crumbs(session, area, query.place)
    instruments = [Option(name, label(title, lang)) for name, title in titles.items()]
    authors, projects = store.authors(session, mine), store.projects(session, area.programme_id)
    claimers = _claimers(session, mine, query, lang)
    phones = store.phones(session, area.programme_id, query)
    spoken = names(programme.languages, programme.settings) if programme else {}
    languages = [Option(code, label(words, lang)) for code, words in spoken.items()]
    marks = store.marks(session, mine)
    flags, tags_there = _marks(marks, query, lang)
    named = {
        "flag": [Option(one, TEXTS.say(f"flag.{one}", lang=lang)) for one in FLAGS],
        "instrument": instruments, "author": authors, "project": projects, "place": crumbs, "device": phones,
        "language": languages, "claimed": claimers,
    }  # fmt: skip
    return QueueView(
        programme=area.programme_id,
        query=query,
        days=days,
        tabs=tabs(store.counts(session, mine)),
        urgent=lines[: len(page.urgent)],
        lines=lines[len(page.urgent) :],
        previous=page.previous,
        next=page.next,
        views=views_for(session, area.programme_id, reader),
        chips=chips(query, named, lang),
        found=_found(session, mine, query, page) if query.filtered else None,
        instruments=instruments,
        authors=authors,
        claimers=claimers,
        projects=projects,
        phones=phones,
        languages=languages,
        flags=flags,
        tags=tags_there,
        crumbs=crumbs,
        below=below,
        second=count_waiting(session, area.programme_id, reader=reader, paths=mine.paths, most=MOST_SECOND),
        mentioned=marks.get(mention_mark(reader), 0),
        unreadable=count_unseen(session, area.programme_id, area.paths),
    )


def _claimers(session: AnySession, mine: store.CaseArea, query: Query, lang: str) -> list[Option]:
    """The reviewers who may be filtered by; who is chosen stays one of them when nothing is before them any longer."""
    found = store.claimers(session, mine)
    if query.claimed and query.claimed not in {*CLAIMS, *(one.value for one in found)}:
        whose = "mine" if read_id(query.claimed) == mine.reader else "others"
        found.append(Option(query.claimed, TEXTS.say(f"claimed.{whose}", lang=lang)))
    return found


def _marks(there: Mapping[str, int], query: Query, lang: str) -> tuple[list[Option], list[Option]]:
    """What may be filtered by: what records are flagged for, the gravest first, and their tags; what is chosen too."""
    flags = [
        Option(one, TEXTS.say(f"flag.{one}", lang=lang))
        for one in FLAGS
        if flag_mark(one) in there or one == query.flag
    ]
    tags = dict.fromkeys([*tags_in(" ".join(there)), *([query.tag] if query.tag else [])])
    return flags, [Option(one, one) for one in tags]


def _found(session: AnySession, mine: store.CaseArea, query: Query, page: store.QueuePage) -> Found:
    """Of a list that is one page, what is there; of a longer one as far as it is counted."""
    here = len(page.rows) + len(page.urgent)
    if page.previous is None and page.next is None:
        return Found(here, more=False)
    counted = store.count_matching(session, mine, query, most=MOST_COUNTED + 1)
    if counted is None:
        return Found(PAGE, more=True)
    return Found(min(counted, MOST_COUNTED), more=counted > MOST_COUNTED)


def in_view(session: AnySession, mine: store.CaseArea, query: Query) -> Found:
    """How many are in the list that somebody walks through: as far as it is counted, else as far as its first page."""
    if not query.filtered:
        count = next(one.count for one in tabs(store.counts(session, mine)) if one.name == query.tab)
        return Found(count, more=False)
    counted = store.count_matching(session, mine, query, most=MOST_COUNTED + 1)
    if counted is None:
        here = store.count_first(session, mine, query, most=PAGE + 1)
        return Found(min(here, PAGE), more=here > PAGE)
    return Found(min(counted, MOST_COUNTED), more=counted > MOST_COUNTED)


def tabs(counts: Mapping[str, int]) -> list[Tab]:
    """The tabs with their counts."""
    return [
        Tab(name, sum(counts.get(state, 0) for state in states) if states else sum(counts.values()))
        for name, states in TABS.items()
    ]
