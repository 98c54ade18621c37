"""What is made of a voice: a waveform that says how long it is, and a twin in AAC. What is no voice is refused."""

from __future__ import annotations

import re
from pathlib import Path

import av
import pytest

from feedback_app.media import listening, voices
from feedback_app.media.voices import MAKERS, UnreadableMedium, container, make_m4a, make_wave
from tests.sounds import sound

RECORDED = {"webm": "libopus", "ogg": "libopus", "mp4": "aac", "wav": "pcm_s16le", "adts": "aac"}
PLAYLIST = b"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"
CONCAT = b"ffconcat version 1.0\nfile /etc/passwd\n"


def wave_of(content: bytes, folder: Path) -> tuple[int, list[int]]:
    """How many milliseconds a waveform says, and how high its strokes are."""
    (folder / "voice").write_bytes(content)
    make_wave(folder / "voice", folder / "wave")
    drawn = (folder / "wave").read_text()
    return int(re.findall(r'data-ms="(\d+)"', drawn)[0]), [int(one) for one in re.findall(r"v(\d+)", drawn)]


@pytest.mark.parametrize("kind", RECORDED)
def test_a_voice_swells_and_fades_as_it_was_spoken_whatever_a_phone_records(kind: str, tmp_path: Path) -> None:
    ms, strokes = wave_of(sound(3, container=kind, codec=RECORDED[kind]), tmp_path)
    assert 2900 < ms < 3200, "what a browser records does not say it"
    assert len(strokes) == voices.PEAKS and max(strokes) == voices.HEIGHT
    assert max(strokes[:10]) < strokes[60] < max(strokes[110:130]) > strokes[180] > max(strokes[-10:])


def test_a_very_short_voice_has_fewer_strokes(tmp_path: Path) -> None:
    ms, strokes = wave_of(sound(0.3), tmp_path)
    assert 250 < ms < 400 and len(strokes) == ms // 10


def test_a_voice_that_was_cut_gives_what_is_there(tmp_path: Path) -> None:
    whole = sound(4)
    ms, _ = wave_of(whole[: len(whole) // 2], tmp_path)
    assert 1500 < ms < 2500


def test_the_twin_is_aac_of_the_same_length_that_can_be_played_from_any_second(tmp_path: Path) -> None:
    (tmp_path / "voice").write_bytes(sound(3))
    make_m4a(tmp_path / "voice", tmp_path / "made")
    content = (tmp_path / "made").read_bytes()
    assert content.index(b"moov") < content.index(b"mdat"), "what a player looks for first is first"
    with av.open(str(tmp_path / "made")) as made:
        assert made.streams.audio[0].codec_context.name == "aac" and made.duration is not None
        assert 2.9 < made.duration / av.time_base < 3.2


@pytest.mark.parametrize(
    "content",
    [
        b"", b"OggS", b"OggS" + b"no voice " * 500, b"\x1a\x45\xdf\xa3" + b"\xff" * 400, b"\xff\xd8\xff\xe0 a picture",
        PLAYLIST, CONCAT, b"OggS" + PLAYLIST, b"RIFF\x00\x00\x00\x00WAVE", b"ID3" + b"\xff" * 50, b"<svg onload='x'/>",
    ],
    ids=["empty", "a head", "ogg junk", "webm junk", "picture", "playlist", "concat", "playlist in ogg", "wav", "mp3", "svg"],
)  # fmt: skip
def test_what_is_no_voice_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "voice").write_bytes(content)
    for make in MAKERS.values():
        with pytest.raises(UnreadableMedium):
            make(tmp_path / "voice", tmp_path / "made")


def test_nothing_that_names_other_files_is_opened_at_all() -> None:
    assert container(PLAYLIST) is container(CONCAT) is container(b"v=0\r\no=- 0 0 IN IP4 127.0.0.1") is None
    assert container(b"") is None


def test_a_sound_that_no_phone_records_is_refused(tmp_path: Path) -> None:
    (tmp_path / "voice").write_bytes(sound(1, container="matroska", codec="ac3"))
    with pytest.raises(UnreadableMedium):
        make_wave(tmp_path / "voice", tmp_path / "made")


def test_a_film_is_no_voice(tmp_path: Path) -> None:
    with av.open(str(tmp_path / "voice"), "w", format="mp4") as made:
        made.add_stream("mpeg4", rate=5)
        made.add_stream("aac", rate=16_000)
        picture = av.VideoFrame(64, 64, "yuv420p")
        made.mux(made.streams.video[0].encode(picture))
        made.mux(made.streams.video[0].encode(None))
    with pytest.raises(UnreadableMedium):
        make_wave(tmp_path / "voice", tmp_path / "made")


def test_a_sound_without_end_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voices, "MOST_SECONDS", 2)
    (tmp_path / "voice").write_bytes(sound(3))
    with pytest.raises(UnreadableMedium):
        make_wave(tmp_path / "voice", tmp_path / "made")
    monkeypatch.setattr(voices, "MOST_BYTES", 100)
    with pytest.raises(UnreadableMedium):
        make_m4a(tmp_path / "voice", tmp_path / "made")


def test_each_thing_that_is_made_has_a_type_and_a_maker() -> None:
    assert listening.KINDS.keys() == MAKERS.keys()
