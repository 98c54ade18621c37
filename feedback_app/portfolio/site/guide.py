"""What the page of the method says of this server: its rules of disclosure, in words, from its own settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from feedback_app.base.db import AnySession
from feedback_app.base.i18n import label
from feedback_app.insight.disclosure import Rule, read_rule
from feedback_app.portfolio.listing.public_list import public_programmes
from schemas.vocabulary import vocabulary


@dataclass(frozen=True, slots=True)
class ProgrammeRule:
    """The rule of a programme that shows its figures; `level` is the finest of its places, in words."""

    name: str
    rule: Rule
    level: str


def method(session: AnySession, lang: str) -> Sequence[ProgrammeRule]:
    """The rules of all programmes that show something."""
    found = [(one, read_rule(one.settings)) for one in public_programmes(session)]
    levels = vocabulary("place_levels")
    return [ProgrammeRule(label(one.name, lang), rule, levels.label(rule.level, lang)) for one, rule in found]
