"""Secrets that must be read again, sealed under a key made of FEEDBACK_SECRET_KEY: a copy of the database alone does
not open them."""

from __future__ import annotations

import base64
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12


class Sealer:
    """Seals for one server."""

    def __init__(self, secret_key: str) -> None:
        derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"second factor").derive(secret_key.encode())
        self._cipher = AESGCM(derived)

    def seal(self, plain: str, purpose: str) -> str:
        """A text that `open` gives back for the same purpose alone."""
        nonce = secrets.token_bytes(_NONCE)
        sealed = nonce + self._cipher.encrypt(nonce, plain.encode(), purpose.encode())
        return base64.urlsafe_b64encode(sealed).decode()

    def open(self, sealed: str, purpose: str) -> str | None:
        """What was sealed; None for anything else, another purpose's or another server's too."""
        try:
            data = base64.b64decode(sealed.encode(), altchars=b"-_", validate=True)
            return self._cipher.decrypt(data[:_NONCE], data[_NONCE:], purpose.encode()).decode()
        except (ValueError, InvalidTag):
            return None
