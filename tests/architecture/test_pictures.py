"""Every picture that an instrument or a vocabulary names has been drawn."""

from __future__ import annotations

from pathlib import Path

import pytest

from feedback_app.forms.engine.definition import Definition, in_order
from feedback_app.forms.shipped import shipped_instruments
from feedback_app.forms.xlsform.compiler import compile_markdown
from schemas.vocabulary import vocabularies, vocabulary

DRAWN = {path.stem for path in (Path(__file__).parents[2] / "static" / "pwa" / "pictograms").glob("*.svg")}


def pictures(definition: Definition) -> set[str]:
    nodes = list(in_order(definition["questions"]))
    named = [definition.get("picture"), *(node.get("picture") for node in nodes)]
    named += [choice.get("picture") for node in nodes for choice in node.get("choices", [])]
    return {name for name in named if name}


@pytest.mark.parametrize(("name", "source"), shipped_instruments(), ids=lambda value: str(value)[:10])
def test_an_instrument_shows_no_hole_where_a_picture_should_be(name: str, source: str) -> None:
    assert pictures(compile_markdown(source, name)) - DRAWN == set()


@pytest.mark.parametrize("name", vocabularies())
def test_nor_does_a_vocabulary(name: str) -> None:
    assert {term.picture for term in vocabulary(name).terms if term.picture} - DRAWN == set()
