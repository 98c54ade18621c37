"""Themes, solutions, and which accepted need is assigned to which."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import BigInteger, ForeignKey, Index, String, false, true
from sqlalchemy.orm import Mapped, mapped_column

from feedback_app.base.db import Base, Json


class Solution(Base, kw_only=True):
    """What answers needs: planned, funded or done; a project may carry it out."""

    __tablename__ = "solution"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(default="")
    project_id: Mapped[str | None] = mapped_column(String(80), default=None)
    published: Mapped[bool] = mapped_column(default=False, server_default=true())
    """A second person has published its words (`proposals`)."""
    created_at: Mapped[dt.datetime]
    created_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))


class Theme(Base, kw_only=True):
    """What accepted needs have in common: staff name it and put needs under it. Decision 69."""

    __tablename__ = "theme"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200), default="", server_default="")
    """Empty: the French one is shown to all."""
    domain: Mapped[str | None] = mapped_column(String(20), default=None)
    detail: Mapped[str | None] = mapped_column(String(60), default=None)
    """What exactly, of a theme of one domain: a choice of the form."""
    place_path: Mapped[str] = mapped_column(String(400), default="", server_default="")
    """Of which place it is; empty: of the whole programme."""
    published: Mapped[bool] = mapped_column(default=False, server_default=true())
    """A second person has published its words (`proposals`)."""
    ended_as: Mapped[str | None] = mapped_column(String(20), default=None)
    """`theme_states.ThemeState`, once it takes no more needs."""
    ended_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """The moment is also that of the assignments which moved its needs."""
    created_at: Mapped[dt.datetime]
    created_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))

    def name(self, lang: str) -> str:
        """What it is called in a language; without a name in English it is the French one."""
        return (self.title_en if lang == "en" else "") or self.title


class ThemeSuccessor(Base, kw_only=True):
    """What a theme was split into, or merged into."""

    __tablename__ = "theme_successor"

    theme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("theme.id"), primary_key=True)
    successor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("theme.id"), primary_key=True, index=True)


class SolutionTheme(Base, kw_only=True):
    """A solution answers a theme: every need of it that is not assigned to a solution of its own."""

    __tablename__ = "solution_theme"

    solution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("solution.id"), primary_key=True)
    theme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("theme.id"), primary_key=True, index=True)


class TextProposal(Base, kw_only=True):
    """Words of a theme or solution that wait for a second person to publish them. Deleted when that is done."""

    __tablename__ = "portfolio_proposal"

    subject_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    id: Mapped[uuid.UUID]
    """Of these very words: what is published is what was read."""
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200), default="", server_default="")
    """Of a theme."""
    description: Mapped[str] = mapped_column(default="")
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[dt.datetime]


class PortfolioChange(Base, kw_only=True):
    """One change of a theme or solution: appended, never changed or deleted, not even with what it is about."""

    __tablename__ = "portfolio_change"
    __table_args__ = (Index("ix_portfolio_change_subject", "subject_id", "at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"))
    subject_id: Mapped[uuid.UUID]
    kind: Mapped[str] = mapped_column(String(20))
    """What was done (`history.ChangeKind`)."""
    before: Mapped[Json]
    after: Mapped[Json]
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[dt.datetime]


class Item(Base, kw_only=True):
    """An accepted need as the portfolio shows it: coarse place, no names. Gone when the need is no longer accepted."""

    __tablename__ = "portfolio_item"
    __table_args__ = (
        Index("ix_portfolio_item_programme_place", "programme_id", "place_path"),
        Index("ix_portfolio_item_rule", "programme_id", "rule"),
        Index("ix_portfolio_item_domain", "programme_id", "domain"),
        Index("ix_portfolio_item_theme", "programme_id", "theme_id", "accepted_at", "record_id"),
    )

    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    record_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    rev: Mapped[int]
    hidden: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Somebody asked to take its record back: it counts nowhere and is on no phone until the desk has decided."""
    domain: Mapped[str] = mapped_column(String(20))
    subcategory: Mapped[str | None] = mapped_column(String(60), default=None)
    gravity: Mapped[str | None] = mapped_column(String(20), default=None)
    place_code: Mapped[str] = mapped_column(String(40))
    """Already coarse: what may be shown."""
    place_path: Mapped[str] = mapped_column(String(400))
    rule: Mapped[str] = mapped_column(String(80))
    """The programme's rule of coarse places that was applied; another rule makes the item outdated."""
    recorded_month: Mapped[str | None] = mapped_column(String(7), default=None)
    accepted_at: Mapped[dt.datetime]
    theme_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("theme.id"), default=None, index=True)
    """None: accepted, and waiting to be assigned."""
    solution_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("solution.id"), default=None, index=True)
    voice: Mapped[str] = mapped_column(String(32), default="", server_default="")
    """The same for needs that count as one voice (`insight.accepted.voices`); empty: not worked out yet."""


