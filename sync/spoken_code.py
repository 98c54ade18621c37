"""The name of a record that a person can say: ten digits in five pairs, as a phone number is said.

The phone draws eight digits at random when a record is finished and writes them into its body, so that it knows them
without asking anybody and nobody learns them from the record's id; the last two check them (ISO 7064, MOD 97-10). A
wrong digit, two that changed places and a pair that was heard wrongly are noticed; only a whole pair that is off by 97
is not. Two records may have the same code: who looks one up must ask.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from typing import Any

DIGITS = 10
ZEROS = (0x30, 0x660, 0x6F0, 0x7C0, 0xFF10)
"""Where the digits begin that keyboards of the region write: Latin, Arabic, Persian, N'Ko, full width."""
_OF_THE_HASH = 6
"""Bytes of the hash that are used: as many as a JavaScript number holds exactly."""


def code_in(content: Mapping[str, Any]) -> str | None:
    """The code that a body names; None when it names none, as those of older phones do."""
    code = content.get("code")
    return code if isinstance(code, str) and is_code(code) else None


def code_of(record_id: uuid.UUID) -> str:
    """The ten digits of a record whose body names none: eight come from the SHA-256 of its id, as older phones have
    it."""
    spread = int.from_bytes(_hash(record_id)[:_OF_THE_HASH]) % 10**8
    return f"{spread:08}{98 - spread * 100 % 97:02}"


def code_for(content: Mapping[str, Any], record_id: uuid.UUID) -> str:
    """The code of a record of this id (by the name that its phone has for it): what its body names, else `code_of`."""
    return code_in(content) or code_of(record_id)


def row_name(record_id: uuid.UUID) -> str:
    """The name that servers of before gave a record's `fate` row (`ledger.need_names` has that of now): 20 hex digits
    of a hash of its id. Whoever has the id can work it out."""
    return _hash(record_id)[_OF_THE_HASH : _OF_THE_HASH + 10].hex()


def is_code(digits: str) -> bool:
    """Whether these are ten digits whose last two fit the others."""
    plain = len(digits) == DIGITS and digits.isascii() and digits.isdecimal()
    return plain and 2 <= int(digits[-2:]) <= 98 and int(digits) % 97 == 1


def digits_of(typed: str) -> str:
    """The digits of what someone typed or pasted, a whole message too, as 0 to 9; every other sign is left out."""
    return "".join(str(value) for sign in typed if (value := _digit(sign)) is not None)


def _digit(sign: str) -> int | None:
    return next((ord(sign) - zero for zero in ZEROS if 0 <= ord(sign) - zero <= 9), None)


def pairs(code: str) -> list[str]:
    """`0712345678` as it is said: 07 12 34 56 78."""
    return [code[start : start + 2] for start in range(0, len(code), 2)]


def _hash(record_id: uuid.UUID) -> bytes:
    return hashlib.sha256(str(record_id).encode()).digest()
