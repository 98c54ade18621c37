"""What is no sound is known by its first bytes, whatever its media type says."""

from __future__ import annotations

import io

import pytest

from feedback_app.forms.form_files import SOUNDS
from feedback_app.prompts.sounds import begins_as_sound


@pytest.mark.parametrize(("kind", "starts"), SOUNDS.values())
def test_each_kind_of_sound_is_known_by_its_first_bytes(kind: str, starts: tuple[tuple[int, bytes], ...]) -> None:
    for at, start in starts:
        assert begins_as_sound(io.BytesIO(b"\0" * at + start + b"..."), kind)
        assert not begins_as_sound(io.BytesIO(b"<" + b"\0" * at + start), kind)
    assert not begins_as_sound(io.BytesIO(b""), kind)
    assert not begins_as_sound(io.BytesIO(b"<html>" * 9), kind)
