"""Table files as spreadsheets save them: code pages, separators, headings, numbers, workbooks."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from openpyxl import Workbook

from feedback_app.base.code_pages import PAGES, decode, looks_garbled
from feedback_app.base.faults import Unusable
from feedback_app.forms.importing import read_file
from feedback_app.register.place_files import read_table_of_places

HEADER = "code;parent_code;level;name;lat;lng;population\n"
NAMES = ("Yakassé-Attobrou", "Zuénoula", "Forêt", "YAKASSÉ", "École de Bouaké", "élevage et rivière", "Façade")


def table(name: str) -> str:
    return HEADER + f"XX;;country;{name};;;\n"


def reasons(data: bytes) -> set[str]:
    with pytest.raises(Unusable) as caught:
        read_table_of_places(data)
    return {fault.reason for fault in caught.value.faults}


def workbook(*rows: list[Any]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


@pytest.mark.parametrize("page", [*PAGES, "utf-16", "utf-8-sig"])
@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_right_in_whatever_code_page_it_was_saved_or_a_question_is_asked(name: str, page: str) -> None:
    read = decode(table(name).encode(page))
    assert read.text == table(name) or not read.sure


@pytest.mark.parametrize("page", ["cp1252", "mac-roman", "utf-8"])
@pytest.mark.parametrize("name", ["N’Zuénoula", "Bœuf", "Œuvre"])
def test_signs_that_ms_dos_does_not_have_are_right_where_there_are_any(name: str, page: str) -> None:
    assert decode(table(name).encode(page)).text == table(name)


@pytest.mark.parametrize("name", ["YakassÃ©", "YakassŽ", "B‚lier"])
def test_a_name_damaged_by_a_wrong_code_page_is_refused(name: str) -> None:
    assert looks_garbled(name)
    assert reasons(table(name).encode()) == {"garbled"}


def test_names_of_the_country_are_not_taken_for_damaged() -> None:
    assert not any(looks_garbled(name) for name in [*NAMES, "N’Zuénoula", "Bœuf", "Kɔnɛdugu", "N'Zi"])


def test_a_character_that_its_code_page_did_not_have_is_named() -> None:
    assert reasons(table("K?n?dugu").encode()) == {"letter-lost"}


@pytest.mark.parametrize(
    "header",
    [
        "sep=;\ncode;parent;level;name",
        "Code;Code parent;Niveau;Libellé",
        "CODE ;\u00a0Code\u00a0parent;niveau;Nom (fr)",
    ],
)
def test_headings_are_read_as_spreadsheets_write_them(header: str) -> None:
    (row,) = read_table_of_places((header + "\nXX;;country;Pays\n").encode()).rows
    assert (row.row, row.code, row.name) == (2, "XX", "Pays")


def test_unknown_columns_are_named_and_units_and_years_are_passed_over() -> None:
    file = read_table_of_places(
        "code;Latitude (°);Longitude (°);Habitants 2021;Couleur\nXX;7,5;-5,5;1 000;bleu\n".encode()
    )
    assert [(one.column, one.reason) for one in file.remarks] == [("Couleur", "column-unknown")]
    assert [(row.lat, row.lng, row.population) for row in file.rows] == [(7.5, -5.5, 1000)]


def test_a_decimal_comma_between_commas_does_not_move_the_cells() -> None:
    assert reasons(b"code,parent,level,name,lat,lng\nV9,,locality,Ici,6,85,-5,15\n") == {"row-too-long"}


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ("1E+05;;country;Pays;;;", "digits-lost"),
        ("XX;;country;Pays;700000;250000;", "metres"),
        ("XX;;country;Pays;6°51'N;5;", "not-degrees"),
        ("XX;;country;Pays;;;1,5E+07", "digits-lost"),
    ],
)
def test_what_a_spreadsheet_or_a_map_did_to_a_number_is_reported(cells: str, reason: str) -> None:
    assert reason in reasons((HEADER + cells).encode())


def test_a_workbook_is_read_with_its_numbers_and_a_code_that_became_a_day_is_named() -> None:
    header = ["code", "parent", "level", "name", "population"]
    (row,) = read_table_of_places(workbook(header, [786, None, "country", "Zuénoula", 1234.0])).rows
    assert (row.code, row.name, row.population) == ("786", "Zuénoula", 1234)
    assert reasons(workbook(header, [dt.date(2026, 2, 1), None, "country", "Ici"])) == {"code-became-date"}
    assert reasons(workbook(header, ["XX", None, "country", "=A1"])) == {"formula-without-value"}


def test_a_form_saved_as_csv_by_a_french_excel_is_read() -> None:
    lines = (
        "survey;;;", ";type;name;label", ";integer;familles;Combien de familles à Béoumi ?", "settings;;;",
        ";form_title;version;default_language", ";Pompes;1;French (fr)",
    )  # fmt: skip
    reading = read_file("\r\n".join(lines).encode("cp1252"), "pompes.csv")
    assert reading.definition["questions"][0]["label"] == {"fr": "Combien de familles à Béoumi ?"}
