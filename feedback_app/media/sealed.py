"""Photos and voices that came sealed to their programme: no thief of the phone could see them."""

from __future__ import annotations

from collections.abc import Iterable

from sync.sealed_item import read_sealed_item
from sync.sealing import unseal_with
from sync.signing import Vouching


def content(sealed: bytes, sha256: str, *, type: str, keys: Iterable[bytes], vouching: Vouching) -> bytes | None:
    """The content of that name and type out of its sealed bytes; None when no key opens them, something else
    is in them, or the phone that sends it does not vouch for it."""
    plain = unseal_with(sealed, keys, name=f"media/{sha256}")
    sealed_item = None if plain is None else read_sealed_item(plain, vouched_by=vouching)
    if sealed_item is None or sealed_item.digest != sha256 or sealed_item.type.split(";")[0].strip().lower() != type:
        return None
    return sealed_item.payload if sealed_item.is_vouched(vouching) else None
