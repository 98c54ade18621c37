"""Parts of a snapshot: small enough for a bad link, named by what is in them, the same each time."""

from __future__ import annotations

import gzip
import hashlib
import json
import random

from sync.snapshot import PART_PACKED, PART_PLAIN, pack


def lines(count: int, size: int, *, seed: int = 1) -> list[bytes]:
    """Values that hardly shrink."""
    rnd = random.Random(seed)
    return [json.dumps({"n": n, "text": rnd.randbytes(size // 2).hex()}).encode() for n in range(count)]


def unpacked(parts: list[bytes]) -> list[object]:
    return [value for part in parts for value in json.loads(gzip.decompress(part))]


def test_every_value_is_in_exactly_one_part_in_order_and_each_part_is_named_by_its_text() -> None:
    values = lines(4000, 400)
    parts = list(pack(values))
    assert len(parts) > 2
    assert unpacked([part.packed for part in parts]) == [json.loads(one) for one in values]
    for part in parts:
        assert hashlib.sha256(gzip.decompress(part.packed)).hexdigest() == part.hash


def test_no_part_is_more_than_a_bad_link_can_carry_nor_a_cheap_phone_keep() -> None:
    hard, easy = list(pack(lines(6000, 300))), list(pack([b'{"name":"Kongodougou"}'] * 200_000))
    for part in hard + easy:
        assert len(part.packed) <= PART_PACKED
        assert len(gzip.decompress(part.packed)) <= PART_PLAIN + 2
    assert max(len(part.packed) for part in hard) > PART_PACKED * 0.9, "as few parts as that allows"


def test_one_value_larger_than_a_part_travels_alone() -> None:
    large = lines(1, 3 * PART_PACKED)
    parts = list(pack([b"1", *large, b"2"]))
    assert [len(json.loads(gzip.decompress(part.packed))) for part in parts] == [1, 1, 1]


def test_nothing_is_one_empty_part_and_the_same_is_the_same() -> None:
    assert unpacked([part.packed for part in pack([])]) == []
    assert list(pack(lines(500, 900))) == list(pack(lines(500, 900)))
