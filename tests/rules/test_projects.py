"""Reading a register of CSR projects: who pays what, where; faults by row and column."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_app.base.faults import Unusable
from feedback_app.register.projects import ProjectRow
from feedback_app.register.projects import read_projects as read_register

HEADER = "id,titre,entreprises,code_localite_artci,adm3_pcode,localite,indice_admin,montant_fcfa,odd\n"
PUMP = "P1,Pompe de Bouata,Cacao du Lac (55 %) ; Mine du Mont (45 %),C1516,CI230307,Bouata,Zanzra,12 500 000,6\n"


def read_projects(data: bytes) -> list[ProjectRow]:
    return read_register(data)[0]


def reasons(data: bytes) -> set[tuple[int, str, str]]:
    with pytest.raises(Unusable) as caught:
        read_projects(data)
    return {(fault.row, fault.column, fault.reason) for fault in caught.value.faults}


def test_a_project_of_two_companies_knows_the_share_of_each() -> None:
    (project,) = read_projects((HEADER + PUMP).encode())
    assert [(one.id, one.name, one.share) for one in (project.funders or ())] == [
        ("cacao-du-lac", "Cacao du Lac", 55.0),
        ("mine-du-mont", "Mine du Mont", 45.0),
    ]
    assert (project.values["amount"], project.places, project.values["place_note"]) == (
        12_500_000,
        ("C1516", "CI230307"),
        "Bouata, Zanzra",
    )


def test_headings_may_be_english_and_separators_semicolons() -> None:
    (project,) = read_projects(b"id;title;funders;place;amount\nP1;A pump;Cacao du Lac;C1516;5\n")
    assert (project.values["title"], (project.funders or ())[0].share, project.values["amount"]) == ("A pump", None, 5)


@pytest.mark.parametrize(
    "data",
    [
        PUMP.encode(),
        PUMP.replace("\n", "\r\n\r\n").encode(),
        (PUMP + ",,,,,,,,\n").encode(),
        PUMP.replace("Pompe", "École").encode("cp1252"),
    ],
    ids=["plain", "empty lines", "rows of separators", "Windows"],
)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_spreadsheet_is_read_however_it_was_saved(data: bytes, separator: str) -> None:
    sign = separator.encode()
    (project,) = read_projects(HEADER.encode().replace(b",", sign) + data.replace(b" ; ", b" / ").replace(b",", sign))
    assert project.values["title"] in {"Pompe de Bouata", "École de Bouata"}
    assert project.values["amount"] == 12_500_000


def test_a_share_above_the_whole_is_no_share() -> None:
    (project,) = read_projects(b"id,titre,funders\nP1,Pont,Mine (150 %) ; Cacao (12.5%) ; ()\n")
    assert [(one.id, one.share) for one in (project.funders or ())] == [
        ("mine", None),
        ("cacao", 12.5),
        ("inconnu", None),
    ]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (PUMP, (3, "id", "twice")),
        ("\n,,,,\n\n" + PUMP, (6, "id", "twice")),
        (PUMP.replace("P1", "P 2"), (3, "id", "not-a-code")),
        (PUMP.replace("P1", ""), (3, "id", "not-a-code")),
        (PUMP.replace("P1", "P2").replace("Pompe de Bouata", ""), (3, "titre", "not-a-name")),
        (PUMP.replace("P1", "P2").replace("12 500 000", "environ 3"), (3, "montant_fcfa", "not-a-number")),
        (PUMP.replace("P1", "P2").replace("12 500 000", "-3"), (3, "montant_fcfa", "not-a-number")),
    ],
)
def test_faults_are_reported_by_row_and_column(line: str, fault: tuple[int, str, str]) -> None:
    assert fault in reasons((HEADER + PUMP + line).encode())


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", (0, "", "empty-file")),
        (HEADER.encode(), (0, "", "empty-file")),
        (HEADER.encode() + b"\x00", (0, "", "not-text")),
        (b'id,titre\n"P1,x\n', (2, "", "not-csv")),
        (b"id,titre\nP1," + b"x" * 200_000, (2, "", "not-csv")),
        (b"nom,titre\nP1,x\n", (1, "id", "column-missing")),
        (b"id,titre,title\nP1,x,y\n", (1, "titre", "column-twice")),
    ],
    ids=["empty", "no rows", "NUL", "quote", "huge", "no id", "two titles"],
)
def test_a_file_without_projects_is_refused_with_a_reason(data: bytes, fault: tuple[int, str, str]) -> None:
    assert reasons(data) == {fault}


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    for start in (b"", HEADER.encode()):
        try:
            read_projects(start + data)
        except Unusable as unusable:
            assert unusable.faults
