"""Akissi imports a form with its pictures and sounds: phones get them with it, and what is hostile stays outside."""

from __future__ import annotations

import hashlib
import io
import random
import re
import uuid
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from feedback_app import jobs
from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.base.http import EchoFlask, FormBounds
from feedback_app.forms import form_files, store
from feedback_app.forms import form_media as keeping
from feedback_app.forms.commands import instruments
from feedback_app.forms.form_files import gather_files
from feedback_app.forms.tables import FormMedium
from feedback_app.forms.xlsform.issue import XlsformError
from feedback_app.ledger.erasure import erase
from feedback_app.ledger.tables import Record
from tests.http.desk import csrf
from tests.people import World

pytestmark = pytest.mark.both_databases

FORM = """| survey |
| | type | name | label::French (fr) | label::Dioula (dyu) | media::image | media::audio::Dioula (dyu) |
| | select_one etats | etat | Dans quel état ? | A be di ? | Pompe.JPG | etat.mp3 |
| | text | mot | Un mot | Kuma | | |
| choices |
| | list_name | name | label::French (fr) | label::Dioula (dyu) | media::image::French (fr) | media::image::Dioula (dyu) | media::audio |
| | etats | bon | Bon | A ka nyi | bon.png | bon.png | bon.ogg |
| | etats | panne | En panne | A tinyena | hors-ligne | hors-ligne | |
| settings |
| | form_title | form_id | version | default_language |
| | Pompes du village | pompes | 1 | French (fr) |
"""
MP3, OGG = b"ID3" + b"\x00dioula" * 50, b"OggS" + b"\x00bon" * 50


