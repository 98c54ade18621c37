"""What every storage of photos and voices must do: the folder, and a bucket on a real S3 server."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import resource
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedback_app.base.files import StorageDown
from feedback_app.media.files import LocalFiles, MediaFiles, OffsetMismatch, UploadBusy, WrongBytes
from feedback_app.media.s3 import PIECE, S3Files
from tests.s3 import BUCKET, S3Server

VOICE = b"OggS" + bytes(range(256)) * 2000
SHA = hashlib.sha256(VOICE).hexdigest()


@pytest.fixture(params=["folder", "s3"])
def files(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MediaFiles:
    if request.param == "folder":
        return LocalFiles(tmp_path / "media")
    server: S3Server = request.getfixturevalue("s3")
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    return S3Files(BUCKET, f"test/{uuid.uuid4()}", endpoint=server.endpoint)


@pytest.fixture
def upload() -> uuid.UUID:
    return uuid.uuid4()


class Breaking(io.BytesIO):
    """What a phone sends until its link breaks."""

    def read(self, size: int | None = -1) -> bytes:
        some = super().read(size)
        if not some:
            raise ConnectionResetError("the link broke")
        return some


class Blocked(io.BytesIO):
    """An upload that waits until it may go on, so that somebody else can send meanwhile."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.asked, self.go = threading.Event(), threading.Event()

    def read(self, size: int | None = -1) -> bytes:
        self.asked.set()
        assert self.go.wait(30)
        return super().read(size)


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """The system lets no file of this process grow beyond so many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def read(files: MediaFiles, sha256: str = SHA, variant: str = "original") -> bytes:
    with files.open("pilote", sha256, variant) as file:
        return file.read()


class TestAnUpload:
    def test_awas_voice_goes_up_piece_by_piece_and_is_then_stored_by_its_hash(
        self, files: MediaFiles, upload: uuid.UUID
    ) -> None:
        assert files.offset(upload) == 0
        at = 0
        for piece in (VOICE[:7], VOICE[7:70_000], VOICE[70_000:]):
            at = files.append(upload, at, io.BytesIO(piece), length=len(VOICE))
            assert files.offset(upload) == at
        assert files.digest(upload) == SHA
        assert files.arrived(upload) == VOICE
        assert files.size("pilote", SHA) is None
        files.keep(upload, "pilote", SHA)
        assert read(files) == VOICE
        assert files.size("pilote", SHA) == len(VOICE)
        assert files.offset(upload) == 0

    def test_what_arrived_before_the_link_broke_is_there(self, files: MediaFiles, upload: uuid.UUID) -> None:
        with pytest.raises(ConnectionResetError):
            files.append(upload, 0, Breaking(VOICE[:100_000]), length=len(VOICE))
        assert files.offset(upload) == 100_000
        assert files.append(upload, 100_000, io.BytesIO(VOICE[100_000:]), length=len(VOICE)) == len(VOICE)
        assert files.digest(upload) == SHA

    def test_a_wrong_offset_is_answered_with_the_right_one_and_changes_nothing(
        self, files: MediaFiles, upload: uuid.UUID
    ) -> None:
        files.append(upload, 0, io.BytesIO(VOICE[:500]), length=len(VOICE))
        for wrong in (0, 499, 501, len(VOICE)):
            with pytest.raises(OffsetMismatch) as refused:
                files.append(upload, wrong, io.BytesIO(b"other bytes"), length=len(VOICE))
            assert refused.value.at == 500
        assert files.digest(upload) == hashlib.sha256(VOICE[:500]).hexdigest()

    def test_more_than_was_announced_is_not_taken(self, files: MediaFiles, upload: uuid.UUID) -> None:
        assert files.append(upload, 0, io.BytesIO(VOICE + b"more"), length=len(VOICE)) == len(VOICE)
        assert files.digest(upload) == SHA

    def test_of_two_requests_for_the_same_bytes_one_is_taken_and_nothing_is_mixed(
        self, files: MediaFiles, upload: uuid.UUID
    ) -> None:
        slow = Blocked(VOICE[:40_000])
        results: list[int | type[Exception]] = []

        def first() -> None:
            try:
                results.append(files.append(upload, 0, slow, length=len(VOICE)))
            except (UploadBusy, OffsetMismatch) as refused:
                results.append(type(refused))

        other = threading.Thread(target=first)
        other.start()
        assert slow.asked.wait(30)
        try:
            results.append(files.append(upload, 0, io.BytesIO(VOICE[:30_000]), length=len(VOICE)))
        except (UploadBusy, OffsetMismatch) as refused:
            results.append(type(refused))
        slow.go.set()
        other.join(30)
        taken = [one for one in results if isinstance(one, int)]
        assert len(taken) == 1
        assert files.offset(upload) == taken[0]
        files.append(upload, taken[0], io.BytesIO(VOICE[taken[0] :]), length=len(VOICE))
        assert files.digest(upload) == SHA

    def test_an_upload_that_was_given_up_leaves_nothing(self, files: MediaFiles, upload: uuid.UUID) -> None:
        files.append(upload, 0, io.BytesIO(VOICE[:500]), length=len(VOICE))
        files.append(upload, 500, io.BytesIO(VOICE[500:900]), length=len(VOICE))
        files.delete_upload(upload)
        files.delete_upload(upload)
        assert files.offset(upload) == 0

    @settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(cuts=st.lists(st.integers(1, 60_000), max_size=6), breaks=st.sets(st.integers(0, 5)))
    def test_however_it_is_cut_the_bytes_are_the_same(
        self, files: MediaFiles, cuts: list[int], breaks: set[int]
    ) -> None:
        upload, at = uuid.uuid4(), 0
        for n, cut in enumerate([*cuts, len(VOICE)]):
            piece = VOICE[at : at + cut]
            if n in breaks and at + cut < len(VOICE):
                with pytest.raises(ConnectionResetError):
                    files.append(upload, at, Breaking(piece), length=len(VOICE))
            else:
                files.append(upload, at, io.BytesIO(piece), length=len(VOICE))
            assert files.offset(upload) == at + len(piece)
            at += len(piece)
        assert files.digest(upload) == SHA


class TestAContent:
    def test_two_phones_with_the_same_photo_make_one_content(self, files: MediaFiles) -> None:
        for upload in (uuid.uuid4(), uuid.uuid4()):
            files.append(upload, 0, io.BytesIO(VOICE), length=len(VOICE))
            files.keep(upload, "pilote", SHA)
            assert files.offset(upload) == 0
        assert read(files) == VOICE

    def test_another_programme_that_knows_the_hash_has_nothing(self, files: MediaFiles) -> None:
        files.put("pilote", SHA, io.BytesIO(VOICE))
        assert files.size("other", SHA) is None
        with pytest.raises(FileNotFoundError):
            files.open("other", SHA)

    def test_a_voice_is_listened_to_from_the_middle(self, files: MediaFiles) -> None:
        files.put("pilote", SHA, io.BytesIO(VOICE))
        with files.open("pilote", SHA) as file:
            assert file.seek(300_000) == 300_000
            assert file.read(11) == VOICE[300_000:300_011]
            assert file.seek(-5, io.SEEK_END) == len(VOICE) - 5
            assert file.read() == VOICE[-5:]
            assert file.read() == b""
            file.seek(0)
            assert file.read() == VOICE

    def test_smaller_sizes_are_stored_beside_the_photo_and_deleted_with_it(self, files: MediaFiles) -> None:
        files.put("pilote", SHA, io.BytesIO(VOICE))
        for variant in ("large", "thumb"):
            files.put("pilote", SHA, io.BytesIO(variant.encode()), variant)
        files.put("pilote", SHA, io.BytesIO(b"made anew"), "thumb")
        assert read(files, variant="large") == b"large"
        assert read(files, variant="thumb") == b"made anew"
        files.delete("pilote", SHA)
        files.delete("pilote", SHA)
        assert [files.size("pilote", SHA, one) for one in ("original", "large", "thumb")] == [None] * 3

    def test_a_content_restored_from_a_backup_with_other_bytes_is_refused(self, files: MediaFiles) -> None:
        with pytest.raises(WrongBytes):
            files.put("pilote", SHA, io.BytesIO(VOICE + b"!"))
        assert files.size("pilote", SHA) is None

    def test_one_larger_than_what_is_in_memory_at_once(self, files: MediaFiles, upload: uuid.UUID) -> None:
        large = os.urandom(1000) * ((2 * PIECE + 5_000_000) // 1000)
        files.append(upload, 0, io.BytesIO(large), length=len(large))
        sha = hashlib.sha256(large).hexdigest()
        assert files.digest(upload) == sha
        files.keep(upload, "pilote", sha)
        assert read(files, sha) == large

    @pytest.mark.parametrize("name", ["../../etc/passwd", "A" * 64, "", "uploads"])
    def test_no_name_but_a_hash_reaches_anything(self, files: MediaFiles, name: str) -> None:
        assert files.size("pilote", name) is None
        assert files.size("../x", SHA) is None
        with pytest.raises(ValueError, match="not a name"):
            files.open("pilote", name)


class TestWhatTheStorageCannotDo:
    def test_a_folder_without_room_says_so_and_goes_on_with_what_arrived_once_there_is_room(
        self, tmp_path: Path, upload: uuid.UUID
    ) -> None:
        files = LocalFiles(tmp_path)
        with room_for(100_001), pytest.raises(OSError, match="large") as refused:
            files.append(upload, 0, io.BytesIO(VOICE), length=len(VOICE))
        assert refused.value.errno == errno.EFBIG
        assert files.offset(upload) == 100_001
        files.append(upload, 100_001, io.BytesIO(VOICE[100_001:]), length=len(VOICE))
        assert files.digest(upload) == SHA

    def test_a_bucket_that_does_not_answer_is_reported_as_down(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            monkeypatch.setenv(name, "nobody")
        monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        with pytest.raises(StorageDown):
            S3Files("echo", endpoint="http://127.0.0.1:9").offset(uuid.uuid4())

    def test_a_stranger_is_not_let_in(self, s3: S3Server, monkeypatch: pytest.MonkeyPatch, upload: uuid.UUID) -> None:
        for name, value in (s3.environment | {"AWS_SECRET_ACCESS_KEY": "wrong"}).items():
            monkeypatch.setenv(name, value)
        with pytest.raises(StorageDown):
            S3Files(BUCKET, endpoint=s3.endpoint).append(upload, 0, io.BytesIO(VOICE), length=len(VOICE))
