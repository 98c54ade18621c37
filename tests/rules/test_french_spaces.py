"""French signs of two parts, and quotation marks, never begin or end a line alone."""

from __future__ import annotations

import re
from importlib import import_module

import pytest

from feedback_app.base import i18n
from feedback_app.base.i18n import unbroken


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Derrière elle : trois", "Derrière elle\u00a0: trois"),
        ("Retirer ?", "Retirer\u00a0?"),
        ("le type « barcode » ; rien", "le type «\u00a0barcode\u00a0»\u00a0; rien"),
        ("à 10:30, déjà\u00a0: rien", "à 10:30, déjà\u00a0: rien"),
    ],
)
def test_a_reader_on_a_narrow_screen_finds_no_sign_alone_at_the_start_of_a_line(written: str, shown: str) -> None:
    assert unbroken(written) == shown == unbroken(shown)


def test_every_sentence_of_the_server_has_its_no_break_spaces() -> None:
    import_module("feedback_app.app")  # with the tables of all packages
    sentences = [french for table in i18n.TABLES for french, _ in table.rows.values()]
    assert len(sentences) > 300
    assert [one for one in sentences if re.search(r" [:;?!»]|« ", one)] == []
