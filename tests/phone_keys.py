"""A phone that made keys for itself, as the server sees it (`tests/vectors/signing.json` compares the phone's own code
with this)."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask.testing import FlaskClient

from feedback_app.base.ids import hash_token
from sync.sealed_item import SealedItem
from sync.signing import signed_text
from tests.people import Phone


@dataclass
class PhoneKeys:
    """Keys that a phone made: a token, the key of its posting token, and a key pair."""

    token: str = field(default_factory=lambda: secrets.token_hex(32))
    posting: str = field(default_factory=lambda: secrets.token_hex(32))
    pair: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    @property
    def public(self) -> str:
        return self.pair.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint).hex()

    def proposal(self) -> dict[str, str]:
        """As it goes into an exchange."""
        return {"token": hash_token(self.token), "posting": hash_token(self.posting), "public_key": self.public}

    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def locked(self, device: uuid.UUID) -> dict[str, str]:
        """What the phone shows while it is locked."""
        return {"Authorization": f"Bearer post.{device}.{self.posting}"}

    def sign(self, *parts: str) -> str:
        r, s = decode_dss_signature(self.pair.sign(signed_text(*parts), ec.ECDSA(hashes.SHA256())))
        return f"{r:064x}{s:064x}"

    def entry(self, device: uuid.UUID, entry: dict[str, Any]) -> SealedItem:
        """The entry, ready to be sealed."""
        body, id, rev = entry["body"].encode(), entry["id"], entry["rev"]
        digest = hashlib.sha256(body).hexdigest()
        signature = self.sign("entry", str(device), id, str(rev), digest)
        return SealedItem(str(device), digest, "", body, id=id, rev=rev, signature=signature)

    def medium(self, device: uuid.UUID, content: bytes, kind: str) -> SealedItem:
        """A photo or voice, ready to be sealed."""
        digest = hashlib.sha256(content).hexdigest()
        return SealedItem(
            str(device), digest, "", content, type=kind, signature=self.sign("media", str(device), digest, kind)
        )


def propose(client: FlaskClient, phone: Phone, keys: PhoneKeys) -> Any:
    """An exchange in which the phone proposes its next keys; the answer."""
    return phone.exchange(client, keys=keys.proposal()).get_json()


def give_keys(client: FlaskClient, phone: Phone) -> PhoneKeys:
    """The phone gets keys of its own by two exchanges, and speaks with its new token from then on."""
    keys = PhoneKeys()
    assert propose(client, phone, keys)["keys"] == hash_token(keys.token)
    phone.token = keys.token
    assert phone.exchange(client).status_code == 200
    return keys
