"""The file that Awa hands to Koffi: sealed, with a MAC each item, and every whole item can be read when it is damaged."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import struct
import subprocess
import uuid
import zipfile
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from hypothesis import given, settings
from hypothesis import strategies as st

from sync import bundle, sealed_item, sealing
from sync.bundle import Contents, Found, NotABundle
from sync.sealed_item import SealedItem, read_sealed_item
from sync.signing import Vouching, is_public_key, is_signed
from tests.node import NODE

ROOT = Path(__file__).parents[2]
VECTORS = ROOT / "tests" / "vectors"
KEY = sealing.new_private_key()
PUBLIC = sealing.public_key(KEY)
TOKEN_HASH = hashlib.sha256(b"the token of Awa's phone").hexdigest()
MINE = sealing.vouching_key(TOKEN_HASH)
DEVICE = "018f0000-0000-7000-8000-0000000000aa"


def record(n: int) -> str:
    return str(uuid.UUID(int=(0x018F << 112) | (7 << 76) | (2 << 62) | n))


def sealed_items(entries: int = 3, media: int = 2) -> dict[str, SealedItem]:
    """The items of Awa's phone, by their names in the file."""
    made = {}
    for n in range(entries):
        body = json.dumps({"mots": f"La pompe n° {n} est en panne", "n": n}, ensure_ascii=False).encode()
        made[f"entries/{record(n)}.1"] = sealed_item.sealed_entry(DEVICE, MINE, id=record(n), rev=1, body=body)
    for n in range(media):
        content = b"\xff\xd8\xff" + bytes([n]) * (300 + n)
        one = sealed_item.sealed_medium(DEVICE, MINE, type="image/jpeg", content=content)
        made[f"media/{one.digest}"] = one
    return made


def packed(items_by_name: dict[str, SealedItem]) -> bytes:
    """The file."""
    sealed = {name: sealing.seal(one.wire(), PUBLIC, name=name) for name, one in items_by_name.items()}
    items = tuple(bundle.item(name, data) for name, data in sealed.items())
    out = io.BytesIO()
    bundle.write(out, bundle.Manifest("pilote", DEVICE, "2026-11-23T10:00:00Z", "1", items), sealed.values())
    return out.getvalue()


def read(data: bytes) -> Contents:
    return bundle.read(io.BytesIO(data))


def opened(data: bytes, found: Found) -> SealedItem | None:
    plain = sealing.unseal(bundle.content(io.BytesIO(data), found), KEY, name=found.name)
    return None if plain is None else read_sealed_item(plain)


def given_back(data: bytes, vouched_by: Vouching | bytes | None = None) -> dict[str, SealedItem]:
    """Every item that opens, is a sealed item and is of Awa's phone."""
    try:
        contents = read(data)
    except NotABundle:
        return {}
    found = {one.name: opened(data, one) for one in contents.found}
    return {name: one for name, one in found.items() if one and one.is_vouched(vouched_by or MINE)}


ITEMS = sealed_items()
FILE = packed(ITEMS)


