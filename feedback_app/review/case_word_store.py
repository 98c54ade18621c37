"""Which cases hold which words: kept in the transaction that changes cases, so that a search reads words, not texts.

What is searched for may be a part of a word, in any script. So it is compared with the words that there are, few
however many cases there are; and of each word, one row for each `BLOCK` positions says which cases hold it.
"""

from __future__ import annotations

import hashlib
import sys
from array import array
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import orjson
from sqlalchemy import delete, func, select, text

from feedback_app.base.bulk import insert_many
from feedback_app.base.db import AnySession
from feedback_app.review.tables import Case, CaseWord, CaseWordBlock

BLOCK = 4096
"""Positions of one row."""
WHOLE = BLOCK // 8
"""Bytes of a row that has a bit for each position; shorter ones are lists of two bytes each."""
MOST_WORDS = 1000
MOST_ROWS = 8000
"""Of what more words or rows are for, many cases are like; they are found by looking at the cases."""
AT_ONCE = 10_000
LONGEST, STEP = 500, 100
"""Signs of a word, and from where to where the pieces of a longer one go."""


class Searched(NamedTuple):
    """What a case is searched by."""

    position: int
    search: str


def searched(search: str, marks: str | None) -> str:
    """All words by which a case is found: its own, and its marks (`marks.py`)."""
    return f"{search} {marks}" if marks else search


@dataclass(frozen=True, slots=True)
class Found:
    """The cases that hold all words, as bits by block."""

    blocks: Mapping[int, int]

    def count(self) -> int:
        """How many there are."""
        return sum(bits.bit_count() for bits in self.blocks.values())

    def positions(self) -> list[int]:
        """Where they are, ascending."""
        return [block * BLOCK + n for block in sorted(self.blocks) for n in _numbers(self.blocks[block])]

    def ends(self) -> tuple[int, int]:
        """The lowest and the highest position."""
        low, high = min(self.blocks), max(self.blocks)
        first, last = self.blocks[low], self.blocks[high]
        return low * BLOCK + (first & -first).bit_length() - 1, high * BLOCK + last.bit_length() - 1


