"""Somebody writes a title so that a spreadsheet runs part of it: whatever text is in any cell of any dataset, and whether
the spreadsheet splits by commas, semicolons or tabs, no cell begins as a formula; nor is one in a workbook."""

from __future__ import annotations

import copy
import csv
import io
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_app.out.dataset import Dataset, Page
from feedback_app.out.datasets import DATASETS
from feedback_app.out.formats.csv import FORMAT
from feedback_app.out.formats.xlsx import FORMAT as XLSX
from feedback_app.out.records import RECORDS

FORMULA = set("=+-@＝＋－＠")
SEPARATORS = (",", ";", "\t")
TEXTS = st.text(st.sampled_from("Eau1;,\t\n\r\"' =+-@＝\u00a0\ufeff"), max_size=12)


def hostile(value: Any, text: str) -> Any:
    """A row with this text wherever it had one."""
    if isinstance(value, dict):
        return {key: hostile(one, text) for key, one in value.items()}
    if isinstance(value, list):
        return [hostile(one, text) for one in value]
    return text if isinstance(value, str) else value


def formulas(written: str) -> list[tuple[str, str]]:
    """(separator, cell) for each cell that a spreadsheet would run: not a number, and begins as a formula."""
    return [
        (separator, cell)
        for separator in SEPARATORS
        for row in csv.reader(io.StringIO(written, newline=""), delimiter=separator)
        for cell in row
        if cell.strip('" \t\r\n\u00a0\ufeff')[:1] in FORMULA and not is_number(cell.split(",")[0])
    ]


def is_number(cell: str) -> bool:
    try:
        return bool(float(cell)) or True
    except ValueError:
        return False


WRITTEN = [one for one in (*DATASETS, RECORDS) if FORMAT.fits(one)]


@pytest.mark.parametrize("dataset", WRITTEN, ids=lambda one: str(one.name))
@given(text=TEXTS)
def test_no_text_in_any_cell_becomes_a_formula_in_any_spreadsheet(dataset: Dataset, text: str) -> None:
    rows = [hostile(copy.deepcopy(row), text) for row in dataset.example.rows]
    assert formulas(FORMAT.write(dataset, page_of(dataset, rows)).decode()) == []


IN_WORKBOOKS = [one for one in (*DATASETS, RECORDS) if XLSX.fits(one)]


@pytest.mark.parametrize("dataset", IN_WORKBOOKS, ids=lambda one: str(one.name))
@pytest.mark.parametrize("text", ["=1+1", "+1+1", "-2", "@SUM(A1)", '=HYPERLINK("http://x")', "\t=1", "{=1}"])
def test_no_text_in_any_cell_of_a_workbook_is_a_formula_or_a_link(dataset: Dataset, text: str) -> None:
    rows = [hostile(copy.deepcopy(row), text) for row in dataset.example.rows]
    written = XLSX.write(dataset, page_of(dataset, rows))
    with zipfile.ZipFile(io.BytesIO(written)) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/")]
        assert not [name for name in parts.namelist() if "externalLink" in name or name.endswith("calcChain.xml")]
    assert sheets
    assert not any(b"<f>" in sheet or b"<f " in sheet or b"<hyperlink" in sheet for sheet in sheets)


def page_of(dataset: Dataset, rows: list[Any]) -> Page:
    return replace(dataset.example, rows=rows)


@pytest.mark.parametrize("written", ['a,"Eau;=1+1;x"\r\n', 'a,"Eau\t=1"\r\n', 'a,b;""=1\r\n', "=1\r\n", "a\r\n -x\r\n"])
def test_a_formula_would_be_noticed(written: str) -> None:
    assert formulas(written)


def test_numbers_stay_numbers_and_ordinary_words_as_they_are() -> None:
    (dataset,) = [one for one in WRITTEN if one.name == "portfolio"]
    text = FORMAT.write(
        dataset, page_of(dataset, [hostile(dict(row), "Eau ; l’école, 3-4") for row in dataset.example.rows])
    )
    assert "'" not in text.decode() and ",-" in FORMAT.write(dataset, dataset.example).decode()
