"""Akissi is sent a workbook that was made to break its reader: it is refused in her language, and the desk goes on."""

from __future__ import annotations

import io
import zipfile

import pytest
from flask.testing import FlaskClient
from openpyxl import Workbook

from feedback_app.base import table_child, zip_files
from feedback_app.base.faults import Unusable
from feedback_app.base.zip_files import fault_of_workbook
from feedback_app.forms import sheets
from feedback_app.register.place_import import read_places
from tests.http.desk import csrf
from tests.people import World


def workbook(*rows: list[object]) -> bytes:
    book, written = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(written)
    return written.getvalue()


def with_sheet(text: bytes) -> bytes:
    """A workbook of one part with this content beside what every workbook has."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
        package.writestr("xl/worksheets/sheet1.xml", text)
    return made.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("mark", ["<!DOCTYPE x>", "<!ENTITY x>"])
def test_a_document_type_is_found_wherever_a_block_ends_and_in_every_encoding(mark: str, encoding: str) -> None:
    written = mark.encode(encoding)
    for cut in range(len(written)):
        text = b" " * (zip_files._BLOCK - cut) + written
        assert fault_of_workbook(with_sheet(text), most_unpacked=10**6) == "not-a-workbook", cut
    assert fault_of_workbook(with_sheet(b"<sheet/>"), most_unpacked=10**6) is None


@pytest.fixture
def no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any file takes too long."""
    monkeypatch.setattr(table_child, "SECONDS", 0.001)
    monkeypatch.setattr(sheets, "SECONDS", 0.001)


@pytest.mark.usefixtures("no_time")
class TestAFileThatTakesTooLong:
    @pytest.mark.parametrize(("language", "words"), [("fr", "demande trop de travail"), ("en", "takes too much work")])
    @pytest.mark.parametrize("what", ["places", "projects"])
    def test_of_places_or_projects_is_refused_in_her_language(
        self, world: World, what: str, language: str, words: str
    ) -> None:
        akissi = world.signed_in("akissi")
        akissi.post("/language", data={"lang": language})
        sent = {
            "csrf": csrf(akissi.get("/desk/admin/places").text), "programme": "pilote",
            "file": (io.BytesIO(workbook(["code", "name"], ["V1", "Kongodougou"])), "file.xlsx"),
        }  # fmt: skip
        got = akissi.post(f"/desk/admin/{what}", data=sent, content_type="multipart/form-data")
        assert (got.status_code, words in got.text) == (422, True), got.text

    def test_of_a_form_is_refused_too(self, world: World) -> None:
        akissi: FlaskClient = world.signed_in("akissi")
        sent = {
            "csrf": csrf(akissi.get("/desk/admin/instruments").text),
            "file": (io.BytesIO(workbook(["type", "name"])), "puits.xlsx"),
        }
        got = akissi.post("/desk/admin/instruments/look", data=sent, content_type="multipart/form-data")
        assert got.status_code == 422 and "demande trop de travail" in got.text


def test_a_file_that_breaks_its_child_leaves_the_next_one_unharmed(monkeypatch: pytest.MonkeyPatch) -> None:
    data = workbook(["code", "name"], ["V1", "Kongodougou"])
    with monkeypatch.context() as patched:
        patched.setattr(table_child, "SECONDS", 0.001)
        with pytest.raises(Unusable) as refused:
            read_places(data)
    assert [one.reason for one in refused.value.faults] == ["too-much-work"]
    assert [one.code for one in read_places(data).rows] == ["V1"]
