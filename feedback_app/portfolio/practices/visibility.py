"""Whether anyone may see a solution, and why not. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Protocol

from feedback_app.insight.disclosure import is_sensitive
from feedback_app.portfolio.practices.kind import CREDIT_NAME
from schemas.vocabulary import vocabulary


class HolderConsent(StrEnum):
    """What the holders of traditional knowledge said last."""

    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Hidden(StrEnum):
    """Why nobody outside sees a solution; the words for people are in `texts.py`."""

    UNITED = "united"
    UNPUBLISHED = "unpublished"
    CONSENT = "consent"
    """It may be knowledge handed down, and its holders have not said yes."""
    SOURCE = "source"
    """A record that its words come from is not accepted any more, or says something else by now."""


class Visible(Protocol):
    """What decides it."""

    @property
    def words(self) -> Mapping[str, Any]: ...
    @property
    def rests_on(self) -> Mapping[str, Any]: ...
    @property
    def consent(self) -> Mapping[str, Any]: ...
    @property
    def merged_into(self) -> Any: ...


def hidden_because(practice: Visible, accepted: Mapping[str, int]) -> Hidden | None:
    """Why it is not public; `accepted` has the revision of each record, by its id, that is accepted and shown."""
    if practice.merged_into is not None:
        return Hidden.UNITED
    if not practice.words:
        return Hidden.UNPUBLISHED
    if is_without_consent(practice.words, practice.consent):
        return Hidden.CONSENT
    if not practice.rests_on or any(accepted.get(key) != rev for key, rev in practice.rests_on.items()):
        return Hidden.SOURCE
    return None


def is_without_consent(words: Mapping[str, Any], consent: Mapping[str, Any]) -> bool:
    """Whether holders of traditional knowledge are still to be asked; where nobody knows, they are."""
    term = vocabulary("traditional_knowledge").get(words.get("traditional"))
    needed = term is None or term.flag("consent")
    return needed and consent.get("state") != HolderConsent.GIVEN


def credit(words: Mapping[str, Any]) -> str:
    """The name under which those who found it wish to be known; empty without one, and for sensitive subjects."""
    term = vocabulary("practice_credits").get(words.get("credit"))
    if term is None or not term.flag("named") or any(is_sensitive(one) for one in words.get("domains", ())):
        return ""
    return str(words.get(CREDIT_NAME) or "")
