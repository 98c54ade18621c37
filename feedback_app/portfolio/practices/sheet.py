"""A solution as a sheet of Markdown, for documents such as those of the national partnership days (JNP)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from feedback_app.portfolio.practices.chain import PublicStep
from feedback_app.portfolio.practices.money import cost_words
from feedback_app.portfolio.practices.published import PublicPractice, PublicPractices
from feedback_app.portfolio.practices.texts import TEXTS
from schemas.vocabulary import vocabulary

_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|])")
COPY = ("conditions", "seeds", "hands", "risks")


def sheet(one: PublicPractice, found: PublicPractices, *, lang: str, address: str) -> str:
    """Title, what it is, how far and what shows it, what it takes, who found it, why it is here, how to cite it."""
    return "\n".join(_lines(one, found, lang, address)) + "\n"


def _lines(one: PublicPractice, found: PublicPractices, lang: str, address: str) -> Iterator[str]:
    def say(key: str, **values: object) -> str:
        return TEXTS.say(key, lang=lang, **values)

    yield f"# {plain(one.title(lang))}"
    if one.made_up:
        yield from ("", f"**{say('made_up')}**")
    yield from ("", plain(one.summary(lang)), "")
    for name, text in _facts(one, found, lang):
        yield f"- **{name}**{' :' if lang == 'fr' else ':'} {plain(text)}"
    for name in ("how", *COPY):
        if one.words.get(name):
            yield from ("", f"## {say(f'field.{name}')}", "", plain(str(one.words[name])))
    yield from ("", f"## {say('evidence')}", "")
    for each in one.evidence:
        place = f", {found.name(each.place)}" if each.place else ""
        kind = vocabulary("practice_evidence").label(each.kind, lang)
        day = day_words(each.day.isoformat(), lang)
        yield f"- {kind}, {day}{plain(place)}. {plain(each.source)} : {plain(each.shows)}"
    if not one.evidence:
        yield say("evidence.none")
    yield from ("", f"## {say('why')}", "")
    yield from (f"- {day_words(step.day.isoformat(), lang)} : {step_words(step, lang)}" for step in one.chain)
    yield from ("", f"## {say('cite')}", "", plain(citation(one, lang, address)))


def _facts(one: PublicPractice, found: PublicPractices, lang: str) -> Iterator[tuple[str, str]]:
    def say(key: str, **values: object) -> str:
        return TEXTS.say(key, lang=lang, **values)

    yield say("field.stage"), stage_words(one.stage, lang)
    yield say("field.domains"), ", ".join(vocabulary("domains").label(code, lang) for code in one.words["domains"])
    for name, codes in (("places", one.places), ("tried_in", one.tried_in)):
        if codes:
            yield say(f"field.{name}"), ", ".join(found.name(code) for code in codes)
    yield say("field.cost"), cost_words(one.words, lang) or say("cost.unknown")
    yield say("credit"), credit_words(one, lang)
    if one.agreed_on:
        yield say("traditional"), say("traditional.agreed", day=day_words(one.agreed_on, lang))
    if one.words.get("copying"):
        yield say("field.copying"), vocabulary("practice_copying").label(one.words["copying"], lang)


def stage_words(stage: str, lang: str) -> str:
    """`Éprouvée (Test)`: ours, and that of the Accelerator Labs."""
    term = vocabulary("practice_stages").get(stage)
    return f"{term.label[lang]} ({term.attributes['phase']})" if term else stage


def credit_words(one: PublicPractice, lang: str) -> str:
    """Who found it, as they wish to be known."""
    if one.credit:
        return one.credit
    code = one.words.get("makers")
    who = vocabulary("practice_makers").label(code, lang) if code else TEXTS.say("credit.people", lang=lang)
    return TEXTS.say("credit.none", lang=lang, who=who)


def step_words(step: PublicStep, lang: str) -> str:
    """What happened, in words."""
    stage = vocabulary("practice_stages").label(step.stage, lang) if step.stage else ""
    return TEXTS.say(f"why.{step.kind}", lang=lang, stage=stage)


def citation(one: PublicPractice, lang: str, address: str) -> str:
    """How to cite its page."""
    day = day_words(one.published_on.isoformat(), lang) if one.published_on else ""
    return TEXTS.say("citation", lang=lang, title=one.title(lang), day=day, address=address)


def day_words(day: str, lang: str) -> str:
    """A day as people write it."""
    return "/".join(reversed(day.split("-"))) if lang == "fr" else day


def plain(text: str) -> str:
    """Words that somebody typed, as Markdown that shows them and does nothing."""
    return _SIGNS.sub(r"\\\1", text.replace("\r", "")).replace("\n", "  \n")
