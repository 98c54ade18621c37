"""An emoji cut in two by a keyboard or a paste: one damaged sign, and the rest of the record can be read."""

from __future__ import annotations

import hashlib
import json
import uuid

from hypothesis import given
from hypothesis import strategies as st

from sync.entry import Entry, read, read_body

RECORD = "01a2094b-0866-717c-ad79-4ed22ccf4c5b"
any_text = st.text(st.characters(categories=["L", "N", "P", "Cs", "So", "Zs"]) | st.sampled_from('\\"ud83\ud83d\ude00'))


def whole(text: str) -> str:
    """As every browser shows it: pairs joined, halves replaced."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


@given(any_text)
def test_half_a_sign_reads_as_one_that_is_missing(text: str) -> None:
    assert read_body(json.dumps({"texte": text}).encode()) == {"texte": whole(text)}


def test_the_entry_is_read_and_its_body_is_unchanged() -> None:
    body = json.dumps({"answers": {"texte": "avant \ud83d apr\u00e8s"}})
    raw = {"id": RECORD, "rev": 1, "digest": hashlib.sha256(body.encode()).hexdigest(), "body": body}
    entry = read(raw)
    assert isinstance(entry, Entry)
    assert entry.id == uuid.UUID(RECORD) and entry.body == body.encode()
    assert entry.content["answers"]["texte"] == "avant \ufffd apr\u00e8s"


def test_two_backslashes_are_no_escape() -> None:
    assert read_body(rb'{"texte": "\\ud83d"}') == {"texte": r"\ud83d"}


def test_what_is_no_object_is_not_mended_into_one() -> None:
    for body in (b"", b'"\\ud83d"', b'{"texte": \\ud83d}', b'{"texte": "\\ud83d', b"[]", b'{"a": NaN}'):
        assert read_body(body) is None
