"""Akissi imports a form of the Lab: previews and publishes it, or reads its faults. Nothing half."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from werkzeug.test import TestResponse

from feedback_app.base.db import db
from feedback_app.base.http import EchoFlask
from feedback_app.forms import workbook
from feedback_app.forms.commands import instruments
from feedback_app.forms.importing import read_file
from feedback_app.forms.tables import Instrument
from feedback_app.forms.xlsform.issue import XlsformError
from feedback_app.ledger.reference import publish_everywhere
from tests.http.desk import csrf
from tests.people import World

FORM = """| survey |
| | type | name | label::French (fr) | label::English (en) | required | appearance |
| | begin_repeat | puits | Puits | Wells | | |
| | select_one etats | etat | Dans quel état ? | In what state? | yes | pictures |
| | end_repeat | | | | | |
| | text | mot | Un mot | A word | | multiline |
| choices |
| | list_name | name | label::French (fr) | label::English (en) |
| | etats | bon | Bon | Good |
| | etats | panne | En panne | Broken |
| settings |
| | form_title | form_id | version | default_language |
| | Tournée des puits | tournee_puits | 1 | French (fr) |
"""


def book(*sheets: tuple[str, list[list[Any]]]) -> bytes:
    """A workbook with these sheets."""
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets:
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


DAY = dt.datetime(2026, 11, 1)  # noqa: DTZ001 - the days of a workbook have no zone
SURVEY = [["type", "name", "label"], ["text", "nom", "Quel puits ?"], ["integer", "familles", "Combien de familles ?"]]
PLAIN = book(("survey", SURVEY))


def codes(data: bytes, name: str = "puits.xlsx") -> set[str]:
    with pytest.raises(XlsformError) as error:
        read_file(data, name)
    for issue in error.value.issues:
        assert issue.sentence("fr") != issue.sentence("en")
    return {issue.code for issue in error.value.issues}


def packed(*parts: tuple[str, bytes], base: bytes = PLAIN) -> bytes:
    """A workbook with more parts in its package."""
    out = io.BytesIO(base)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts:
            package.writestr(name, data)
    return out.getvalue()


class TestAFileOfTheField:
    def test_says_what_it_does_not_say_itself(self) -> None:
        reading = read_file(PLAIN, "Puits du Nord.xlsx")
        assert (reading.definition["name"], reading.definition["title"]) == ("puits_du_nord", {"fr": "Puits du Nord"})
        assert len(reading.definition["version"]) == 8
        assumed = [notice.details["found"] for notice in reading.notices if notice.code == "setting-assumed"]
        assert assumed == ["form_title", "version", "default_language"]

    @pytest.mark.parametrize("name", ["settings ", " settings", "Settings\u00a0"])
    def test_with_a_blank_in_a_sheet_s_name_does_not_lose_that_sheet(self, name: str) -> None:
        settings = [["form_title", "form_id", "version", "default_language"], ["Puits", "puits", "7", "French (fr)"]]
        with pytest.raises(XlsformError) as caught:
            read_file(book(("survey", SURVEY), (name, settings)), "puits.xlsx")
        assert [(one.sheet.lower(), one.code) for one in caught.value.issues] == [("settings", "sheet-blank")]

    @pytest.mark.parametrize(
        ("cell", "text"),
        [(DAY, "2026-11-01"), (DAY.replace(hour=8, minute=30), "2026-11-01T08:30:00"),
         (2026110101, "2026110101"), (7.0, "7")],
    )  # fmt: skip
    def test_with_a_day_or_a_number_as_its_version_says_it_as_people_do(self, cell: Any, text: str) -> None:
        settings: list[list[Any]] = [
            ["form_title", "form_id", "version", "default_language"],
            ["Puits", "puits", cell, "French (fr)"],
        ]
        reading = read_file(book(("survey", SURVEY), ("settings", settings)), "puits.xlsx")
        assert reading.definition["version"] == text

    def test_with_a_day_as_a_default_offers_that_day(self) -> None:
        asked: list[list[Any]] = [["type", "name", "label", "default"], ["date", "jour", "Quel jour ?", DAY]]
        reading = read_file(book(("survey", asked)), "jour.xlsx")
        assert reading.definition["questions"][0]["default"] == "2026-11-01"

    def test_that_did_not_change_keeps_its_version(self) -> None:
        assert read_file(PLAIN, "a.xlsx").definition == read_file(PLAIN, "a.xlsx").definition

    def test_is_stored_as_equivalent_markdown(self) -> None:
        reading = read_file(FORM.encode(), "puits.md")
        again = read_file(reading.source.encode(), "autre.md")
        assert again.definition == reading.definition
        assert reading.definition["name"] == "tournee_puits"

    def test_may_name_its_columns_as_old_forms_did(self) -> None:
        rows = [["type", "name", "label:French", "bind: relevant", "bind:required"], ["text", "a", "A", "", "yes"],
                ["text", "b", "B", "${a} = 'x'", ""]]  # fmt: skip
        questions = read_file(book(("survey", rows)), "vieux.xlsx").definition["questions"]
        assert questions[0]["label"] == {"fr": "A"}
        assert (questions[0]["required"], questions[1]["relevant"]["call"]) == (True, "=")

    def test_may_be_csv(self) -> None:
        csv = (
            'survey,type,name,label\n,text,nom,"Quel puits ?"\nsettings,form_title,version,default_language\n,P,1,fr\n'
        )
        assert "not-utf8" in codes("é".encode("latin-1"), "x.csv")
        assert read_file(csv.replace(",fr\n", ",French (fr)\n").encode(), "x.csv").definition["version"] == "1"


class TestAHostileFile:
    @pytest.mark.parametrize("name", ["form.xlsm", "form.ods", "form", "form.exe", ".md.zip"])
    def test_of_another_kind_is_refused(self, name: str) -> None:
        assert codes(PLAIN, name) == {"file-kind"}

    @pytest.mark.parametrize(
        "data", [b"", b"PK\x03\x04 nothing", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1locked", PLAIN[:900]]
    )
    def test_that_is_no_workbook_is_refused(self, data: bytes) -> None:
        assert codes(data) == {"not-a-workbook"}
        assert codes(data, "form.xls") == {"not-a-workbook"}

    def test_packed_in_a_way_that_no_spreadsheet_is_or_with_a_name_in_no_writing_is_refused(self) -> None:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as package:
            package.writestr("xl/workbook.xml", b"<x/>" * 50)
        assert codes(out.getvalue()) == {"not-a-workbook"}
        assert codes(packed(("é.xml", b"x")).replace("é".encode(), b"\xe9\xff")) == {"not-a-workbook"}

    def test_with_macros_is_refused(self) -> None:
        assert codes(packed(("xl/vbaProject.bin", b"x"))) == {"macros"}
        assert codes(workbook._OLE + b"\0" * 600 + "_VBA_PROJECT".encode("utf-16-le"), "a.xls") == {"macros"}

    def test_that_unpacks_to_gigabytes_is_refused_unread(self) -> None:
        bomb = packed(("xl/media/bomb.bin", b"\0" * (workbook.MOST_UNPACKED + 1)))
        assert len(bomb) < 200_000
        assert codes(bomb) == {"unpacks-too-large"}

    def test_that_lies_about_its_size_is_found_out(self) -> None:
        honest = packed(("xl/big.bin", b"\0" * (workbook.MOST_UNPACKED + 1)))
        size = (workbook.MOST_UNPACKED + 1).to_bytes(4, "little")
        assert honest.count(size) == 2, "in the part's head and in the list of parts"
        assert codes(honest.replace(size, (5).to_bytes(4, "little"))) & {"unpacks-too-large", "not-a-workbook"}

    def test_with_a_document_type_is_refused(self) -> None:
        evil = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
        assert codes(packed(("xl/extra.xml", evil))) == {"not-a-workbook"}

    def test_that_hides_its_document_type_behind_a_long_remark_is_refused(self) -> None:
        evil = b"<!--" + b"x" * 70_000 + b"-->" + b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
        assert codes(packed(("xl/extra.xml", evil))) == {"not-a-workbook"}

    def test_too_large_is_refused_unread(self) -> None:
        assert codes(b"x" * (workbook.MOST_BYTES + 1)) == {"too-large"}

    def test_with_a_formula_says_where(self) -> None:
        with pytest.raises(XlsformError) as error:
            read_file(book(("survey", [*SURVEY, ["text", "b", "=A1&A2"]])), "a.xlsx")
        assert [(issue.sheet, issue.row, issue.code) for issue in error.value.issues] == [("survey", 4, "formula")]

    @pytest.mark.parametrize(
        "sheets", [[("feuille", SURVEY), ("autre", SURVEY)], [("choices", [["list_name", "name"]])], [("survey", [])]]
    )
    def test_with_the_wrong_sheets_is_refused(self, sheets: list[tuple[str, list[list[Any]]]]) -> None:
        assert codes(book(*sheets)) & {"sheet-missing", "unreadable"}

    def test_with_names_twice_or_in_a_circle_says_so(self) -> None:
        twice = [*SURVEY, ["text", "nom", "Encore ?"]]
        assert "name-twice" in codes(book(("survey", twice)))
        circle = [["type", "name", "label", "calculation"], ["calculate", "a", "", "${b}"], ["calculate", "b", "", "${a}"],
                  ["text", "c", "C", ""]]  # fmt: skip
        assert "refers-ahead" in codes(book(("survey", circle)))

    @given(st.binary(max_size=300), st.sampled_from(workbook.KINDS))
    def test_of_any_bytes_is_a_form_or_a_clear_refusal(self, data: bytes, kind: str) -> None:
        try:
            read_file(data, "x" + kind)
        except XlsformError as error:
            assert error.sentences("fr")


@pytest.fixture
def akissi(world: World) -> FlaskClient:
    return world.signed_in("akissi")


def look(akissi: FlaskClient, data: bytes, name: str = "puits.md", **fields: Any) -> TestResponse:
    token = csrf(akissi.get("/desk/admin/instruments").text)
    form = {"csrf": token, "file": (io.BytesIO(data), name), **fields}
    return akissi.post("/desk/admin/instruments/look", data=form)


def take(akissi: FlaskClient, source: str, name: str = "tournee_puits", **fields: Any) -> TestResponse:
    token = csrf(akissi.get("/desk/admin/instruments").text)
    form = {"csrf": token, "name": name, "source": source, **fields}
    return akissi.post("/desk/admin/instruments", data=form, content_type="multipart/form-data")


def versions(app: EchoFlask, name: str) -> list[tuple[str, bool]]:
    with app.app_context():
        chosen = (
            select(Instrument.version, Instrument.current).where(Instrument.name == name).order_by(Instrument.version)
        )
        return [(row.version, row.current) for row in db.session.execute(chosen)]


@pytest.mark.both_databases
class TestOnTheDesk:
    def test_akissi_sees_what_a_form_would_ask_and_nothing_changes(self, app: EchoFlask, akissi: FlaskClient) -> None:
        page = look(akissi, FORM.encode())
        assert page.status_code == 200
        for words in ("Tournée des puits", "Dans quel état ?", "répétition", "Bon · En panne", "obligatoire"):
            assert words in page.text
        assert versions(app, "tournee_puits") == []

    def test_a_form_whose_text_is_long_is_taken_as_well(self, app: EchoFlask, akissi: FlaskClient) -> None:
        more = "".join(f"| | etats | e{n} | {'ⵣ' * 300}{n} |\n" for n in range(2900))
        long = FORM.replace("| settings |\n", f"{more}| settings |\n")
        assert 2_500_000 < len(long.encode()) < workbook.MOST_BYTES
        assert look(akissi, long.encode()).status_code == 200
        assert take(akissi, long).status_code == 303
        assert versions(app, "tournee_puits") == [("1", True)]

    def test_what_she_takes_travels_to_the_phones(
        self, app: EchoFlask, akissi: FlaskClient, world: World, client: FlaskClient
    ) -> None:
        assert take(akissi, FORM).status_code == 303
        assert versions(app, "tournee_puits") == [("1", True)]
        assert "Tournée des puits" in akissi.get("/desk/admin/instruments").text
        with app.app_context():
            publish_everywhere(db.session)
            db.session.commit()
        answer = world.awa.sync(client)
        assert "tournee_puits" in [row["id"] for row in answer["changes"] if row["kind"] == "instrument"]

    def test_a_new_version_takes_the_place_of_the_old_and_the_old_stays_for_its_records(
        self, app: EchoFlask, akissi: FlaskClient
    ) -> None:
        take(akissi, FORM)
        newer = FORM.replace("| 1 | French", "| 2 | French").replace("Un mot", "Votre mot")
        assert "Remplace la version 1" in look(akissi, newer.encode()).text
        assert take(akissi, newer).status_code == 303
        assert versions(app, "tournee_puits") == [("1", False), ("2", True)]

    def test_the_same_version_with_other_words_is_refused(self, app: EchoFlask, akissi: FlaskClient) -> None:
        take(akissi, FORM)
        page = look(akissi, FORM.replace("Un mot", "Votre mot").encode())
        assert page.status_code == 422
        assert "changez « version »" in page.text
        assert "déjà là" in look(akissi, FORM.encode()).text

    def test_the_faults_of_a_form_are_on_the_page_with_their_rows(self, akissi: FlaskClient) -> None:
        page = look(akissi, FORM.replace("| | text | mot |", "| | barcode | mot |").encode())
        assert page.status_code == 422
        assert "survey, ligne 5 (mot)" in page.text
        assert "barcode" in page.text
        asked = look(akissi, FORM.replace("| | text | mot |", "| | barcode | mot |").encode(), as_text="1")
        assert asked.status_code == 200
        assert "posée par écrit" in asked.text

    def test_without_a_file_she_gets_an_error_message(self, akissi: FlaskClient) -> None:
        token = csrf(akissi.get("/desk/admin/instruments").text)
        page = akissi.post("/desk/admin/instruments/look", data={"csrf": token})
        assert page.status_code == 422
        assert "Choisissez un fichier." in page.text

    def test_adjoua_who_only_reviews_does_not_come_in(self, world: World) -> None:
        assert world.signed_in("adjoua").get("/desk/admin/instruments").status_code == 403


@pytest.mark.both_databases
class TestByTheCommandLine:
    @pytest.fixture
    def run(self, app: EchoFlask, tmp_path: Path) -> Iterator[Any]:
        def run(data: bytes, *words: str, name: str = "puits.md") -> Result:
            path = tmp_path / name
            path.write_bytes(data)
            with app.app_context():
                done = CliRunner().invoke(instruments, ["import", str(path), "--programme", "pilote", *words])
            assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
            return done

        yield run

    def test_a_form_comes_in_once(self, app: EchoFlask, run: Any) -> None:
        assert "tournee_puits 1 est importé." in run(FORM.encode()).output
        assert "déjà là" in run(FORM.encode()).output
        assert versions(app, "tournee_puits") == [("1", True)]

    def test_a_workbook_comes_in_under_the_name_that_is_asked(self, app: EchoFlask, run: Any) -> None:
        assert run(PLAIN, "--name", "Forages", "--language", "en", name="x.xlsx").exit_code == 0
        assert len(versions(app, "forages")) == 1

    def test_checking_changes_nothing(self, app: EchoFlask, run: Any) -> None:
        assert "peut être importé" in run(FORM.encode(), "--check").output
        assert versions(app, "tournee_puits") == []

    def test_a_form_that_cannot_be_used_is_refused_with_every_reason(self, app: EchoFlask, run: Any) -> None:
        bad = FORM.replace("| etat |", "| é |").replace("| | text | mot |", "| | video | mot |")
        done = run(bad.encode())
        assert done.exit_code == 1
        assert "ligne 3" in done.output
        assert "ligne 5" in done.output
        assert versions(app, "tournee_puits") == []


@pytest.mark.corpus
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_real_forms_of_the_field_are_imported_or_their_faults_are_listed(shared: Path) -> None:
    imported = 0
    for path in sorted((shared / "xlsforms").glob("*.xls*")):
        try:
            reading = read_file(path.read_bytes(), path.name, as_text=True)
        except XlsformError as error:
            assert all(issue.why("fr") and issue.where("fr") for issue in error.issues), path.name
            continue
        imported += 1
        assert read_file(reading.source.encode(), "x.md", as_text=True).definition == {
            **reading.definition, "name": read_file(reading.source.encode(), "x.md", as_text=True).definition["name"],
        }  # fmt: skip
    assert imported >= 9
