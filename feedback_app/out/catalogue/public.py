"""The door for anyone: which data there is, in which formats, and what each column holds."""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from feedback_app.base import audience
from feedback_app.base.folding import fold
from feedback_app.base.i18n import label, language
from feedback_app.out.catalogue.texts import TEXTS
from feedback_app.out.columns import column
from feedback_app.out.datasets import DATASETS
from feedback_app.out.formats import exports

pages = audience.pages(__name__)


@pages.context_processor
def words() -> dict[str, Any]:
    """What the page says things with."""
    return {"say": TEXTS.say, "in_words": lambda texts: label(texts, language()), "column": column}


@pages.get("/donnees")
def data() -> ResponseReturnValue:
    """Every public dataset."""
    shown = [(one, exports(one)) for one in DATASETS if one.audience == "public"]
    ordered = sorted(shown, key=lambda one: fold(label(one[0].title, language())))
    return render_template("catalogue/list.html", section="data", datasets=ordered)
