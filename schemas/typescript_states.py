"""The states of a record in TypeScript: what the first screen needs, what screens behind it show, what is drawn."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from schemas.vocabulary import LANGUAGES, Vocabulary

PHONE = Path(__file__).parents[1] / "static" / "pwa" / "src"
HEAD = "// Written by `python -m schemas.typescript` from schemas/vocabulary/states.csv; not by hand."
ONLY_DRAFTS = "draft"


def files(states: Vocabulary) -> dict[Path, str]:
    """Each generated file and its text."""
    return {
        PHONE / "domain" / "states.ts": _codes(states),
        PHONE / "i18n" / "states.ts": _shown(states),
        PHONE / "card" / "pictures.ts": _pictures(states),
        PHONE / "ui" / "state-pictures.ts": _first_pictures(states),
    }


def _codes(states: Vocabulary) -> str:
    """The codes: constants that code names, the union, and the lists that the first screen asks."""
    codes = [term.code for term in states.terms]
    return "\n".join(
        [
            HEAD,
            "",
            *(f"export const {code.upper()} = {_js(code)} as const;" for code in codes),
            "",
            "/** What a record or a draft can be shown as. */",
            f"export type ShownState = {' | '.join(map(_js, codes))};",
            "",
            "/** The state of a record. */",
            f"export type RecordState = Exclude<ShownState, {_js(ONLY_DRAFTS)}>;",
            "",
            "/** What the Lab says of a record, in the order in which it may come. */",
            f"export const PUBLIC: readonly string[] = {_js(_flagged(states, 'public'))};",
            "",
            "/** After these nothing more is asked of the author. */",
            f"export const CLOSED: readonly string[] = {_js(_flagged(states, 'closed'))};",
            "",
            "/** In these the author must do something. */",
            f"export const TO_MEND: readonly string[] = {_js(_flagged(states, 'mend'))};",
            "",
        ]
    )


def _shown(states: Vocabulary) -> str:
    """What only screens behind the first one show of a state: its look, its words, the way it lies on."""
    ahead = _attribute(states, "ahead")
    everyone, needs = ([code for code, whom in ahead.items() if whom == one] for one in ("all", "needs"))
    return "\n".join(
        [
            HEAD,
            "",
            "import type { ShownState } from '../domain/states';",
            "",
            "export type Tone = 'ok' | 'wait' | 'warn' | 'stop';",
            "",
            _record("TONES", "Tone", {term.code: term.attributes["tone"] for term in states.terms}),
            _record("PICTURES", "string", {term.code: term.picture or "" for term in states.terms}),
            "/** The way that a record goes when all goes well; only needs go on to the second part. */",
            f"export const WAY: ShownState[] = {_js(everyone)};",
            f"export const WAY_OF_NEEDS: ShownState[] = {_js(needs)};",
            "",
            "/** Where this way ends early. */",
            f"export const ENDS: readonly string[] = {_js(_flagged(states, 'end'))};",
            "",
            "/** States that stand at another one's place on the way. */",
            _table("LIKE", "Record<string, ShownState>", _attribute(states, "like")),
            "/** What the desk notes with its day alone. */",
            f"export const BY_DAY: readonly string[] = {_js(_flagged(states, 'day'))};",
            "",
            *(_words(states, language) for language in LANGUAGES),
        ]
    )


def _words(states: Vocabulary, language: str) -> str:
    """A language's words: the state, what comes next, and that for somebody who is not its author."""
    suffix = language.capitalize()
    other = {term.code: texts[language] for term in states.terms if (texts := term.texts("other"))}
    return "\n".join(
        [
            _record(f"states{suffix}", "string", {term.code: term.label[language] for term in states.terms}),
            _record(f"next{suffix}", "string", {term.code: term.texts("next")[language] for term in states.terms}),
            _table(f"nextOfOthers{suffix}", "Record<string, string>", other),
        ]
    )


def _pictures(states: Vocabulary) -> str:
    """The pictograms as text, to be drawn on a canvas where the page's sprite cannot be used."""
    shown = [term for term in states.terms if term.code != ONLY_DRAFTS]
    names = _named(term.picture or "" for term in shown)
    return "\n".join(
        [
            HEAD,
            "",
            *_imports(names),
            "import type { RecordState } from '../domain/states';",
            "",
            "export const DRAWN: Record<RecordState, string> = {",
            *(f"  {term.code}: {names[term.picture or '']}," for term in shown),
            "};",
            "",
        ]
    )


def _first_pictures(states: Vocabulary) -> str:
    """The pictograms that the first screen may show, by name: they are in its script, not in the page's sprite."""
    names = _named(term.picture or "" for term in states.terms if term.flag("first"))
    rows = (f"  {_js(picture)}: {name}," for picture, name in names.items())
    return "\n".join(
        [
            HEAD,
            "",
            *_imports(names),
            "",
            "export const PICTURES_IN_FIRST_SCRIPT: Record<string, string> = {",
            *rows,
            "};",
            "",
        ]
    )


def _named(pictures: Iterable[str]) -> dict[str, str]:
    """A name in TypeScript for each picture."""
    return {picture: f"picture{at}" for at, picture in enumerate(sorted(set(pictures)))}


def _imports(names: Mapping[str, str]) -> list[str]:
    return [f"import {name} from '../../pictograms/{picture}.svg';" for picture, name in names.items()]


def _flagged(states: Vocabulary, flag: str) -> list[str]:
    return [term.code for term in states.terms if term.flag(flag)]


def _attribute(states: Vocabulary, name: str) -> dict[str, str]:
    return {term.code: term.attributes[name] for term in states.terms if name in term.attributes}


def _record(name: str, of: str, rows: Mapping[str, str]) -> str:
    return _table(name, f"Record<ShownState, {of}>", rows)


def _table(name: str, of: str, rows: Mapping[str, str]) -> str:
    return "\n".join(
        [f"export const {name}: {of} = {{", *(f"  {code}: {_js(value)}," for code, value in rows.items()), "};", ""]
    )


def _js(value: str | Iterable[str]) -> str:
    """A value as TypeScript writes it."""
    if isinstance(value, str):
        written = json.dumps(value, ensure_ascii=False)[1:-1].replace('\\"', '"').replace("'", "\\'")
        return f"'{written}'"
    return f"[{', '.join(map(_js, value))}]"
