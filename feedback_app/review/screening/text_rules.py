"""What is found in a text by rules: numbers, addresses, names, threats. Pure; French of Côte d'Ivoire.

Rules know words, not meaning: they flag too much rather than too little, and a reviewer dismisses what is nothing. What
they find of labelled lines is measured by `./run bench screening`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from importlib import resources

from feedback_app.review.screening.folded import fold_in_place
from feedback_app.review.screening.kinds import Finding, FlagKind

LONGEST = 10_000
"""Signs of a text that are looked at."""

_SEPARATED = r"(?:[ .\-/]{0,2}\d{2})"
_PHONE = re.compile(rf"(?<![\w])(?:(?:\+|00) ?225[ .\-]?)?(?:0[157]|2[157]){_SEPARATED}{{4}}(?!\d)")
"""Ten digits since 2021, with or without the country's code."""
_OLD_PHONE = re.compile(
    rf"\b(?:numero|num|tel|telephone|contact|contacter|appeler|appelez|appelle|joindre|whatsapp)\b\D{{0,20}}"
    rf"(?P<found>\d{{2}}{_SEPARATED}{{3}})(?!{_SEPARATED}?\d)"
)
"""Eight digits, as numbers were before, only after a word that says what they are."""
_DIGIT_WORDS = (
    "zero|un|une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingt|trente|"
    "quarante|cinquante|soixante"
)
_SPOKEN_PHONE = re.compile(rf"\b(?:{_DIGIT_WORDS})(?:[ ,.\-]+(?:et )?(?:{_DIGIT_WORDS})){{4,}}\b")
"""Numbers one after the other, as words, as in a voice that was typed out."""
_EMAIL = re.compile(
    r"(?<![\w.+\-])[\w.+\-]{2,64} ?(?:@|\(at\)|\(?\barobase\b\)?)"
    r" ?[\w\-]{2,63}(?: ?(?:\.|\bpoint\b) ?[a-z]{2,20}){1,3}\b"
)
_IDENTITY = re.compile(
    r"\b(?:cni|nni|cmu|cnps|passeport|matricule|permis|attestation d'identite|carte d'identite|carte nationale)\b"
    r"[^\d\n]{0,25}(?P<found>[a-z]{0,2} ?\d[\d ]{4,13}\d|\d{2}[a-z]{2}\d{4,6})"
)
_LOOSE_IDENTITY = re.compile(r"(?<!\w)ci?\d{9,10}(?!\w)")

_VIOLENCE = r"(?:tuer|tue|frapper|battre|bruler|egorger|detruire|abattre|attaquer|lyncher|chasser|faire du mal)"
_GOING_TO = r"(?:vais|va|vas|vont|allons|allez|irai|ira|iront)"
_SOMEBODY = r"(?:(?:le|la|les|l'|te|t'|me|m'|vous|nous|leur|lui|se|s'|tous|tout) ?)*"
_WHO = r"(?:je|j'|on|ils?|elles?|nous|tu|vous|quelqu'un|les gens)"
_THREAT = (
    re.compile(rf"\b{_WHO}[^.!?\n]{{0,20}}\b{_GOING_TO} {_SOMEBODY}{_VIOLENCE}\b"),
    re.compile(r"\b(?:[mlt]'|les |nous )?(?:a|ai|ont|avait) menace(?:e|s|es)?\b"),
    re.compile(r"\bmenaces? de (?:mort|mourir|tuer|frapper|bruler)\b"),
)
_SELF_HARM = (
    re.compile(r"\b(?:plus|pas) (?:du tout )?envie de vivre\b"),
    re.compile(r"\b(?:veux|voudrais|envie de|pense a|penser a|prefere) (?:mourir|en finir)\b"),
    re.compile(r"\bme (?:tuer|suicider|pendre)\b|\ben finir avec (?:la|ma) vie\b|\bsuicide\b"),
)
_CHILDREN = r"(?:enfants?|fillettes?|petites? filles?|garconnets?|mineure?s?|eleves?|bebes?|ecolieres?|ecoliers?)"
_HARM = "|".join((
    r"viol(?:e|ee|es|ees|er)?", r"abus(?:e|ee|ees|er)\b", r"abus sexuels?", r"attouche\w*",
    r"touche (?:les|des) (?:seins|parties)",
    "enceinte", "grossesse", r"frapp\w+", r"fouett\w+", r"maltrait\w+", r"exploit\w+", r"enlev\w+", r"excis\w+",
    r"batt(?:u|ue|us|ues|re)\b(?! (?:le|la|les|du) (?:mil|riz|linge|cafe|sol))", r"vend(?:u|us|ue|ues|re)",
    r"mari(?:e|ee|ees|er) de force", "mariage force",
    r"travaill\w+ (?:dans|aux|au|sur) (?:les |le |la )?(?:champs?|plantations?|mines?|orpaillage|cacao)",
))  # fmt: skip
_CHILD = (
    re.compile(rf"\b{_CHILDREN}\b[^.!?\n]{{0,60}}\b(?:{_HARM})\b"),
    re.compile(rf"\b(?:{_HARM})\b[^.!?\n]{{0,60}}\b{_CHILDREN}\b"),
)
_MONEY = r"(?:l'|notre |tout l')argent"
_ACCUSED_OF = re.compile(r"\b(?:" + "|".join((
    r"vol(?:e|er|eur|eurs|euse)\b", r"detourn\w+", rf"mang(?:e|er) {_MONEY}", rf"bouff\w+ {_MONEY}", r"escro\w+",
    r"corromp\w+", "corruption", r"racket\w*", "bakchich", "pot de vin", r"frapp\w+", r"viol(?:e|ee|er)\b",
    r"menac\w+", r"empoche\w*", r"vend (?:les|la|le|nos|l')", "exige", "reclame", r"demande \d[\d ]* ?f",
)) + ")")  # fmt: skip
_NEAR = 80
"""Signs between a name and what its person is accused of."""

