"""Secrets that must be read again, sealed under keys made of secrets that are not in the database: a copy of it alone
opens none (decision 42)."""

from __future__ import annotations

import base64
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app, has_app_context

_NONCE = 12
_MARK = "sealed:"
"""How a value begins that a `Keyring` sealed. No hash of argon2 and no private key in DER does."""


class WrongSecret(Exception):
    """Something is sealed under a secret that was not given to this process. The sentence says what to do."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            f"the database is sealed under another secret (named {name}) than FEEDBACK_SECRET_KEY: give that one. To "
            "change the secret, give the earlier one as FEEDBACK_SECRET_KEY_BEFORE and run `feedback-app secret seal`; "
            "if it is lost for good, `feedback-app secret abandon` (docs/operate.md)"
        )

    def __reduce__(self) -> tuple[type[WrongSecret], tuple[str], dict[str, object]]:
        return WrongSecret, (self.name,), self.__dict__


class Sealer:
    """Seals under the first of these secrets, and opens what any of them sealed."""

    def __init__(self, secret: str, *earlier: str, info: bytes = b"second factor") -> None:
        self._ciphers = [AESGCM(derived_key(one, info)) for one in (secret, *earlier)]

    def seal(self, plain: str, purpose: str) -> str:
        """A text that `open` gives back for the same purpose alone."""
        nonce = secrets.token_bytes(_NONCE)
        sealed = nonce + self._ciphers[0].encrypt(nonce, plain.encode(), purpose.encode())
        return base64.urlsafe_b64encode(sealed).decode()

    def open(self, sealed: str, purpose: str) -> str | None:
        """What was sealed; None for anything else, another purpose's or another server's too."""
        for cipher in self._ciphers:
            try:
                data = base64.b64decode(sealed.encode(), altchars=b"-_", validate=True)
                return cipher.decrypt(data[:_NONCE], data[_NONCE:], purpose.encode()).decode()
            except (ValueError, InvalidTag):
                continue
        return None


class Keyring:
    """The secrets that are given from outside: seals under the first, and opens what any of them sealed. Values say
    the name of their secret, and those that are in the open are left as they are."""

    def __init__(self, *given: str) -> None:
        self._sealers = {secret_name(one): Sealer(one, info=b"stored secrets") for one in given}

    @property
    def name(self) -> str | None:
        """The name of the secret that seals; None where none is given, and nothing can be sealed."""
        return next(iter(self._sealers), None)

    def knows(self, name: str) -> bool:
        """Whether it has the secret of this name."""
        return name in self._sealers

    def seal(self, plain: str, purpose: str) -> str:
        """The value that is stored. ValueError where no secret is given."""
        if self.name is None:
            raise ValueError("no secret is given from outside")
        return f"{_MARK}{self.name}:{self._sealers[self.name].seal(plain, purpose)}"

    def open(self, value: str, purpose: str) -> str:
        """What is in a stored value, sealed or not. Raises `WrongSecret`."""
        name = sealed_under(value)
        if name is None:
            return value
        sealer = self._sealers.get(name)
        plain = sealer.open(value.rpartition(":")[2], purpose) if sealer else None
        if plain is None:
            raise WrongSecret(name)
        return plain


def sealed_under(value: str) -> str | None:
    """The name of the secret that a stored value is sealed under; None for one in the open."""
    return value.removeprefix(_MARK).partition(":")[0] if value.startswith(_MARK) else None


def secret_name(secret: str) -> str:
    """What a secret is called, to distinguish it from others: says nothing of it."""
    return derived_key(secret, b"name of the secret").hex()[:8]


def derived_key(secret: str, info: bytes) -> bytes:
    """A key of this secret for one use (HKDF-SHA256)."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(secret.encode())


def keyring() -> Keyring:
    """That of this server. Outside of an app there is no secret."""
    made: Keyring | None = current_app.extensions.get("echo_keyring") if has_app_context() else None
    return made or Keyring()
