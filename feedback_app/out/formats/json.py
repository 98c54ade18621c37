"""JSON: a dataset's own address, and what a program gets that asks for nothing else. Pure."""

from __future__ import annotations

import orjson

from feedback_app.out.dataset import Dataset, Page
from feedback_app.out.format import Format
from schemas.page_query import with_terms


def write(dataset: Dataset, page: Page) -> bytes:
    """What the dataset's schema says."""
    return orjson.dumps(page.head | {dataset.member: list(page.rows)})


FORMAT = Format(
    rank=0,
    ending="",
    media_type="application/json",
    write=write,
    label={"fr": "JSON", "en": "JSON"},
    about="""{summary}

    {about}
    `Accept` names another of the formats. The answer carries a strong `ETag`, which changes exactly when its content
    does; `Link` names the next and the previous page.
    """,
    content="",
    schema=lambda dataset: with_terms(dataset.schema),
)
