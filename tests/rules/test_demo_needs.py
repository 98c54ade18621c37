"""What fills a demo (`tools/fill.py`) is taken by the forms and lies in the places of the demo."""

from __future__ import annotations

import csv
from pathlib import Path

from feedback_app.forms.engine.validation import check_answers
from feedback_app.forms.shipped import shipped_instruments
from feedback_app.forms.xlsform.compiler import compile_markdown
from tools.fill import AGES, NEEDS

PLACES = Path(__file__).parents[2] / "feedback_app" / "enrol" / "demo" / "places.csv"


def test_every_need_of_the_demo_fits_its_form() -> None:
    form = compile_markdown(dict(shipped_instruments())["besoin"], "besoin")
    for _, words, what in NEEDS:
        for age in AGES:
            answers = {"age": age, "gravite": "grave", "texte": words} | what
            assert check_answers(form, answers, today="2026-11-23") == [], words
    assert check_answers(form, {"age": "no age"}, today="2026-11-23"), "this check can fail"


def test_every_need_of_the_demo_lies_in_a_place_of_it() -> None:
    with PLACES.open(encoding="utf-8") as file:
        codes = {row["code"] for row in csv.DictReader(file)}
    assert {place for place, _, _ in NEEDS} <= codes