class PendingItem(Base, kw_only=True):
    """A record of which something changed that decides whether it has an item, and which. Triggers write it, so that
    whatever changes a case, a record or a suspension does; deleted once the item was compared with them. A record may
    have several."""

    __tablename__ = "portfolio_pending"
    __table_args__ = (Index("ix_portfolio_pending_order", "programme_id", "position"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[str] = mapped_column(String(60))
    position: Mapped[int] = mapped_column(BigInteger)
    """In the ledger: those that arrived first are followed first."""
    record_id: Mapped[uuid.UUID]


class UnassignedNeed(Base, kw_only=True):
    """An item without a theme, as the desk lists it: by the true place of its case, which no public select reads.
    Triggers on item and case write it."""

    __tablename__ = "portfolio_unassigned"
    __table_args__ = (
        Index("ix_portfolio_unassigned_latest", "programme_id", "accepted_at", "record_id", "place_path", "domain"),
    )

    programme_id: Mapped[str] = mapped_column(String(60), primary_key=True)
    record_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    place_path: Mapped[str] = mapped_column(String(400))
    domain: Mapped[str] = mapped_column(String(20))
    accepted_at: Mapped[dt.datetime]


class Assignment(Base, kw_only=True):
    """Who assigned an accepted need to which theme and solution, and when: appended, never changed. No theme: out."""

    __tablename__ = "portfolio_tie"
    __table_args__ = (Index("ix_portfolio_tie_record", "programme_id", "record_id", "at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"))
    record_id: Mapped[uuid.UUID]
    theme_id: Mapped[uuid.UUID | None] = mapped_column(default=None)
    solution_id: Mapped[uuid.UUID | None] = mapped_column(default=None)
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[dt.datetime]


class Notification(Base, kw_only=True):
    """What is still to be published on the timelines of a solution's or a theme's needs. Deleted when that is done."""

    __tablename__ = "portfolio_news"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"))
    solution_id: Mapped[uuid.UUID | None] = mapped_column(default=None)
    theme_id: Mapped[uuid.UUID | None] = mapped_column(default=None)
    upto: Mapped[uuid.UUID | None] = mapped_column(default=None)
    """The last record whose timeline was published; those after it are to come."""


class SolutionStep(Base, kw_only=True):
    """How far a solution has come: planned, funded, done. Appended, never changed; going back is a step too."""

    __tablename__ = "solution_step"
    __table_args__ = (Index("ix_solution_step_solution", "solution_id", "at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"))
    solution_id: Mapped[uuid.UUID]
    stage: Mapped[str] = mapped_column(String(20))
    """What it is since (`stages.Stage`)."""
    day: Mapped[dt.date]
    """On which that was so, as the desk says."""
    project_id: Mapped[str | None] = mapped_column(String(80), default=None)
    """What funds it."""
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[dt.datetime]
    reply_id: Mapped[uuid.UUID | None] = mapped_column(default=None)
    """Of a step back: the reply whose places say that it is not done. `by` is who published that reply."""
