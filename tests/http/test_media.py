"""Awa's photo and Mariam's voice go up by tus 1.0: each duty of the protocol, and each way a village's link breaks."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import threading
import uuid
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedback_app import jobs
from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.enrol.tables import Device
from feedback_app.media import actions, store
from feedback_app.media.tables import Media, Upload
from tests.http.tus import BYTES, Tus, b64, described, sha256
from tests.people import World

PHOTO = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 40
VOICE = b"\x1a\x45\xdf\xa3" + b"la pompe est en panne " * 200
MEDIA = "/api/v1/media/"


@pytest.fixture
def awa(client: FlaskClient, world: World) -> Tus:
    return Tus(client, world.awa)


@pytest.fixture
def koffi(client: FlaskClient, world: World) -> Tus:
    return Tus(client, world.koffi)


@pytest.fixture
def stranger(client: FlaskClient, world: World) -> Tus:
    return Tus(client, world.stranger)


def stored(world: World, content: bytes, programme: str = "pilote") -> Media | None:
    with world.app.app_context():
        found: Media | None = db.session.get(Media, (programme, sha256(content)))
        return found


def let_expire(world: World) -> None:
    with world.app.app_context(), transaction() as session:
        for upload in session.query(Upload):
            upload.expires_at = clock.now() - dt.timedelta(seconds=1)


class TestVersion:
    def test_options_says_what_the_server_can_do(self, awa: Tus) -> None:
        got = awa.ask("OPTIONS", MEDIA, Tus_Resumable=None)
        assert got.status_code == 204
        assert got.headers["Tus-Version"] == "1.0.0"
        assert set(got.headers["Tus-Extension"].split(",")) == {
            "creation", "creation-with-upload", "checksum", "termination", "expiration",
        }  # fmt: skip
        assert got.headers["Tus-Max-Size"] == str(256 * 1024 * 1024)
        assert got.headers["Tus-Checksum-Algorithm"] == "sha1,sha256"

    def test_options_does_not_mind_another_version(self, awa: Tus) -> None:
        assert awa.ask("OPTIONS", MEDIA, Tus_Resumable="0.2.2").status_code == 204

    @pytest.mark.parametrize("version", [None, "0.2.2", "1.0", "x"])
    def test_another_tus_version_is_refused_with_the_supported_one(
        self, awa: Tus, world: World, version: str | None
    ) -> None:
        address = awa.place(PHOTO)
        for got in (
            awa.create(VOICE, "audio/webm", Tus_Resumable=version),
            awa.patch(address, 0, PHOTO, Tus_Resumable=version),
            awa.ask("HEAD", address, Tus_Resumable=version),
            awa.ask("DELETE", address, Tus_Resumable=version),
        ):
            assert (got.status_code, got.headers["Tus-Version"]) == (412, "1.0.0")
        assert awa.offset(address) == 0

    def test_every_answer_names_the_version_refusals_too(self, awa: Tus) -> None:
        address = awa.place(PHOTO)
        for got in (
            awa.create(PHOTO), awa.ask("HEAD", address), awa.patch(address, 0, PHOTO[:9]), awa.patch(address, 7, b"x"),
            awa.create(PHOTO, "text/html"), awa.ask("DELETE", address), awa.ask("HEAD", address),
        ):  # fmt: skip
            assert got.headers["Tus-Resumable"] == "1.0.0", got.status


class TestCreation:
    def test_awa_announces_a_photo_and_gets_an_address(self, awa: Tus) -> None:
        got = awa.create(PHOTO)
        assert got.status_code == 201 and got.headers["Location"].startswith(MEDIA)
        assert got.headers["Upload-Offset"] == "0"
        assert awa.offset(got.headers["Location"]) == 0

    @pytest.mark.parametrize("length", [None, "", "-1", "1e3", "12.5", " 9", "٣", "x", "9" * 40])
    def test_a_length_that_is_none_is_refused(self, awa: Tus, length: str | None) -> None:
        got = awa.create(PHOTO, Upload_Length=length and length.encode().decode("latin-1"))
        assert got.status_code == 400 and got.get_json()["type"] == "/problems/unreadable"

    def test_more_than_the_server_takes_is_refused_before_a_byte_travels(self, awa: Tus) -> None:
        got = awa.create(PHOTO, Upload_Length=str(25 * 1024 * 1024 + 1))
        assert got.status_code == 413 and got.get_json()["type"] == "/problems/too-large"

    @pytest.mark.parametrize(
        "metadata",
        [
            None,
            "",
            "sha256",
            "type " + b64("image/jpeg"),
            f"sha256 {sha256(PHOTO)},type image/jpeg",
            f"sha256 {b64(sha256(PHOTO)[:60])},type {b64('image/jpeg')}",
            f"sha256 {b64('g' * 64)},type {b64('image/jpeg')}",
            f"sha256 {b64(hashlib.sha256(PHOTO).digest())},type {b64('image/jpeg')}",
            f"sha256 {b64(sha256(PHOTO))}",
            f"sha256 {b64(sha256(PHOTO))},type ###",
            "sha256 \x01",
            ",,,",
        ],
    )
    def test_metadata_that_cannot_be_read_is_refused(self, awa: Tus, metadata: str | None) -> None:
        got = awa.create(PHOTO, Upload_Metadata=metadata)
        assert got.status_code == 400 and got.get_json()["type"] == "/problems/unreadable"

    @pytest.mark.parametrize("named", ["text/html", "image/svg+xml", "image/gif", "video/mp4", "application/zip", "x"])
    def test_what_is_neither_photo_nor_voice_is_refused(self, awa: Tus, named: str) -> None:
        assert awa.create(PHOTO, named).status_code == 415

    @pytest.mark.parametrize("named", ["audio/webm;codecs=opus", "Image/JPEG", "audio/ogg", "audio/mp4", "image/webp"])
    def test_what_phones_make_is_taken(self, awa: Tus, named: str) -> None:
        assert awa.create(PHOTO, named).status_code == 201

    def test_a_small_voice_goes_up_with_its_announcement(self, awa: Tus, world: World) -> None:
        headers = {"Upload-Length": str(len(VOICE)), "Upload-Metadata": described(VOICE, "audio/webm")}
        got = awa.ask("POST", MEDIA, VOICE, Content_Type=BYTES, **headers)
        assert got.status_code == 201 and got.headers["Upload-Offset"] == str(len(VOICE))
        media = stored(world, VOICE)
        assert media and (media.type, media.bytes, media.state) == ("audio/webm", len(VOICE), "ready")

    def test_half_of_it_may_come_along(self, awa: Tus) -> None:
        headers = {"Upload-Length": str(len(VOICE)), "Upload-Metadata": described(VOICE, "audio/webm")}
        got = awa.ask("POST", MEDIA, VOICE[:100], Content_Type=BYTES, **headers)
        assert got.status_code == 201 and got.headers["Upload-Offset"] == "100"
        assert awa.patch(got.headers["Location"], 100, VOICE[100:]).status_code == 204

    def test_a_retry_of_a_creation_whose_answer_was_lost_leads_to_the_same_upload(self, awa: Tus) -> None:
        first = awa.place(PHOTO)
        awa.patch(first, 0, PHOTO[:500])
        again = awa.create(PHOTO)
        assert (again.headers["Location"], again.headers["Upload-Offset"]) == (first, "500")


class TestAnnouncedAnew:
    def test_a_content_whose_upload_expired_is_begun_anew_before_anybody_swept(self, awa: Tus, world: World) -> None:
        first = awa.place(PHOTO)
        awa.patch(first, 0, PHOTO[:500])
        let_expire(world)
        again = awa.create(PHOTO)
        assert again.headers["Location"] != first and again.headers["Upload-Offset"] == "0"
        assert awa.patch(again.headers["Location"], 0, PHOTO).status_code == 204
        assert stored(world, PHOTO)


class TestPatch:
    def test_a_photo_goes_up_in_pieces(self, awa: Tus, world: World) -> None:
        address = awa.place(PHOTO)
        got = awa.patch(address, 0, PHOTO[:1000])
        assert (got.status_code, got.headers["Upload-Offset"], got.data) == (204, "1000", b"")
        assert stored(world, PHOTO) is None
        got = awa.patch(address, 1000, PHOTO[1000:])
        assert (got.status_code, got.headers["Upload-Offset"]) == (204, str(len(PHOTO)))
        media = stored(world, PHOTO)
        assert media and (media.state, media.bytes) == ("received", len(PHOTO))

    def test_the_bytes_on_the_disk_are_the_bytes_of_the_phone(self, awa: Tus, world: World) -> None:
        assert awa.send(PHOTO).status_code == 204
        files = actions.files_of(world.app.extensions["echo_settings"])
        assert files.open("pilote", sha256(PHOTO)).read() == PHOTO

    @pytest.mark.parametrize("at", [0, 999, 1001, 10**12])
    def test_a_lying_offset_changes_nothing(self, awa: Tus, at: int) -> None:
        address = awa.place(PHOTO)
        awa.patch(address, 0, PHOTO[:1000])
        got = awa.patch(address, at, b"x" * 10)
        assert got.status_code == 409 and got.get_json()["type"] == "/problems/offset-mismatch"
        assert awa.offset(address) == 1000

    @pytest.mark.parametrize("at", [None, "", "-1", "x", "1.0"])
    def test_an_offset_that_is_none_is_refused(self, awa: Tus, at: str | None) -> None:
        assert awa.patch(awa.place(PHOTO), 0, b"x", Upload_Offset=at).status_code == 400

    @pytest.mark.parametrize("named", [None, "application/octet-stream", "application/json", "multipart/form-data"])
    def test_bytes_must_be_called_bytes(self, awa: Tus, named: str | None) -> None:
        address = awa.place(PHOTO)
        assert awa.patch(address, 0, PHOTO, Content_Type=named).status_code == 415
        assert awa.offset(address) == 0

    def test_an_upload_that_never_was_is_not_found(self, awa: Tus) -> None:
        for address in (MEDIA + str(uuid.uuid4()), MEDIA + "x", MEDIA + "..%2f..%2fecho.db"):
            got = awa.patch(address, 0, b"x")
            assert got.status_code == 404 and "Upload-Offset" not in got.headers

    def test_a_proxy_that_knows_only_post_is_no_obstacle(self, awa: Tus) -> None:
        address = awa.place(PHOTO)
        headers: dict[str, Any] = {"X_HTTP_Method_Override": "PATCH", "Upload_Offset": "0", "Content_Type": BYTES}
        assert awa.ask("POST", address, PHOTO[:10], **headers).status_code == 204
        assert awa.offset(address) == 10
        assert awa.ask("POST", address, X_HTTP_Method_Override="DELETE").status_code == 204
        assert awa.ask("HEAD", address).status_code == 404

    def test_a_post_to_an_upload_is_nothing(self, awa: Tus) -> None:
        assert awa.ask("POST", awa.place(PHOTO), PHOTO).status_code == 405


class TestBrokenLinks:
    def test_what_arrived_before_the_connection_broke_is_resumed(self, awa: Tus, world: World) -> None:
        address = awa.place(PHOTO)
        awa.broken_patch(address, 0, promised=len(PHOTO), arrived=PHOTO[:3333])
        assert awa.offset(address) == 3333
        assert awa.patch(address, 3333, PHOTO[3333:]).status_code == 204
        assert stored(world, PHOTO)

    def test_bytes_sent_with_the_creation_before_the_connection_broke_are_stored_for_resuming(self, awa: Tus) -> None:
        headers = {
            "Tus-Resumable": "1.0.0", "Upload-Length": str(len(PHOTO)), "Upload-Metadata": described(PHOTO),
            "Content-Type": BYTES, **awa.phone.headers(),
        }  # fmt: skip
        cut = {"CONTENT_LENGTH": str(len(PHOTO))}
        awa.client.post(MEDIA, headers=headers, input_stream=io.BytesIO(PHOTO[:777]), environ_overrides=cut)
        again = awa.create(PHOTO)
        assert again.headers["Upload-Offset"] == "777"

    def test_a_retry_of_a_chunk_whose_answer_was_lost_is_idempotent(self, awa: Tus, world: World) -> None:
        address = awa.place(PHOTO)
        awa.patch(address, 0, PHOTO[:1000])
        assert awa.patch(address, 0, PHOTO[:1000]).status_code == 409
        assert awa.offset(address) == 1000
        assert awa.patch(address, 1000, PHOTO[1000:]).status_code == 204
        assert awa.offset(address) == len(PHOTO)

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        content=st.binary(min_size=1, max_size=4000),
        steps=st.lists(st.tuples(st.sampled_from(["patch", "cut", "lie", "create", "head"]), st.integers(0, 4000))),
    )
    def test_whatever_happens_on_the_way_the_bytes_are_exact_in_the_end(
        self, awa: Tus, world: World, content: bytes, steps: list[tuple[str, int]]
    ) -> None:
        address = awa.place(content)
        for step, n in steps:
            at = awa.offset(address)
            if step == "patch":
                awa.patch(address, at, content[at : at + n])
            elif step == "cut":
                awa.broken_patch(address, at, promised=len(content) - at, arrived=content[at : at + n])
            elif step == "lie" and n != at:
                assert awa.patch(address, n, b"x").status_code == 409
            elif step == "create":
                assert awa.create(content).headers["Upload-Offset"] == str(at)
        at = awa.offset(address)
        if at < len(content):
            assert awa.patch(address, at, content[at:]).status_code == 204
        assert stored(world, content)
        files = actions.files_of(world.app.extensions["echo_settings"])
        assert files.open("pilote", sha256(content)).read() == content


class TestChecksum:
    @pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
    def test_a_piece_that_is_what_it_says_is_taken(self, awa: Tus, algorithm: str) -> None:
        checksum = f"{algorithm} {b64(hashlib.new(algorithm, PHOTO[:99]).digest())}"
        got = awa.patch(awa.place(PHOTO), 0, PHOTO[:99], Upload_Checksum=checksum)
        assert (got.status_code, got.headers["Upload-Offset"]) == (204, "99")

    def test_a_piece_that_is_not_leaves_no_byte(self, awa: Tus) -> None:
        address = awa.place(PHOTO)
        checksum = f"sha1 {b64(hashlib.sha1(b'other').digest())}"
        got = awa.patch(address, 0, PHOTO[:99], Upload_Checksum=checksum)
        assert got.status_code == 460 and got.get_json()["type"] == "/problems/checksum-mismatch"
        assert awa.offset(address) == 0

    @pytest.mark.parametrize("checksum", ["crc32 AAAA", "md5 " + b64(b"x" * 16), "sha1", "sha1 ###", ""])
    def test_a_checksum_that_cannot_be_checked_is_refused(self, awa: Tus, checksum: str) -> None:
        address = awa.place(PHOTO)
        got = awa.patch(address, 0, PHOTO[:99], Upload_Checksum=checksum)
        assert got.status_code in (400, 460)
        assert awa.offset(address) == 0


class TestContent:
    def test_a_content_that_is_not_what_was_announced_is_refused(self, awa: Tus, world: World) -> None:
        address = awa.place(PHOTO)
        got = awa.patch(address, 0, b"x" * len(PHOTO))
        assert got.status_code == 460 and got.get_json()["type"] == "/problems/checksum-mismatch"
        assert stored(world, PHOTO) is None
        assert awa.send(PHOTO).status_code == 204, "and Awa may start anew"
        assert stored(world, PHOTO)

    def test_media_that_the_programme_has_are_deduplicated(self, awa: Tus, koffi: Tus) -> None:
        awa.send(PHOTO)
        got = koffi.create(PHOTO)
        assert (got.status_code, got.headers["Upload-Offset"]) == (201, str(len(PHOTO)))
        assert koffi.offset(got.headers["Location"]) == len(PHOTO)

    def test_what_another_programme_has_is_nobody_elses_business(self, awa: Tus, stranger: Tus, world: World) -> None:
        awa.send(PHOTO)
        assert stranger.create(PHOTO).headers["Upload-Offset"] == "0"
        assert stranger.send(PHOTO).status_code == 204
        assert stored(world, PHOTO, "ailleurs") and stored(world, PHOTO, "pilote")

    def test_two_phones_with_the_same_photo_make_no_duplicate(self, awa: Tus, koffi: Tus, world: World) -> None:
        hers, his = awa.place(PHOTO), koffi.place(PHOTO)
        assert hers != his
        awa.patch(hers, 0, PHOTO[:600])
        koffi.patch(his, 0, PHOTO[:900])
        assert koffi.patch(his, 900, PHOTO[900:]).status_code == 204
        assert awa.offset(hers) == len(PHOTO), "Awa need not go on"
        assert awa.patch(hers, 600, PHOTO[600:]).status_code == 409
        with world.app.app_context():
            assert db.session.query(Media).count() == 1

    def test_a_finished_upload_still_says_so_when_its_last_answer_was_lost(self, awa: Tus) -> None:
        address = awa.place(PHOTO)
        awa.patch(address, 0, PHOTO)
        assert awa.offset(address) == len(PHOTO)

    def test_koffi_cannot_touch_awas_upload(self, awa: Tus, koffi: Tus) -> None:
        address = awa.place(PHOTO)
        awa.patch(address, 0, PHOTO[:50])
        for got in (koffi.ask("HEAD", address), koffi.patch(address, 50, b"x"), koffi.ask("DELETE", address)):
            assert got.status_code == 404 and "Upload-Offset" not in got.headers
        assert awa.offset(address) == 50

    def test_a_phone_has_a_limited_number_of_uploads_under_way(self, awa: Tus, koffi: Tus) -> None:
        for n in range(actions.MOST_OPEN):
            assert awa.create(b"%d" % n).status_code == 201
        got = awa.create(b"one more")
        assert got.status_code == 429 and int(got.headers["Retry-After"]) > 0
        assert koffi.create(b"one more").status_code == 201
        assert awa.send(b"0").status_code == 204, "those under way can be finished"
        assert awa.create(b"one more").status_code == 201

    def test_a_revoked_phone_cannot_upload_and_learns_why(self, awa: Tus, world: World) -> None:
        address = awa.place(PHOTO)
        with world.app.app_context(), transaction() as session:
            session.get_one(Device, world.awa.device_id).revoked_at = clock.now()
        got = awa.patch(address, 0, PHOTO)
        assert got.status_code == 403 and got.get_json()["type"] == "/problems/revoked"

    def test_without_a_token_nobody_gets_in(self, client: FlaskClient) -> None:
        headers = {"Tus-Resumable": "1.0.0", "Upload-Length": "1", "Upload-Metadata": described(b"x")}
        assert client.post(MEDIA, headers=headers).status_code == 401


class TestTerminationAndExpiry:
    def test_awa_may_give_up_an_upload(self, awa: Tus) -> None:
        address = awa.place(PHOTO)
        awa.patch(address, 0, PHOTO[:50])
        assert awa.ask("DELETE", address).status_code == 204
        for got in (awa.ask("HEAD", address), awa.patch(address, 50, b"x"), awa.ask("DELETE", address)):
            assert got.status_code == 404
        assert awa.create(PHOTO).headers["Upload-Offset"] == "0"

    def test_giving_up_a_finished_upload_does_not_take_the_photo_away(self, awa: Tus, world: World) -> None:
        address = awa.place(PHOTO)
        awa.patch(address, 0, PHOTO)
        assert awa.ask("DELETE", address).status_code == 204
        assert stored(world, PHOTO)

    def test_the_answer_says_when_an_upload_expires(self, awa: Tus) -> None:
        got = awa.patch(awa.place(PHOTO), 0, PHOTO[:5])
        left = parsedate_to_datetime(got.headers["Upload-Expires"]) - clock.now()
        assert dt.timedelta(days=13) < left <= actions.LIFETIME

    def test_an_expired_upload_is_gone(self, awa: Tus, world: World) -> None:
        address = awa.place(PHOTO)
        let_expire(world)
        for got in (awa.ask("HEAD", address), awa.patch(address, 0, b"x"), awa.ask("DELETE", address)):
            assert got.status_code == 410 and "Upload-Offset" not in got.headers

    def test_the_cleanup_deletes_the_bytes_of_expired_uploads_and_only_those(
        self, awa: Tus, koffi: Tus, world: World
    ) -> None:
        address = awa.place(PHOTO)
        awa.patch(address, 0, PHOTO[:50])
        let_expire(world)
        other = koffi.place(VOICE, "audio/webm")
        koffi.patch(other, 0, VOICE[:60])
        with world.app.app_context():
            jobs.run("uploads")
        assert awa.ask("HEAD", address).status_code == 404
        assert koffi.offset(other) == 60
        folder = world.app.extensions["echo_settings"].media / "uploads"
        assert [path.name for path in folder.iterdir()] == [other.rsplit("/", 1)[-1]]


class TestBadInput:
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        method=st.sampled_from(["POST", "PATCH", "HEAD", "DELETE", "OPTIONS", "GET"]),
        headers=st.dictionaries(
            st.sampled_from(
                ["Upload-Length", "Upload-Offset", "Upload-Metadata", "Upload-Checksum", "Content-Type", "X-HTTP-Method-Override"]
            ),
            st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=60),
        ),
        body=st.binary(max_size=50),
        there=st.booleans(),
    )  # fmt: skip
    def test_no_request_breaks_the_server(
        self, awa: Tus, method: str, headers: dict[str, str], body: bytes, there: bool
    ) -> None:
        address = awa.place(PHOTO) if there else MEDIA
        got = awa.ask(method, address, body, **{name.replace("-", "_"): value for name, value in headers.items()})
        assert got.status_code < 500

    def test_a_piece_that_is_too_long_by_its_own_word_is_refused(self, awa: Tus) -> None:
        address = awa.place(PHOTO)
        got = awa.broken_patch(address, 0, promised=26 * 1024 * 1024, arrived=b"")
        assert got.status_code == 413
        assert awa.offset(address) == 0


@pytest.mark.both_databases
class TestOnEachDatabase:
    def test_a_photo_is_announced_sent_known_and_counted(self, client: FlaskClient, world: World) -> None:
        media = [{"sha256": sha256(PHOTO), "type": "image/jpeg", "bytes": len(PHOTO), "question": "photo"}]
        entry = world.awa.entry(media=media)
        assert world.awa.exchange(client, entry).get_json()["missing"] == [sha256(PHOTO)]
        assert Tus(client, world.awa).send(PHOTO).status_code == 204
        assert world.awa.exchange(client).get_json()["missing"] == []
        with world.app.app_context():
            record = uuid.UUID(entry["id"])
            counts = store.received_counts(db.session, programme_id="pilote", record_ids=[record])
        assert counts == {record: (1, 1)}

    def test_concurrent_uploads_of_the_same_photo_make_no_duplicate(self, world: World) -> None:
        phones = [world.awa, world.koffi, world.awa, world.koffi]
        uploads = [Tus(world.app.test_client(), phone) for phone in phones]
        places = [upload.place(PHOTO) for upload in uploads]
        for upload, place in dict(zip(uploads, places, strict=True)).items():
            if upload.offset(place) == 0:
                upload.patch(place, 0, PHOTO[:-1])
        start = threading.Barrier(len(uploads))
        answers: list[int] = []

        def finish(upload: Tus, place: str) -> None:
            start.wait()
            answers.append(upload.patch(place, len(PHOTO) - 1, PHOTO[-1:]).status_code)

        threads = [threading.Thread(target=finish, args=pair) for pair in zip(uploads, places, strict=True)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert set(answers) <= {204, 409} and 204 in answers
        media = stored(world, PHOTO)
        assert media and media.bytes == len(PHOTO)
        assert all(upload.offset(place) == len(PHOTO) for upload, place in zip(uploads, places, strict=True))
