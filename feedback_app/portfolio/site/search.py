"""Search over what is public: places, needs, themes, solutions, projects, organisations, initiatives, the framework.

Words are compared folded (no accents, no hyphens). No word that a person typed or said is in it: what is searched is
what the pages show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote
from weakref import WeakKeyDictionary

from feedback_app.base.db import AnySession
from feedback_app.base.folding import fold
from feedback_app.base.i18n import label
from feedback_app.portfolio.bourse import public_view
from feedback_app.portfolio.bourse.public_view import ProjectQuery
from feedback_app.portfolio.csr import published
from feedback_app.portfolio.csr.names import compared_level
from feedback_app.portfolio.listing import public_list
from feedback_app.portfolio.practices.published import public_practices
from feedback_app.register.lookup_store import place_paths, places_named
from schemas.vocabulary import vocabulary

LONGEST, MOST, MOST_PLACES, MOST_NEEDS = 80, 50, 20, 5000


@dataclass(frozen=True)
class SearchEntry:
    """Something that can be found: of which kind, where it is, what it is called, what else it says."""

    kind: str
    address: str
    title: str
    more: str = ""
    hidden: str = ""
    """Words by which it is found that are not shown."""

    @cached_property
    def folded(self) -> tuple[str, str]:
        """Its title and all of its words, as they are compared."""
        return fold(self.title), fold(f"{self.title} {self.more} {self.hidden}")


def entries(session: AnySession, *, today: dt.date, lang: str) -> list[SearchEntry]:
    """All that can be found but places, which are asked for by name."""
    return [*_heard(session, lang), *_practices(session, lang), *_projects(session, today, lang), *_sheets(session)]


def _heard(session: AnySession, lang: str) -> Iterator[SearchEntry]:
    """Themes, solutions, and needs by place and domain, each once."""
    shown = public_list.gathered(session)
    words = shown.words
    for theme in dict.fromkeys(one.theme for one in shown.groups if one.theme):
        domains = dict.fromkeys(one.domain for one in shown.groups if one.theme == theme)
        yield SearchEntry(
            "theme", f"/portfolio/{theme}", label(words.themes.get(theme, {}), lang), _labels("domains", domains, lang)
        )
    for group in shown.groups:
        for key in group.solutions:
            if key in words.solutions and group.theme:
                yield SearchEntry(
                    "solution",
                    f"/portfolio/{group.theme}",
                    words.solutions[key].title,
                    label(words.themes.get(group.theme, {}), lang),
                )
    first = {(group.place, group.domain): group for group in reversed(shown.groups[:MOST_NEEDS])}
    for group in first.values():
        one = public_list.line(group, words)
        details = ", ".join(label(part["label"], lang) for part in one["details"])
        address = f"/besoins?place={quote(group.place)}&domain={quote(group.domain)}"
        yield SearchEntry("need", address, f"{label(one['domain']['label'], lang)}, {one['place']['label']}", details)


def _labels(name: str, codes: Iterable[str], lang: str) -> str:
    return ", ".join(vocabulary(name).label(code, lang) for code in codes)


def _practices(session: AnySession, lang: str) -> Iterator[SearchEntry]:
    shown = public_practices(session)
    for one in shown.practices:
        places = ", ".join(shown.name(code) for code in one.places)
        yield SearchEntry("practice", f"/solutions/{one.id}", one.title(lang), places, one.summary(lang))


def _projects(session: AnySession, today: dt.date, lang: str) -> Iterator[SearchEntry]:
    for one in public_view.exchange(session, ProjectQuery(), today=today, lang=lang).projects:
        places = ", ".join(one.places)
        yield SearchEntry(
            "project", f"/bourse/{one.id}", one.words.title, f"{one.words.holder} · {places}", one.words.summary
        )


def _sheets(session: AnySession) -> Iterator[SearchEntry]:
    sheets = published.public_sheets(session)
    for one in sheets.organisations:
        yield SearchEntry(
            "organisation", f"/rse/organisations/{one.id}", str(one.words["name"]),
            str(one.words.get("activity") or ""), str(one.words.get("about") or ""),
        )  # fmt: skip
    for made in (*sheets.initiatives, *sheets.commitments):
        payers = ", ".join(payer.name for payer in made.payers)
        yield SearchEntry(
            "initiative", f"/rse/actions/{made.id}", made.title, f"{payers} · {made.place_words}".strip(" ·"),
            str(made.words.get("about") or ""),
        )  # fmt: skip
    for rule in sheets.rules:
        yield SearchEntry("rule", "/rse/cadre", str(rule.words["title"]), "", str(rule.words.get("means") or ""))


_MADE: WeakKeyDictionary[Any, dict[str, tuple[str, list[SearchEntry]]]] = WeakKeyDictionary()
"""What can be found, by language, with the version of all that is public that it is of."""


def search(session: AnySession, asked: str, *, version: str, today: dt.date, lang: str) -> list[SearchEntry]:
    """What has all words that are asked for, places first."""
    if not fold(asked):
        return []
    made = _MADE.setdefault(session.connection().engine, {})
    of = f"{version} {today}"
    known = made.get(lang)
    if known is None or known[0] != of:
        made[lang] = known = (of, entries(session, today=today, lang=lang))
    return [*found_places(session, asked), *found(known[1], asked)][:MOST]


def found(entries: Iterable[SearchEntry], asked: str) -> list[SearchEntry]:
    """The entries that have every word that is asked for, those that begin with them first, then those that have them
    in their title. Pure."""
    words = fold(asked[:LONGEST]).split()
    if not words:
        return []
    ranked = []
    for n, one in enumerate(dict.fromkeys(entries)):
        title, text = one.folded
        if all(word in text for word in words):
            in_title = all(word in title for word in words)
            ranked.append((not title.startswith(" ".join(words)), not in_title, n, one))
    return [one for *_, one in sorted(ranked, key=lambda rank: rank[:3])][:MOST]


def found_places(session: AnySession, asked: str) -> Sequence[SearchEntry]:
    """The places of public programmes whose name has what is asked for, the widest first."""
    words = fold(asked[:LONGEST])
    if len(words) < 2:
        return []
    homes = place_paths(session, {one.place_code for one in public_list.public_programmes(session)})
    levels, region = vocabulary("place_levels"), compared_level()
    return [
        SearchEntry(
            "place", f"/{'region' if one.level == region else 'lieu'}/{one.code}", one.label, levels.label(one.level)
        )
        for one in places_named(session, sorted(homes.values()), words, limit=MOST_PLACES)
    ]
