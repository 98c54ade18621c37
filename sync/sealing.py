"""Sealing what a phone has finished: anyone may carry it, only its programme reads it, only its phone vouches for it.

HPKE base mode (RFC 9180): DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM, one encapsulation an item, so that each
opens by itself. `static/pwa/src/bundle/` does the same; `tests/vectors/sealing.json` holds the two together.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
OVERHEAD = 65 + 16
"""Bytes that sealing adds: the encapsulated point, and the tag."""
PURPOSE = "echo-bundle-1"


def new_private_key() -> bytes:
    """A programme's private key, as PKCS #8 (DER)."""
    return ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def public_key(private: bytes) -> str:
    """The public part as phones get it: base64url (no padding) of the uncompressed point, 65 bytes."""
    point = (
        _private(private)
        .public_key()
        .public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    )
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


def seal(plain: bytes, public: str, *, name: str) -> bytes:
    """What only the holder of the private key can read, and only under this name. ValueError for no public key."""
    point = base64.urlsafe_b64decode(public + "=" * (-len(public) % 4))
    return SUITE.encrypt(plain, ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point), info=_info(name))


def unseal(sealed: bytes, private: bytes, *, name: str) -> bytes | None:
    """What was sealed under this name; None when a bit of it is not as it was, or it is not for this key."""
    try:
        return SUITE.decrypt(sealed, _private(private), info=_info(name))
    except (InvalidTag, ValueError):
        return None


def unseal_with(sealed: bytes, privates: Iterable[bytes], *, name: str) -> bytes | None:
    """The same with whichever of these keys opens it: what is sealed to an earlier one may come late."""
    return next((plain for one in privates if (plain := unseal(sealed, one, name=name)) is not None), None)


def vouching_key(token_hash: str) -> bytes:
    """What a phone vouches with: made of its token's SHA-256, which is all that the server keeps of the token.

    HKDF-SHA256 (RFC 5869) without salt, one block.
    """
    return _derived(token_hash, "vouch")


POSTING = "post."
"""How a posting token begins."""


def posting_token(device: str, token_hash: str) -> str:
    """The token of a locked phone: with it, it may hand over sealed items and learns nothing but what became of them.

    `post.DEVICE.KEY`, the key (hex) made of the token's SHA-256 as `vouching_key` is: nobody gets the token out of it.
    """
    return f"{POSTING}{device}.{_derived(token_hash, 'post').hex()}"


def _derived(token_hash: str, use: str) -> bytes:
    extracted = hmac.digest(bytes(32), bytes.fromhex(token_hash), hashlib.sha256)
    return hmac.digest(extracted, f"{PURPOSE} {use}\x01".encode(), hashlib.sha256)


def vouch(key: bytes, *parts: str) -> str:
    """HMAC-SHA256 (hex) over what is vouched for, its parts joined by `|`."""
    return hmac.digest(key, "|".join((PURPOSE, *parts)).encode(), hashlib.sha256).hex()


def is_vouched(key: bytes, mac: str, *parts: str) -> bool:
    """Whether the holder of this key made this MAC over these parts."""
    return hmac.compare_digest(vouch(key, *parts).encode(), mac.encode())


def _info(name: str) -> bytes:
    return f"{PURPOSE} {name}".encode()


def _private(der: bytes) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_der_private_key(der, password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError("not a key of ours")
    return key