def picture(kind: str = "JPEG", *, side: int = 1200) -> bytes:
    """A photo with a position in its metadata."""
    made = Image.linear_gradient("L").resize((side, side // 2)).convert("RGB")
    exif = Image.Exif()
    exif[0x010F] = "Téléphone d’Akissi"
    out = io.BytesIO()
    made.save(out, kind, exif=exif)
    return out.getvalue()


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            package.writestr(name, data)
    return out.getvalue()


def files() -> dict[str, bytes]:
    return {"pompe.jpg": picture(), "etat.mp3": MP3, "bon.png": picture("PNG", side=90), "bon.ogg": OGG}


@pytest.fixture
def akissi(world: World) -> FlaskClient:
    return world.signed_in("akissi")


def look(akissi: FlaskClient, media: dict[str, bytes], form: str = FORM, **fields: Any) -> TestResponse:
    sent = {
        "csrf": csrf(akissi.get("/desk/admin/instruments").text), "file": (io.BytesIO(form.encode()), "pompes.md"),
        "media": [(io.BytesIO(data), name) for name, data in media.items()],
    }  # fmt: skip
    return akissi.post("/desk/admin/instruments/look", data=sent | fields, content_type="multipart/form-data")


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page) or re.search(rf'name="{name}"[^>]*>([^<]*)<', page)
    assert found, page
    return found[1].replace("&#34;", '"').replace("&quot;", '"').replace("&#39;", "'").replace("&amp;", "&")


def take(akissi: FlaskClient, page: str, **changes: str) -> TestResponse:
    names = ("csrf", "name", "files", "source")
    sent = {name: field(page, name) for name in names}
    return akissi.post("/desk/admin/instruments", data=sent | changes)


def definition(app: EchoFlask) -> dict[str, Any]:
    with app.app_context():
        found = store.definition(db.session, "pilote", "pompes", "1")
        assert found is not None
        return dict(found)


def whys(answer: TestResponse) -> list[tuple[str, str]]:
    return re.findall(r"<tr><td>([^<]*)</td><td>([^<]*)</td></tr>", answer.text)


def test_a_form_includes_its_pictures_and_sounds_and_anyone_may_fetch_them(
    app: EchoFlask, akissi: FlaskClient, client: FlaskClient
) -> None:
    page = look(akissi, files())
    assert page.status_code == 200, page.text
    assert 'src="/form-media/' in page.text
    assert take(akissi, page.text).status_code == 303
    etat, _ = definition(app)["questions"]
    bon, panne = etat["choices"]
    assert etat["sounds"] == {"dyu": hashlib.sha256(MP3).hexdigest()}
    assert bon["sounds"] == {"fr": hashlib.sha256(OGG).hexdigest()}
    assert set(bon["images"]) == {"fr", "dyu"}
    assert panne["picture"] == "hors-ligne"
    shown = client.get(f"/form-media/{etat['images']['fr']}")
    assert (shown.status_code, shown.content_type) == (200, "image/webp")
    drawn = Image.open(io.BytesIO(shown.data))
    assert drawn.size == (640, 320)
    assert not drawn.getexif()
    assert client.get(f"/form-media/{etat['sounds']['dyu']}").data == MP3


def test_the_files_may_come_in_an_archive_with_folders(app: EchoFlask, akissi: FlaskClient) -> None:
    archive = zipped(**{f"medias/{name}": data for name, data in files().items()}, **{"__MACOSX/._x.jpg": b"x"})
    assert take(akissi, look(akissi, {"medias.zip": archive}).text).status_code == 303
    assert definition(app)["questions"][0]["images"]


def test_two_sounds_of_one_name_never_change_in_silence_what_a_question_says(akissi: FlaskClient) -> None:
    uploaded = files()
    del uploaded["etat.mp3"]
    archive = zipped(
        **{"fr/etat.mp3": MP3 + b"fr", "dyu/ETAT.mp3": MP3 + b"dyu", "fr/notes.txt": b"1", "notes.txt": b"2"}
    )
    where = "survey, ligne 2 (etat)"
    why = "Il y a plusieurs fichiers « etat.mp3 », de contenus différents : donnez à chacun un nom à lui."
    for media in ({"medias.zip": archive}, {"fr.zip": zipped(**{"etat.mp3": MP3}), "etat.mp3": MP3 + b"dyu"}):
        refused = look(akissi, uploaded | media)
        assert refused.status_code == 422
        assert whys(refused) == [(where, why)]
    akissi.set_cookie("echo_language", "en")
    assert "There are several files “etat.mp3” with different contents" in look(akissi, uploaded | media).text


def test_the_same_sound_in_two_folders_is_one(akissi: FlaskClient) -> None:
    uploaded = files()
    archive = zipped(**{"fr/etat.mp3": MP3, "dyu/etat.mp3": MP3, "a/notes.txt": b"1", "b/notes.txt": b"2"})
    del uploaded["etat.mp3"]
    assert look(akissi, uploaded | {"medias.zip": archive}).status_code == 200


def test_missing_or_mistyped_media_are_reported_by_sheet_and_row(akissi: FlaskClient) -> None:
    uploaded = files() | {"bon.ogg": b"<html>", "pompe.jpg": b"no picture"}
    del uploaded["etat.mp3"]
    refused = look(akissi, uploaded)
    assert refused.status_code == 422
    assert set(whys(refused)) == {
        ("survey, ligne 2 (etat)", "Le fichier « Pompe.JPG » ne se laisse pas lire : il est abîmé, ou autre chose que son nom."),
        ("survey, ligne 2 (etat)", "Le fichier « etat.mp3 » n’est pas venu avec le formulaire."),
        ("choices, ligne 2 (bon)", "Le fichier « bon.ogg » ne se laisse pas lire : il est abîmé, ou autre chose que son nom."),
    }  # fmt: skip


def test_missing_media_are_left_out_and_the_page_says_so_in_words(akissi: FlaskClient) -> None:
    page = look(akissi, {}, as_text="1")
    assert page.status_code == 200
    assert "L’image ou le son « etat.mp3 » est laissé de côté." in page.text


def test_an_image_where_a_sound_belongs_is_refused(akissi: FlaskClient) -> None:
    form = FORM.replace("etat.mp3", "bon.png")
    assert (
        "belongs here" in look(akissi, files(), form).text
        or "il faut ici une image" in look(akissi, files(), form).text
    )


def bomb() -> bytes:
    return zipped(**{f"{n}.mp3": b"\0" * (form_files.MOST_BYTES // 4) for n in range(5)})


def packed_by(method: int, *, damaged: bool = False) -> bytes:
    """An archive of one sound in another packing, whose last bytes may be none of it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as package:
        package.writestr("a.mp3", MP3)
    whole = out.getvalue()
    return whole[:50] + b"\xff" * 12 + whole[62:] if damaged else whole


def misnamed() -> bytes:
    """An archive that says its names are UTF-8, with one that is not."""
    return zipped(**{"é.mp3": MP3}).replace("é".encode(), b"\xe9\xff")


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "no archive": (lambda: b"PK\x03\x04 not a zip", "media-bad-zip"),
    "cut": (lambda: zipped(**{"a.mp3": MP3})[:-30], "media-bad-zip"),
    "deflated, damaged": (lambda: packed_by(zipfile.ZIP_DEFLATED, damaged=True), "media-bad-zip"),
    "by LZMA": (lambda: packed_by(zipfile.ZIP_LZMA), "media-bad-zip"),
    "by LZMA, damaged": (lambda: packed_by(zipfile.ZIP_LZMA, damaged=True), "media-bad-zip"),
    "by bzip2": (lambda: packed_by(zipfile.ZIP_BZIP2), "media-bad-zip"),
    "a name in no writing": (misnamed, "media-bad-zip"),
    "bomb": (bomb, "media-too-much"),
    "too many, in many archives": (
        lambda: zipped(**{"__MACOSX/a": b"", **{f"{n}.mp3": b"" for n in range(form_files.MOST_FILES // 2)}}),
        "media-too-much",
    ),
    "too many": (lambda: zipped(**{f"{n}.mp3": b"" for n in range(form_files.MOST_FILES + 1)}), "media-too-much"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_archives_are_refused(what: str) -> None:
    made, code = HOSTILE[what]
    with pytest.raises(XlsformError) as refused:
        gather_files([(f"{name}.zip", made()) for name in ("fr", "en")])
    assert [issue.code for issue in refused.value.issues] == [code]


def test_archives_themselves_count() -> None:
    """Of many that hold nothing but what is passed over, none would be too large."""
    padding = {"__MACOSX/._x.jpg": random.Random(1).randbytes(form_files.MOST_BYTES // 4)}
    with pytest.raises(XlsformError) as refused:
        gather_files((f"{n}.zip", zipped(**padding)) for n in range(4))
    assert [issue.code for issue in refused.value.issues] == ["media-too-much"]


def test_an_upload_that_is_too_large_is_refused_unread_and_in_her_language(
    akissi: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The guard looks for a field, which would read all of it."""
    look_view = akissi.application.view_functions["forms_admin_pages.look"]
    monkeypatch.setattr(look_view, "bounds", FormBounds(10_000, 10_000))
    for language, sentence in (("fr", "64 Mo en tout"), ("en", "64 MB in all")):
        akissi.set_cookie("echo_language", language)
        sent = {"file": (io.BytesIO(b"x" * 20_000), "pompes.md")}
        refused = akissi.post("/desk/admin/instruments/look", data=sent, headers={"Accept": "text/html"})
        assert refused.status_code == 413
        assert sentence in refused.text


def test_the_pictures_of_a_form_have_a_bound_together(akissi: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(form_files, "MOST_PIXELS", 1200 * 600 + 10)
    refused = look(akissi, files())
    assert refused.status_code == 422
    assert {where for where, why in whys(refused) if "milliard de pixels" in why} == {"choices, ligne 2 (bon)"}


def test_a_file_without_a_name_in_an_archive_is_passed_over() -> None:
    archive = zipped(**{"sans-nom.mp3": MP3, "a.mp3": MP3}).replace(b"sans-nom.mp3", b"\0ans-nom.mp3")
    assert set(gather_files([("m.zip", archive)])) == {"a.mp3"}


def test_names_in_an_archive_lead_nowhere() -> None:
    found = gather_files([("m.zip", zipped(**{"../../etc/a.mp3": MP3, "..\\b.ogg": OGG, ".hidden.mp3": MP3}))])
    assert set(found) == {"a.mp3", "b.ogg"}


def test_a_picture_that_is_a_bomb_and_a_sound_that_is_too_long_are_not_used() -> None:
    huge = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(huge, "PNG")
    found = gather_files(
        [("huge.png", huge.getvalue()), ("long.mp3", b"ID3" + b"\0" * form_files.LARGEST_SOUND), ("x.exe", b"MZ")]
    )
    assert {key: file.problem for key, file in found.items()} == {
        "huge.png": "media-broken", "long.mp3": "media-too-large", "x.exe": "media-kind",
    }  # fmt: skip


def test_a_forged_hash_in_the_preview_opens_no_testimony(app: EchoFlask, world: World, akissi: FlaskClient) -> None:
    page = look(akissi, files()).text
    forged = '{"pompe.jpg": "%s", "etat.mp3": 5}' % ("a" * 64)
    for changed in (forged, "{", "[1]", '"x"'):
        assert take(akissi, page, files=changed).status_code == 422
    with app.app_context():
        assert keeping.stored_files(db.session, "pilote", {"x.mp3": "a" * 64}) == {}


def test_what_was_only_looked_at_goes_after_a_day_and_what_was_taken_stays(
    app: EchoFlask, akissi: FlaskClient, client: FlaskClient
) -> None:
    take(akissi, look(akissi, files()).text)
    taken = definition(app)["questions"][0]["sounds"]["dyu"]
    look(akissi, files() | {"etat.mp3": MP3 + b"other"}, FORM.replace("| 1 |", "| 2 |"))
    other = hashlib.sha256(MP3 + b"other").hexdigest()
    assert client.get(f"/form-media/{other}").status_code == 200
    with app.app_context():
        jobs.run("uploads")
        with transaction() as session:
            for one in session.query(FormMedium):
                one.brought_at = clock.now() - 2 * keeping.LOOKED_AT
        jobs.run("uploads")
    assert client.get(f"/form-media/{other}").status_code == 404
    assert client.get(f"/form-media/{taken}").status_code == 200


def test_media_of_a_form_that_is_previewed_again_do_not_expire(
    app: EchoFlask, akissi: FlaskClient, client: FlaskClient
) -> None:
    look(akissi, files())
    with app.app_context(), transaction() as session:
        for one in session.query(FormMedium):
            one.brought_at = clock.now() - 2 * keeping.LOOKED_AT
    page = look(akissi, files()).text
    with app.app_context():
        jobs.run("uploads")
    assert take(akissi, page).status_code == 303
    assert client.get(f"/form-media/{hashlib.sha256(MP3).hexdigest()}").status_code == 200


def test_a_form_keeps_its_sound_when_a_record_that_names_it_is_erased(
    app: EchoFlask, world: World, akissi: FlaskClient, client: FlaskClient
) -> None:
    take(akissi, look(akissi, files()).text)
    digest = hashlib.sha256(MP3).hexdigest()
    announced = [{"sha256": digest, "type": "audio/mpeg", "bytes": len(MP3), "question": "raconter_voix"}]
    entry = world.awa.entry(media=announced)
    world.awa.sync(client, entry)
    with app.app_context(), transaction() as session:
        found = session.get_one(Record, (world.programme, uuid.UUID(entry["id"])))
        assert erase(session, found, now=clock.now(), reason="author", by="Adjoua") == []
    with app.app_context():
        jobs.run("erasures")
    assert client.get(f"/form-media/{digest}").data == MP3


@pytest.mark.parametrize("how", ["folder", "zip"])
def test_the_command_line_takes_a_folder_or_an_archive(app: EchoFlask, world: World, tmp_path: Path, how: str) -> None:
    (tmp_path / "pompes.md").write_text(FORM)
    media = tmp_path / "media"
    media.mkdir()
    for name, data in files().items():
        (media / name).write_bytes(data)
    if how == "zip":
        (tmp_path / "media.zip").write_bytes(zipped(**files()))
    where = str(media if how == "folder" else tmp_path / "media.zip")
    with app.app_context():
        words = ["import", str(tmp_path / "pompes.md"), "--programme", world.programme]
        lacking = CliRunner().invoke(instruments, words)
        assert lacking.exit_code == 1
        assert "n’est pas venu avec le formulaire" in lacking.output
        done = CliRunner().invoke(instruments, [*words, "--media", where])
        assert done.exit_code == 0, done.output
    etat = definition(app)["questions"][0]
    assert app.test_client().get(f"/form-media/{etat['images']['fr']}").status_code == 200
