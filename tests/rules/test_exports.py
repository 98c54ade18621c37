"""What leaves can be understood where it arrives: with a dictionary, a licence and its day, whatever opens it."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from feedback_app.base.licence import Licence
from feedback_app.out.columns import column
from feedback_app.out.dataset import Dataset, Page
from feedback_app.out.datasets import DATASETS
from feedback_app.out.formats import FORMATS

WRITE = {one.ending: one.write for one in FORMATS}
TABLES = [one for one in DATASETS if one.table]


def shown(page: Page) -> Page:
    return replace(page, as_of="2026-11-29", licence="https://licence.example/by")


@pytest.mark.parametrize("dataset", TABLES, ids=lambda one: str(one.name))
def test_every_column_that_leaves_is_described_in_both_languages(dataset: Dataset) -> None:
    assert dataset.table
    for name in dataset.table.header:
        one = column(name)
        assert (one.about["fr"] and one.about["en"] and one.about["fr"] != one.about["en"]) or name in SAME, name
        assert one.hxl.startswith("#") and one.type in {"string", "integer", "number", "date", "url"}, name


SAME = {"programme", "licence"}
"""Columns that are called the same in French and English."""


def test_a_column_that_nobody_described_is_refused() -> None:
    with pytest.raises(KeyError):
        column("something_new")
    assert column("domain_en").about == {"fr": "Domaine, en anglais", "en": "Domain, in English"}


@pytest.mark.parametrize("dataset", TABLES, ids=lambda one: str(one.name))
def test_the_day_and_the_licence_are_in_each_file(dataset: Dataset) -> None:
    page = shown(dataset.example)
    row = next(csv.DictReader(io.StringIO(WRITE[".csv"](dataset, page).decode())))
    assert (row["as_of"], row["licence"]) == ("2026-11-29", "https://licence.example/by")
    made = json.loads(WRITE[""](dataset, page))
    assert (made["as_of"], made["licence"]) == ("2026-11-29", "https://licence.example/by")
    if dataset.features:
        assert json.loads(WRITE[".geojson"](dataset, page))["licence"] == "https://licence.example/by"
    dictionary = json.loads(WRITE[".csv-metadata.json"](dataset, page))
    assert dictionary["dc:license"] == {"@id": "https://licence.example/by"}
    assert dictionary["dc:date"]["@value"] == "2026-11-29"


@pytest.mark.parametrize("dataset", TABLES, ids=lambda one: str(one.name))
def test_the_dictionary_has_the_columns_of_the_file_in_their_order(dataset: Dataset) -> None:
    header = next(csv.reader(io.StringIO(WRITE[".csv"](dataset, dataset.example).decode())))
    dictionary = json.loads(WRITE[".csv-metadata.json"](dataset, dataset.example))
    assert [one["name"] for one in dictionary["tableSchema"]["columns"]] == header
    assert dictionary["url"] == f"{dataset.name}.csv"


@pytest.mark.parametrize("dataset", TABLES, ids=lambda one: str(one.name))
def test_a_workbook_has_tags_below_its_header_and_sheets_that_explain_it(dataset: Dataset) -> None:
    book = load_workbook(io.BytesIO(WRITE[".xlsx"](dataset, shown(dataset.example))))
    data, dictionary, about = book.worksheets
    header, tags, *rows = [list(line) for line in data.values]
    assert len(rows) == len(dataset.example.rows) and all(str(one).startswith("#") for one in tags)
    assert [line[0] for line in dictionary.values][1:] == header
    words = [str(cell) for line in about.values for cell in line]
    assert "https://licence.example/by" in words and "2026-11-29" in words


@pytest.mark.parametrize("dataset", TABLES, ids=lambda one: str(one.name))
def test_excel_in_french_opens_the_same_rows(dataset: Dataset) -> None:
    written = WRITE[".fr.csv"](dataset, dataset.example).decode()
    assert written.startswith("\ufeff")
    french = list(csv.reader(io.StringIO(written.lstrip("\ufeff")), delimiter=";"))
    plain = list(csv.reader(io.StringIO(WRITE[".csv"](dataset, dataset.example).decode())))
    assert len(french) == len(plain) and french[0] == plain[0]
    for here, there in zip(french[1:], plain[1:], strict=True):
        assert [one.replace(",", ".") for one in here] == [one.replace(",", ".") for one in there]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_broken_number_has_a_comma_in_french_and_stays_the_same_number(number: float) -> None:
    dataset = next(one for one in TABLES if "latitude" in one.table.columns and one.features)  # type: ignore[union-attr]
    assert dataset.table
    columns = ("latitude",)
    table = replace(dataset.table, columns=columns, values=lambda row: {"latitude": row["latitude"]})
    page = replace(dataset.example, rows=[{"latitude": number}])
    written = WRITE[".fr.csv"](replace(dataset, table=table), page).decode()
    (row,) = csv.DictReader(io.StringIO(written.lstrip("\ufeff")), delimiter=";")
    assert "." not in row["latitude"] and float(row["latitude"].replace(",", ".")) == number


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://creativecommons.org/licenses/by/4.0/", "CC BY 4.0"),
        ("https://creativecommons.org/licenses/by-sa/4.0/deed.fr", "CC BY-SA 4.0"),
        ("https://licence.example/ours", "https://licence.example/ours"),
    ],
)
def test_pages_call_the_licence_what_people_call_it(address: str, name: str) -> None:
    assert Licence(address).name == name