_CAPITAL = re.compile(r"(?:[NMD]['’])?[A-ZÀ-ÖØ-Þ][\w\-]*\w")
_TITLE = re.compile(
    r"(?:^|[^\w])(?:m\.|mr\.?|monsieur|madame|mme\.?|mlle\.?|docteur|dr\.?|(?:le |la )?nommee?|tantie|tonton|maitre|"
    r"instituteur|sage-femme|infirmier|el hadj|elhadj|imam|pasteur)\s+$"
)


def find_in_text(text: str) -> list[Finding]:
    """What the rules find in a text, in its order; of parts that overlap, of one kind, the first."""
    text = text[:LONGEST]
    folded = fold_in_place(text)
    names = list(_names(text, folded))
    found = [*_by_patterns(folded), *names, *_accusations(folded, names)]
    return sorted(_apart(found), key=lambda one: (one.start, one.kind))


def _by_patterns(folded: str) -> Iterator[Finding]:
    rules: tuple[tuple[FlagKind, tuple[re.Pattern[str], ...]], ...] = (
        (FlagKind.PHONE, (_PHONE, _OLD_PHONE, _SPOKEN_PHONE)),
        (FlagKind.EMAIL, (_EMAIL,)),
        (FlagKind.IDENTITY, (_IDENTITY, _LOOSE_IDENTITY)),
        (FlagKind.THREAT, _THREAT),
        (FlagKind.SELF_HARM, _SELF_HARM),
        (FlagKind.CHILD, _CHILD),
    )
    for kind, patterns in rules:
        for pattern in patterns:
            group = "found" if "found" in pattern.groupindex else 0
            yield from (Finding(kind, *one.span(group)) for one in pattern.finditer(folded))


@cache
def _known() -> tuple[frozenset[str], frozenset[str]]:
    """Surnames and first names that many bear, folded."""
    listed = resources.files(__package__).joinpath("names.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(listed.splitlines()))
    surnames = frozenset(row["name"] for row in rows if row["sort"] == "surname")
    return surnames, frozenset(row["name"] for row in rows if row["sort"] == "first")


def _names(text: str, folded: str) -> Iterator[Finding]:
    """Names of people: after a title, or two words with capitals of which one is a surname that many bear, or both are
    first names. One such word alone may be a village."""
    surnames, firsts = _known()
    words = [(one.start(), one.end()) for one in _CAPITAL.finditer(text)]
    last = -1
    for n, (start, end) in enumerate(words):
        if start < last:
            continue
        following = words[n + 1] if n + 1 < len(words) and words[n + 1][0] == end + 1 else None
        one = folded[start:end]
        two = folded[slice(*following)] if following else ""
        if _TITLE.search(folded[max(0, start - 20) : start]):
            last = following[1] if following and two in surnames | firsts else end
            yield Finding(FlagKind.NAME, start, last)
        elif following and ({one, two} & surnames or {one, two} <= firsts):
            last = following[1]
            yield Finding(FlagKind.NAME, start, last)


def _accusations(folded: str, names: list[Finding]) -> Iterator[Finding]:
    """From a name to what its person is accused of, in one sentence."""
    for name in names:
        first, last = max(0, name.start - _NEAR), name.end + _NEAR
        before = re.split(r"[.!?\n]", folded[first : name.start])[-1]
        after = re.split(r"[.!?\n]", folded[name.end : last])[0]
        if one := _ACCUSED_OF.search(after):
            yield Finding(FlagKind.ACCUSATION, name.start, name.end + one.end())
        elif one := _ACCUSED_OF.search(before):
            yield Finding(FlagKind.ACCUSATION, name.start - len(before) + one.start(), name.end)


def _apart(found: list[Finding]) -> Iterator[Finding]:
    """Of findings of one kind that overlap, the first and longest."""
    last: dict[FlagKind, int] = {}
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if one.start >= last.get(one.kind, 0):
            last[one.kind] = one.end
            yield one
