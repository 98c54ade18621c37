"""Passwords of the desk, by argon2; what is stored of them is sealed where the server seals (decision 42)."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Iterable

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from feedback_app.base.db import AnySession
from feedback_app.base.sealing import Keyring, WrongSecret, keyring, sealed_under
from feedback_app.enrol.tables import Person
from feedback_app.register.keys import is_sealing

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 1000
GUESSES_LOG10 = 9
"""A password that a program finds among its first 10**9 guesses is refused: common ones, words and names with figures
behind them, rows of keys, repetitions."""
_LOOKED_AT = 72
"""Signs of a password that are looked at: what begins so well is well chosen, and more takes long."""
COMMON_HERE = (
    "echo", "motdepasse", "azerty", "azertyuiop", "qsdfghjklm", "bonjour", "soleil", "jetaime", "doudou", "chouchou",
    "cotedivoire", "abidjan", "bouake", "yamoussoukro", "daloa", "korhogo", "besoin", "merci", "bienvenue", "jesus",
)  # fmt: skip
"""Beside the common passwords and words of `zxcvbn`, which come from English."""

_hasher = PasswordHasher()
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$kGcrBxkyRHGiyBwxE3PUsQ$xp6nZhfEQ5QRdxL8FY5Smrvw3kbR/DHGQY5HYNrTLtA"
"""The hash of a password that was thrown away: checking against it takes as long as against a real one."""


def hash_password(password: str) -> str:
    """The hash of a password, in the open."""
    return _hasher.hash(password)


def store_password(session: AnySession, person: Person, password: str) -> None:
    """Stores the hash of a person's new password."""
    person.password_hash = hash_password(password)
    seal_hash(session, person)


def seal_hash(session: AnySession, person: Person) -> None:
    """Seals what is stored of a person's password, where the server seals and it is in the open: it is of before, or
    from a backup of then."""
    if person.password_hash and sealed_under(person.password_hash) is None and is_sealing(session):
        reseal_hash(person, keyring())


def reseal_hash(person: Person, target: Keyring) -> None:
    """Stores the hash of a person's password as `target` seals it; in the open where that has no secret. Raises
    `WrongSecret`."""
    plain = keyring().open(person.password_hash or "", _purpose(person))
    person.password_hash = target.seal(plain, _purpose(person)) if target.name else plain


def _purpose(person: Person) -> str:
    return f"password {person.id}"  # one that is copied to another person opens for nobody


def as_typed(password: str) -> str:
    """What was meant: without the blanks and invisible marks that come along at both ends when a password is copied.
    No password has any there."""
    password = unicodedata.normalize("NFC", password)  # keyboards write é in two ways
    visible = [at for at, sign in enumerate(password) if not sign.isspace() and unicodedata.category(sign) != "Cf"]
    return password[visible[0] : visible[-1] + 1] if visible else ""


def fits(password: str, person: Person | None) -> bool:
    """Whether this is the person's password. Takes the same time when there is none."""
    stored = _opened_hash(person) if person else None
    try:
        return _hasher.verify(stored or _NOBODY, password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def _opened_hash(person: Person) -> str | None:
    try:
        return keyring().open(person.password_hash, _purpose(person)) if person.password_hash else None
    except WrongSecret:
        return None


def new_password() -> str:
    """A generated password: 15 signs, about 75 bits, in groups that can be read aloud."""
    signs = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(signs) for _ in range(5)) for _ in range(3))


def password_fault(password: str, own_words: Iterable[str]) -> str | None:
    """What keeps somebody from choosing this password: `short`, `long` or `common`; None when nothing does. `own_words`
    are what everybody knows of them: name, login."""
    if len(password) < SHORTEST_PASSWORD:
        return "short"
    if len(password) > LONGEST_PASSWORD:
        return "long"
    from zxcvbn import zxcvbn  # 12 MB of words that a process needs in which somebody chooses a password

    known = [*COMMON_HERE, *(word.lower() for text in own_words for word in (text, *text.split()))]
    found = zxcvbn(password[:_LOOKED_AT], user_inputs=known)
    return "common" if float(found["guesses_log10"]) < GUESSES_LOG10 else None