def spans(data: bytes) -> dict[str, tuple[int, int]]:
    """From the first byte of each item's header to after its last."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {
            one.filename: (one.header_offset, one.header_offset + 30 + len(one.filename) + one.compress_size)
            for one in archive.infolist()
        }


def test_what_is_handed_over_whole_is_given_back_whole() -> None:
    contents = read(FILE)
    assert contents.names == tuple(ITEMS) and contents.lost == [] and contents.ends_well
    assert given_back(FILE) == ITEMS
    assert contents.manifest and (contents.manifest.programme, contents.manifest.device_id) == ("pilote", DEVICE)


def test_it_is_a_zip_that_any_phone_can_list() -> None:
    with zipfile.ZipFile(io.BytesIO(FILE)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [bundle.MANIFEST, *ITEMS]


def test_who_only_carries_it_reads_no_word_of_it() -> None:
    assert b"pompe" not in FILE and b"\xff\xd8\xff" not in FILE


@settings(deadline=None)
@given(st.integers(0, len(FILE)))
def test_a_cut_gives_back_what_was_before_it_and_names_the_rest(cut: int) -> None:
    data, ends = FILE[:cut], spans(FILE)
    back = given_back(data)
    assert back == {name: one for name, one in ITEMS.items() if ends[name][1] <= cut}
    if ends[bundle.MANIFEST][1] <= cut:
        assert set(read(data).lost) == set(ITEMS) - set(back)


@settings(deadline=None)
@given(st.integers(0, len(FILE) - 1))
def test_a_file_that_lost_its_beginning_gives_back_what_is_left(cut: int) -> None:
    data, ends = FILE[cut:], spans(FILE)
    back = given_back(data)
    assert set(back) == {name for name in ITEMS if ends[name][0] >= cut}
    if back and cut > ends[bundle.MANIFEST][0]:
        assert set(read(data).lost) == set(ITEMS) - set(back), "the directory at the end still names them"


@settings(deadline=None)
@given(st.integers(0, len(FILE) - 1), st.integers(1, 255))
def test_a_flipped_byte_costs_one_item_at_most_and_names_it(at: int, flip: int) -> None:
    data = bytearray(FILE)
    data[at] ^= flip
    back, contents = given_back(bytes(data)), read(bytes(data))
    touched = {name for name, (start, end) in spans(FILE).items() if start <= at < end}
    assert set(ITEMS) - set(back) <= touched
    assert all(ITEMS[name] == one for name, one in back.items())
    assert set(ITEMS) - set(back) <= set(contents.lost), "whatever is not given back is named"


@settings(deadline=None)
@given(st.integers(0, len(FILE)), st.integers(1, 600))
def test_bytes_missing_in_the_middle_cost_only_the_items_they_were_of(at: int, gone: int) -> None:
    data = FILE[:at] + FILE[at + gone :]
    back = given_back(data)
    touched = {name for name, (start, end) in spans(FILE).items() if start < at + gone and at < end}
    assert set(ITEMS) - set(back) <= touched
    if data and bundle.MANIFEST not in touched:
        assert set(ITEMS) - set(back) <= set(read(data).lost)


@settings(deadline=None)
@given(st.binary(max_size=400), st.lists(st.integers(0, len(FILE)), max_size=4))
def test_whatever_a_stranger_makes_is_answered_without_breaking(noise: bytes, cuts: list[int]) -> None:
    data = noise
    for cut in cuts:
        data += FILE[cut : cut + 500] + noise
    assert all(ITEMS[name] == one for name, one in given_back(data).items())


class TestHostile:
    def local(self, name: bytes, data: bytes, *, size: int | None = None) -> bytes:
        size = len(data) if size is None else size
        return struct.pack("<4sHHHHHIIIHH", b"PK\x03\x04", 20, 0, 0, 0, 33, 0, size, size, len(name), 0) + name + data

    @pytest.mark.parametrize(
        "name", [b"../../etc/passwd", b"entries/../x.1", b"/media/" + b"a" * 64, b"entries/x\x00.1"]
    )
    def test_a_name_that_is_a_path_is_no_item(self, name: bytes) -> None:
        with pytest.raises(NotABundle):
            read(self.local(name, b"x"))

    def test_any_other_file_is_no_bundle(self) -> None:
        for data in (b"", b"Bonjour", b"PK", b"PK\x03\x04", b"\xff\xd8\xff" * 9):
            with pytest.raises(NotABundle):
                read(data)

    def test_too_many_items_are_refused(self) -> None:
        one = self.local(b"media/" + b"a" * 64, b"")
        with pytest.raises(NotABundle, match="too-many"):
            read(one * (bundle.MAX_ITEMS + 2))

    def test_items_that_overlap_are_read_up_to_the_next_one_only(self) -> None:
        inner = self.local(b"media/" + b"b" * 64, b"inner")
        contents = read(self.local(b"media/" + b"a" * 64, inner, size=len(inner)))
        assert [(one.size, one.intact) for one in contents.found] == [(0, False), (5, False)]

    def test_an_item_that_says_it_is_four_gigabytes_is_not_believed(self) -> None:
        (found,) = read(self.local(b"media/" + b"a" * 64, b"x", size=2**32 - 1)).found
        assert found.size == 1 and not found.intact

    def test_of_two_items_with_one_name_both_are_looked_at(self) -> None:
        name = next(iter(ITEMS))
        forged = self.local(name.encode(), sealing.seal(b"{}\n", PUBLIC, name=name))
        assert given_back(forged + FILE) == ITEMS
        assert given_back(FILE + forged).keys() >= ITEMS.keys() - {name}

    def test_a_bomb_in_a_sealed_entry_is_not_unpacked(self) -> None:
        head = {"device": DEVICE, "digest": "a" * 64, "mac": "b" * 64, "id": record(1), "rev": 1}
        assert read_sealed_item(json.dumps(head).encode() + b"\n" + gzip.compress(b" " * 50_000_000)) is None
        assert read_sealed_item(json.dumps(head).encode() + b"\n" + gzip.compress(b"x" * 900)[:-9]) is None

    @pytest.mark.parametrize("plain", [b"", b"\n", b"[]\nx", b"{", b'{"device":1}\nx', b"{" * 4000 + b"\n"])
    def test_what_is_sealed_and_is_no_sealed_item_is_none(self, plain: bytes) -> None:
        assert read_sealed_item(plain) is None


class TestVouching:
    def test_a_stranger_who_has_the_public_key_cannot_speak_for_awa(self) -> None:
        stranger = sealing.vouching_key(hashlib.sha256(b"another token").hexdigest())
        forged = sealed_item.sealed_entry(DEVICE, stranger, id=record(1), rev=1, body=b"{}")
        assert not forged.is_vouched(MINE)

    def test_other_words_under_the_same_mac_are_not_hers(self) -> None:
        one = sealed_item.sealed_entry(DEVICE, MINE, id=record(1), rev=1, body=b"{}")
        other = b'{"mots": "autre chose"}'
        changed = SealedItem(one.device, one.digest, one.mac, other, id=one.id, rev=one.rev)
        assert one.is_vouched(MINE) and not changed.is_vouched(MINE)

    def test_a_photo_does_not_pass_for_a_voice(self) -> None:
        one = sealed_item.sealed_medium(DEVICE, MINE, type="image/jpeg", content=b"x")
        assert not SealedItem(one.device, one.digest, one.mac, b"x", type="audio/ogg").is_vouched(MINE)

    def test_an_item_under_another_name_does_not_open(self) -> None:
        name = next(iter(ITEMS))
        sealed = sealing.seal(b"x", PUBLIC, name=name)
        assert sealing.unseal(sealed, KEY, name=name) == b"x"
        assert sealing.unseal(sealed, KEY, name=f"entries/{record(9)}.1") is None
        assert sealing.unseal(sealed, sealing.new_private_key(), name=name) is None
        assert sealing.unseal(b"", KEY, name=name) is None


def test_the_sealing_is_that_of_rfc_9180() -> None:
    """Appendix A.3.1 publishes key and nonce of a base-mode context; what they encrypt must open here."""
    vectors = json.loads((VECTORS / "hpke-rfc9180-a3.json").read_text())
    raw = {name: bytes.fromhex(value) for name, value in vectors.items() if name != "source"}
    assert AESGCM(raw["key"]).encrypt(raw["base_nonce"], raw["pt"], raw["aad"]) == raw["ct"]
    private = ec.derive_private_key(int.from_bytes(raw["skRm"]), ec.SECP256R1())
    suite = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_128_GCM)
    plain = AESGCM(raw["key"]).encrypt(raw["base_nonce"], raw["pt"], b"")
    assert suite.decrypt(raw["enc"] + plain, private, info=raw["info"]) == raw["pt"]


def test_phone_and_server_pass_the_same_vectors() -> None:
    """`tests/pwa/sealing.test.ts` makes these very bytes."""
    vectors = json.loads((VECTORS / "sealing.json").read_text())
    key = ec.derive_private_key(int(vectors["private_key"], 16), ec.SECP256R1())
    private = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    assert sealing.public_key(private) == vectors["public_key"]
    for one in vectors["sealed"]:
        assert sealing.unseal(bytes.fromhex(one["sealed"]), private, name=one["name"]) == bytes.fromhex(one["plain"])
    mine = sealing.vouching_key(hashlib.sha256(vectors["token"].encode()).hexdigest())
    assert [sealing.vouch(mine, *one["said"]) for one in vectors["vouched"]] == [
        one["mac"] for one in vectors["vouched"]
    ]


def test_what_phones_sign_is_verified_here() -> None:
    """`tests/pwa/sealing.test.ts` passes the same vectors."""
    vectors = json.loads((VECTORS / "signing.json").read_text())
    public = vectors["public_key"]
    assert is_public_key(public) and len(vectors["signed"]) == 2
    for one in vectors["signed"]:
        assert is_signed(public, one["sig"], *one["said"])
        for wrong in ("0" * 128, one["sig"][:-1], one["sig"][::-1], one["sig"].upper() + "x", ""):
            assert not is_signed(public, wrong, *one["said"])
        assert not is_signed(public, one["sig"], *one["said"][:-1], "other")
        assert not is_signed("04" + "0" * 128, one["sig"], *one["said"]), "no point of the curve"


@pytest.mark.parametrize("has_keys", [False, True])
def test_a_file_that_the_phones_own_code_made_is_read_here(tmp_path: Path, has_keys: bool) -> None:
    """`tests/pwa/bundle.test.ts` writes its file for this key and this phone, with its MAC or its signature."""
    made = tmp_path / "awa.echo"
    phone = {"ECHO_PUBLIC_KEY": PUBLIC, "ECHO_TOKEN": "the token of Awa's phone", "ECHO_DEVICE": DEVICE}
    mine: Vouching | bytes = MINE
    if has_keys:
        keys = json.loads((VECTORS / "signing.json").read_text())
        phone["ECHO_SIGNING"], mine = json.dumps(keys["signing"]), Vouching(public_keys=(keys["public_key"],))
    words = [str(NODE), str(ROOT / "tests" / "pwa" / "run.mjs"), "bundle.test"]
    done = subprocess.run(
        words, cwd=ROOT, env={**os.environ, **phone, "ECHO_OUT": str(made)}, capture_output=True, text=True, timeout=100,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    data = made.read_bytes()
    contents, back = read(data), given_back(data, mine)
    assert contents.lost == [] and contents.ends_well and set(back) == set(contents.names)
    entries = [one for one in back.values() if not one.type]
    assert [json.loads(one.entry()["body"])["answers"]["texte"] for one in entries] == [
        "La pompe 1 est cassée", "La pompe 2 est cassée",
    ]  # fmt: skip
    assert [(one.type, len(one.payload)) for one in back.values() if one.type] == [("image/jpeg", 4000)]