class WordChanges:
    """What a transaction changes in the words of a programme's cases."""

    def __init__(self) -> None:
        self._new: set[str] = set()
        self._changes: dict[tuple[str, int], int] = {}
        """By word and block, the bits that change."""

    def add(self, before: Searched | None, after: Searched | None) -> None:
        """A case is found by `after` and no longer by `before`; None where there is none."""
        left, now = _words_in(before), _words_in(after)
        for word, position in left ^ now:
            key, bit = (word, position // BLOCK), 1 << position % BLOCK
            self._changes[key] = self._changes.get(key, 0) ^ bit
        self._new |= {word for word, _ in now - left}

    def write(self, session: AnySession, programme_id: str) -> None:
        """Changes the rows of these words, and forgets those that no case holds any more."""
        changes = {key: bits for key, bits in self._changes.items() if bits}
        self._changes = {}
        if not changes:
            return
        _note_words(session, programme_id, self._new)
        names = {word: word_id(programme_id, word) for word, _ in changes}
        stored = _rows(session, [(names[word], block) for word, block in changes])
        rows, empty = [], set[str]()
        for (word, block), bits in changes.items():
            there = stored.get((names[word], block), 0) ^ bits
            if not there:
                empty.add(word)
            rows.append((names[word], block, there))
        _put(session, rows)
        _delete_unused(session, {names[word] for word in empty})


def word_id(programme_id: str, word: str) -> int:
    """The number of a word in a programme: two of one number would only be looked at twice."""
    named = hashlib.blake2b(f"{programme_id} {word}".encode(), digest_size=8).digest()
    return int.from_bytes(named, "big", signed=True)


def _words_in(of: Searched | None) -> set[tuple[str, int]]:
    return {(word, of.position) for word in words_of(of.search)} if of else set()


def words_of(search: str) -> Iterator[str]:
    """The words of a text; of one that no index could hold, pieces that overlap by more than anybody may search for."""
    for word in search.split():
        if len(word) <= LONGEST:
            yield word
        else:
            yield from (word[start : start + LONGEST] for start in range(0, len(word), STEP))


def _note_words(session: AnySession, programme_id: str, words: Collection[str]) -> None:
    rows = orjson.dumps([{"id": word_id(programme_id, one), "word": one} for one in sorted(words)]).decode()
    session.execute(_NOTE[session.get_bind().dialect.name], {"programme": programme_id, "rows": rows})


_NOTE = {
    "sqlite": text("""
        INSERT INTO review_word (programme_id, word, id)
        SELECT :programme, json_extract(value, '$.word'), json_extract(value, '$.id') FROM json_each(:rows) WHERE true
        ON CONFLICT DO NOTHING
    """),
    "postgresql": text("""
        INSERT INTO review_word (programme_id, word, id)
        SELECT :programme, word, id FROM json_to_recordset(CAST(:rows AS json)) AS given(word varchar, id int8)
        ON CONFLICT DO NOTHING
    """),
}
_READ = {
    "sqlite": text("""
        SELECT w.word_id, w.block, w.cases FROM json_each(:keys) AS k CROSS JOIN review_word_block AS w
        ON w.word_id = json_extract(k.value, '$[0]') AND w.block = json_extract(k.value, '$[1]')
    """),
    "postgresql": text("""
        SELECT w.word_id, w.block, w.cases
        FROM (SELECT CAST(value ->> 0 AS int8) AS id, CAST(value ->> 1 AS int) AS block
              FROM json_array_elements(CAST(:keys AS json))) AS k
        JOIN review_word_block AS w ON w.word_id = k.id AND w.block = k.block
    """),
}


def _rows(session: AnySession, keys: Sequence[tuple[int, int]]) -> dict[tuple[int, int], int]:
    statement = _READ[session.get_bind().dialect.name]
    found = session.execute(statement, {"keys": orjson.dumps(keys).decode()})
    return {(word, block): unpack(bytes(cases)) for word, block, cases in found}


def _put(session: AnySession, rows: Sequence[tuple[int, int, int]]) -> None:
    """Replaces rows; those without a bit are not put back."""
    keys = orjson.dumps(sorted((word, block) for word, block, _ in rows)).decode()
    session.execute(_DROP[session.get_bind().dialect.name], {"keys": keys})
    made = [{"word_id": word, "block": block, "cases": pack(bits)} for word, block, bits in sorted(rows) if bits]
    for start in range(0, len(made), AT_ONCE):
        insert_many(session, {CaseWordBlock: made[start : start + AT_ONCE]})


_DROP = {
    "sqlite": text("""
        DELETE FROM review_word_block WHERE (word_id, block) IN
        (SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(:keys))
    """),
    "postgresql": text("""
        DELETE FROM review_word_block AS w
        USING (SELECT CAST(value ->> 0 AS int8) AS id, CAST(value ->> 1 AS int) AS block
               FROM json_array_elements(CAST(:keys AS json))) AS k
        WHERE w.word_id = k.id AND w.block = k.block
    """),
}


def _delete_unused(session: AnySession, ids: Collection[int]) -> None:
    """Of erased records, no word stays that was in them alone."""
    for start in range(0, len(ids), 500):
        some = sorted(ids)[start : start + 500]
        used = select(CaseWordBlock.word_id).where(CaseWordBlock.word_id.in_(some))
        session.execute(delete(CaseWord).where(CaseWord.id.in_(some), CaseWord.id.not_in(used)))


def reindex(session: AnySession, programme_id: str) -> None:
    """Works out anew which cases of a programme hold which words. Nobody changes cases meanwhile."""
    mine = CaseWord.programme_id == programme_id
    used = CaseWordBlock.word_id.in_(select(CaseWord.id).where(mine))
    session.execute(delete(CaseWordBlock).where(used))
    session.execute(delete(CaseWord).where(mine))
    last = session.scalar(select(func.max(Case.position)).where(Case.programme_id == programme_id)) or 0
    chosen = select(Case.position, Case.search, Case.marks).where(Case.programme_id == programme_id)
    for block in range(last // BLOCK + 1):
        changes = WordChanges()
        here = Case.position >= block * BLOCK, Case.position < (block + 1) * BLOCK
        for position, search, marks in session.execute(chosen.where(*here)):
            changes.add(None, Searched(position, searched(search, marks)))
        changes.write(session, programme_id)


def pack(bits: int) -> bytes:
    """The bits of a block as they are stored: as a list where few are set."""
    if bits.bit_count() * 2 >= WHOLE:
        return bits.to_bytes(WHOLE, "little")
    numbers = array("H", _numbers(bits))
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def unpack(stored: bytes) -> int:
    """The bits of a block."""
    if len(stored) == WHOLE:
        return int.from_bytes(stored, "little")
    numbers = array("H", stored)
    if sys.byteorder == "big":
        numbers.byteswap()
    bits = 0
    for n in numbers:
        bits |= 1 << n
    return bits


def _numbers(bits: int) -> list[int]:
    found = []
    while bits:
        low = bits & -bits
        found.append(low.bit_length() - 1)
        bits ^= low
    return found


def find_words(
    session: AnySession, programme_id: str, parts: Sequence[str], *, marks: Sequence[str] = ()
) -> Found | None:
    """The cases that hold a word with each of these parts, and each of these marks, and perhaps others, so look at
    them: what is in too many words or cases is left out. None where all is."""
    found: dict[int, int] | None = None
    for ids in (
        *([word_id(programme_id, one)] for one in marks),
        *(_words_with(session, programme_id, part) for part in parts),
    ):
        blocks = None if ids is None else _blocks_of(session, ids)
        if blocks is None:
            continue
        if found is None:
            found = blocks
        else:
            found = {one: both for one, bits in blocks.items() if (both := bits & found.get(one, 0))}
    return None if found is None else Found(found)


def _words_with(session: AnySession, programme_id: str, part: str) -> list[int] | None:
    mine = CaseWord.programme_id == programme_id, func.replace(CaseWord.word, part, "") != CaseWord.word
    ids = list(session.scalars(select(CaseWord.id).where(*mine).limit(MOST_WORDS + 1)))
    return None if len(ids) > MOST_WORDS else ids


def _blocks_of(session: AnySession, ids: Sequence[int]) -> dict[int, int] | None:
    rows = session.execute(_HOLD[session.get_bind().dialect.name], {"ids": orjson.dumps(ids).decode()}).all()
    if len(rows) > MOST_ROWS:
        return None
    blocks: dict[int, int] = {}
    for block, cases in rows:
        blocks[block] = blocks.get(block, 0) | unpack(bytes(cases))
    return blocks


_HOLD = {
    "sqlite": text(f"""
        SELECT w.block, w.cases FROM json_each(:ids) AS k CROSS JOIN review_word_block AS w ON w.word_id = k.value
        LIMIT {MOST_ROWS + 1}
    """),  # noqa: S608 - a number of ours
    "postgresql": text(f"""
        SELECT block, cases FROM review_word_block
        WHERE word_id = ANY (ARRAY(SELECT CAST(value AS int8) FROM json_array_elements_text(CAST(:ids AS json))))
        LIMIT {MOST_ROWS + 1}
    """),  # noqa: S608 - a number of ours
}
