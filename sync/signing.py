"""What proves which phone made an item: a signature under the phone's key pair, or the MAC of older phones.

ECDSA on P-256 over SHA-256, the signature as 64 bytes (r, s), which is what WebCrypto makes.
`static/pwa/src/bundle/` does the same; `tests/vectors/signing.json` holds the two together.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

PURPOSE = "echo-signed-1"
_PUBLIC_KEY = re.compile(r"04[0-9a-f]{128}")
_SIGNATURE = re.compile(r"[0-9a-f]{128}")


@dataclass(frozen=True, slots=True)
class Vouching:
    """What a phone's items are checked with."""

    mac_key: bytes | None = None
    """Of its MACs: of now while it has no key pair, else of before."""
    public_keys: tuple[str, ...] = ()
    """Hex of the uncompressed points that verify its signatures."""

    @property
    def signs(self) -> bool:
        """Whether the phone has a key pair, so that what bears only a MAC was made before, or by who read the
        database."""
        return bool(self.public_keys)


def is_public_key(text: str) -> bool:
    """Whether this is an uncompressed point of the curve, in hex."""
    return _PUBLIC_KEY.fullmatch(text) is not None and _public_key(text) is not None


def is_signed(public: str, signature: str, *parts: str) -> bool:
    """Whether the holder of the key pair signed these parts."""
    key = _public_key(public)
    if key is None or not _SIGNATURE.fullmatch(signature):
        return False
    r, s = int(signature[:64], 16), int(signature[64:], 16)
    try:
        key.verify(encode_dss_signature(r, s), signed_text(*parts), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True


def signed_text(*parts: str) -> bytes:
    """What is signed: the purpose and the parts, joined by `|`."""
    return "|".join((PURPOSE, *parts)).encode()


@functools.lru_cache(maxsize=256)
def _public_key(text: str) -> ec.EllipticCurvePublicKey | None:
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), bytes.fromhex(text))
    except ValueError:
        return None
