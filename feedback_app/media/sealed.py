"""Photos and voices that came sealed to their programme: no thief of the phone could see them."""

from __future__ import annotations

from sync.letter import read_letter
from sync.sealing import unseal


def content(sealed: bytes, sha256: str, *, type: str, key: bytes, vouching: bytes) -> bytes | None:
    """The content of that name and type out of its sealed bytes; None when the key does not open them, something else
    is in them, or the phone that sends it does not vouch for it."""
    plain = unseal(sealed, key, name=f"media/{sha256}")
    letter = None if plain is None else read_letter(plain, vouched_by=vouching)
    if letter is None or letter.digest != sha256 or letter.type.split(";")[0].strip().lower() != type:
        return None
    return letter.payload if letter.is_vouched(vouching) else None
