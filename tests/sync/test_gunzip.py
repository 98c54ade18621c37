"""gzip from phones and strangers is unpacked within a bound, whole or not at all."""

from __future__ import annotations

import gzip
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.gunzip import BrokenGzip, GzipTooLarge, gunzip

LIMIT = 1000


@given(st.binary(max_size=LIMIT))
def test_what_was_compressed_comes_out_again(data: bytes) -> None:
    assert gunzip(gzip.compress(data), limit=LIMIT) == data


@given(st.binary(min_size=LIMIT + 1, max_size=LIMIT + 50))
def test_one_byte_above_the_limit_is_too_large(data: bytes) -> None:
    with pytest.raises(GzipTooLarge):
        gunzip(gzip.compress(data), limit=LIMIT)


def test_a_decompression_bomb_takes_no_memory() -> None:
    bomb = gzip.compress(bytes(50_000_000))
    tracemalloc.start()
    with pytest.raises(GzipTooLarge):
        gunzip(bomb, limit=LIMIT)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1_000_000


@given(st.binary(max_size=LIMIT), st.integers(min_value=1))
def test_a_truncated_stream_is_broken(data: bytes, cut: int) -> None:
    packed = gzip.compress(data)
    with pytest.raises(BrokenGzip):
        gunzip(packed[: -(cut % len(packed)) or -1], limit=LIMIT)


@given(st.binary(max_size=LIMIT), st.binary(min_size=1, max_size=20) | st.just(gzip.compress(b"a second stream")))
def test_trailing_data_is_refused_and_not_lost_silently(data: bytes, trailing: bytes) -> None:
    with pytest.raises(BrokenGzip):
        gunzip(gzip.compress(data) + trailing, limit=LIMIT)


@given(st.binary(max_size=LIMIT))
def test_a_damaged_checksum_is_broken(data: bytes) -> None:
    packed = bytearray(gzip.compress(data))
    packed[-5] ^= 1
    with pytest.raises(BrokenGzip):
        gunzip(bytes(packed), limit=LIMIT)


@pytest.mark.parametrize("other", [b"", b"plain text", b"\x1f\x8b"])
def test_what_is_not_gzip_is_broken(other: bytes) -> None:
    with pytest.raises(BrokenGzip):
        gunzip(other, limit=LIMIT)
