"""JSON: the list's own address, and what a program gets that asks for nothing else. Pure."""

from __future__ import annotations

import orjson

from feedback_app.portfolio.output import Format, PortfolioPage, head
from schemas.portfolio import PortfolioSchema


def write(page: PortfolioPage) -> bytes:
    """`schemas.portfolio.PortfolioSchema`."""
    return orjson.dumps(head(page) | {"needs": list(page.lines)})


FORMAT = Format(
    rank=0,
    ending="",
    media_type="application/json",
    write=write,
    label={"fr": "JSON", "en": "JSON"},
    about="""List accepted needs, gathered by place, domain and theme.

    No line stands for a person: figures below `k` are not told, places are never finer than the programme allows.
    `Accept` names another of the formats. The answer carries a strong `ETag`, which changes exactly when its content
    does; `Link` names the next and the previous page.
    """,
    content="",
    schema=PortfolioSchema,
)
