"""The fields of a solution that people found, of which its form, its history and its pages are made. Pure."""

from __future__ import annotations

from feedback_app.portfolio.csr.kinds import CsrKind, Field, Shape

CREDIT_NAME = "credit_name"
"""How those who found it are called, where they wish it. Never in the history, which stays."""


def _field(
    name: str, shape: Shape, *, needed: bool = False, longest: int = 300, vocabulary: str = ""
) -> Field:  # fmt: skip
    return Field(
        name=name, shape=shape, headings=(name,), needed=needed, longest=longest, vocabulary=vocabulary
    )  # fmt: skip


PRACTICE = CsrKind(
    code="practice",
    title="title",
    fields=(
        _field("title", Shape.TEXT, needed=True, longest=120),
        _field("summary", Shape.LONG, needed=True, longest=1500),
        _field("title_en", Shape.TEXT, longest=120),
        _field("summary_en", Shape.LONG, longest=1500),
        _field("how", Shape.LONG, longest=3000),
        _field("domains", Shape.CHOICES, needed=True, vocabulary="domains"),
        _field("sdgs", Shape.CHOICES, vocabulary="sdgs"),
        _field("places", Shape.PLACES, needed=True),
        _field("tried_in", Shape.PLACES),
        _field("makers", Shape.CHOICE, vocabulary="practice_makers"),
        _field("credit", Shape.CHOICE, needed=True, vocabulary="practice_credits"),
        _field(CREDIT_NAME, Shape.TEXT, longest=120),
        _field("traditional", Shape.CHOICE, needed=True, vocabulary="traditional_knowledge"),
        _field("cost_low", Shape.AMOUNT),
        _field("cost_high", Shape.AMOUNT),
        _field("cost_unit", Shape.TEXT, longest=80),
        _field("cost_year", Shape.YEAR),
        _field("copying", Shape.CHOICE, vocabulary="practice_copying"),
        _field("conditions", Shape.LONG, longest=1500),
        _field("seeds", Shape.LONG, longest=1000),
        _field("hands", Shape.LONG, longest=1000),
        _field("risks", Shape.LONG, longest=1500),
    ),
    helpers={},
)
