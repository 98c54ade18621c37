"""The picture of a shared link: every name is written with what the font has, and with its accents."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from feedback_app.portfolio.site.preview import _glyph, preview


def test_a_name_has_its_accents() -> None:
    assert [_glyph(sign) for sign in "Éçïɔ"] == [("E", "\u0301"), ("c", "\u0327"), ("i", "\u0308"), ("o", "")]
    assert preview("Bélier", "") != preview("Belier", "")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.text(max_size=200))
def test_whatever_a_place_is_called_there_is_a_picture(title: str, line: str) -> None:
    assert all(_glyph(sign)[0].isascii() or _glyph(sign)[0] == "·" or _glyph(sign)[0].isalnum() for sign in title)
    assert preview(title, line)[:4] == b"\x89PNG"
