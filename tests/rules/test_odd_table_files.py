"""Tables of places and projects as they leave spreadsheets, databases and web pages: read right, or refused by name."""

from __future__ import annotations

import pytest

from feedback_app.base.cells import NotANumber, degrees, heading, is_day, whole_number
from feedback_app.base.code_pages import decode, looks_garbled
from feedback_app.base.faults import Unusable
from feedback_app.register.place_files import read_table_of_places
from feedback_app.register.projects import read_projects

HEADER = "code;parent_code;level;name;lat;lng;population\n"
ROW = "V9;S1;locality;Tiébissou;6,2;-4,3;12\n"


def place_faults(text: str) -> set[str]:
    with pytest.raises(Unusable) as caught:
        read_table_of_places(text.encode())
    return {fault.reason for fault in caught.value.faults}


def project_faults(text: str) -> set[str]:
    with pytest.raises(Unusable) as caught:
        read_projects(text.encode())
    return {fault.reason for fault in caught.value.faults}


@pytest.mark.parametrize(
    "text",
    [
        HEADER + ROW,
        "sep=:\n" + (HEADER + ROW).replace(";", ":"),
        (HEADER + ROW).replace("\n", "\r"),
        'sep=;\n"code,parent_code,level,name,lat,lng,population"\n"V9,S1,locality,Tiébissou,6.2,-4.3,12"\n',
        '"code,parent_code,level,name,lat,lng,population";;\n"V9,S1,locality,""Tiébissou"",6.2,-4.3,12";;\n',
        "Code de la localité;Code du parent;Niveau;Nom de la localité;Latitude (degrés);Longitude;Nombre d’habitants\n"
        + ROW,
        "placeCode;parentCode;placeLevel;placeName;lat;lng;population\n" + ROW,
        "co\u200bde;parent_code;level;name;lat;lng;population\n" + ROW,
    ],
    ids=[
        "plain",
        "colons",
        "old Mac",
        "one column",
        "one column and more",
        "long headings",
        "camel case",
        "zero width",
    ],
)
def test_the_same_place_is_read_however_its_table_was_saved(text: str) -> None:
    (row,) = read_table_of_places(text.encode()).rows
    assert (row.code, row.parent, row.level, row.name) == ("V9", "S1", "locality", "Tiébissou")
    assert (row.lat, row.lng, row.population) == (6.2, -4.3, 12)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<html><table><tr><td>code</td></tr></table></html>", "web-page"),
        ('\ufeff<?xml version="1.0"?><Workbook/>', "web-page"),
        (HEADER, "empty-file"),
        (HEADER + "V9;S1;locality;#N/A;;;", "cell-error"),
        (HEADER + "V9;S1;locality;NULL;;;", "cell-error"),
        (HEADER + "V9;S1;locality;Ici;06/02/2026;-4,3;", "number-became-date"),
        (HEADER + "V9;S1;locality;Ici;6-févr;-4,3;", "number-became-date"),
        (HEADER + "01/02/2026;S1;locality;Ici;;;", "code-became-date"),
        (HEADER + "V9;S1;locality;12;;;", "no-letter"),
        ("code,name\nV9,Ti&eacute;bissou", "garbled"),
        ("code;population (milliers)\nV9;12", "other-unit"),
    ],
)
def test_what_is_no_table_or_no_value_is_refused_by_name(text: str, reason: str) -> None:
    assert reason in place_faults(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("id;Montant (EUR)\nQ1;15", "other-unit"),
        ("id;Budget (millions FCFA)\nQ1;15", "other-unit"),
        ("id;titre\nQ1;a\u202eb", "hidden-signs"),
        ("id;note\nQ1;RÃ©habilitation", "garbled"),
        ("id;statut\nQ1;#REF!", "cell-error"),
        ("id;titre\n6-févr.;École", "code-became-date"),
    ],
)
def test_a_register_that_would_be_read_wrongly_is_refused_by_name(text: str, reason: str) -> None:
    assert project_faults(text) == {reason}


def test_an_address_with_a_question_mark_is_not_taken_for_a_lost_character() -> None:
    (row,), _ = read_projects(b"id;note;source_url\nQ1;voir https://a.ci/x?p=1;https://a.ci/y?p=17814\n")
    assert row.values["source_url"] == "https://a.ci/y?p=17814"


def test_companies_may_stand_on_lines_of_their_own_and_one_named_twice_pays_both_shares() -> None:
    (row,), _ = read_projects(b'id;entreprises\nQ1;"Mine (40 %)\nCacao (10 %) ; MINE (50 %)"\n')
    assert [(one.id, one.share) for one in row.funders or ()] == [("mine", 90.0), ("cacao", 10.0)]


@pytest.mark.parametrize(
    ("cell", "remark"), [("Mine (140 %)", "share-too-large"), ("Mine (80 %) ; Cacao (60 %)", "shares-over-whole")]
)
def test_shares_that_cannot_be_are_remarked_on(cell: str, remark: str) -> None:
    (row,), _ = read_projects(f'id;entreprises\nQ1;"{cell}"\n'.encode())
    assert row.remark == remark


@pytest.mark.parametrize(
    ("text", "number"),
    [("1,234,567.00", 1234567), ("FCFA 15 000 000", 15000000), ("15.000.000 F CFA", 15000000), ("12 hab.", 12)],
)
def test_amounts_are_read_as_they_are_written(text: str, number: int) -> None:
    assert whole_number(text, most_digits=15) == number


@pytest.mark.parametrize("text", ["6_2", "٦٫٢", "0x10", "infinity", "6.2.2"])
def test_what_only_programs_take_for_a_number_is_no_degree(text: str) -> None:
    with pytest.raises(NotANumber):
        degrees(text, 90)


def test_a_dash_before_a_degree_is_a_sign() -> None:
    assert [degrees(text, 180) for text in ("–4,3", "−4.3", "-4,3°")] == [-4.3, -4.3, -4.3]


@pytest.mark.parametrize("text", ["6-févr", "févr.-26", "06/02/2026", "6.2.26", "2026-02-06"])
def test_a_day_is_seen_and_people_are_not_taken_for_one(text: str) -> None:
    assert is_day(text)
    assert not any(map(is_day, ("12 hab.", "15 FCFA", "6,2", "RSE-01", "1.234.567")))


@pytest.mark.parametrize("text", ["R&eacute;serve", "R&#233;serve", "R\\u00e9serve", "R%C3%A9serve", "R+AOk-serve"])
def test_characters_left_as_numeric_entities_are_found(text: str) -> None:
    assert looks_garbled(text)
    assert not any(map(looks_garbled, ("Kong & fils", "A+B", "50% pour tous", "BTP&CIE;")))


def test_a_code_page_that_was_chosen_can_be_chosen_anew() -> None:
    read = decode("Béoumi".encode("cp850"), page="cp1252")
    assert (read.text, read.page) == ("B‚oumi", "cp1252")
    assert ("cp850", "Béoumi") in read.readings


def test_headings_of_one_word_stay_what_they_are() -> None:
    assert [heading(one) for one in ("la", "ID", "P-Code", "Maître d’œuvre")] == ["la", "id", "p_code", "maitre_oeuvre"]
