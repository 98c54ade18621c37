"""Writing, changing, closing and reopening what an organisation offers."""

from __future__ import annotations

from typing import Any

from feedback_app.base.db import AnySession
from feedback_app.base.ids import new_id
from feedback_app.portfolio.bourse.partners.offer_words import OfferWords, offer_json
from feedback_app.portfolio.bourse.partners.tables import Offer
from feedback_app.portfolio.solutions.history import Author, ChangeKind, note_change


def add_offer(
    session: AnySession, programme_id: str, organisation_id: str, words: OfferWords, *, author: Author
) -> Offer:
    """A new offer, which the Lab and the organisation see."""
    made = Offer(
        id=new_id(), programme_id=programme_id, organisation_id=organisation_id, words=offer_json(words), by=author.by,
        at=author.now,
    )  # fmt: skip
    session.add(made)
    session.flush()
    _note(session, made, {}, author)
    return made


def change_offer(session: AnySession, offer: Offer, words: OfferWords, *, author: Author) -> None:
    """Replaces the words of an offer."""
    before = _state(offer)
    offer.words, offer.by, offer.at = offer_json(words), author.by, author.now
    _note(session, offer, before, author)


def set_open(session: AnySession, offer: Offer, *, is_open: bool, author: Author) -> None:
    """Closes an offer, which matches nothing from now on, or opens it again. Idempotent."""
    if is_open != (offer.closed_at is None):
        before = _state(offer)
        offer.closed_at, offer.by = None if is_open else author.now, author.by
        _note(session, offer, before, author)


def _state(offer: Offer) -> dict[str, Any]:
    return {**offer.words, "closed": offer.closed_at is not None}


def _note(session: AnySession, offer: Offer, before: dict[str, Any], author: Author) -> None:
    session.flush()
    kind, after = ChangeKind.CHANGED, _state(offer)
    note_change(session, offer, kind, author=author, before=before, after=after, event="bourse_offer_changed")
