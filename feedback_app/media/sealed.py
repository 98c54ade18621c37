"""Photos and voices that came sealed to their programme: no thief of the phone could see them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from sync.letter import read_letter
from sync.sealing import unseal


def content(sealed: bytes, sha256: str, keys: Iterable[bytes]) -> bytes | None:
    """The content of that name out of its sealed bytes; None when no key opens them, or something else is in them."""
    for key in keys:
        plain = unseal(sealed, key, name=f"media/{sha256}")
        letter = None if plain is None else read_letter(plain)
        if letter is not None and letter.type and hashlib.sha256(letter.payload).hexdigest() == sha256:
            return letter.payload
    return None
