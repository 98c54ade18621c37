"""Needs of a whole country, as phones say them, and what became of each: made by rule, the same each time."""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import orjson

from bench._country import PROGRAMME, Country, PhoneOfGrow, Where
from feedback_app.base.folding import fold
from feedback_app.base.timestamps import iso
from feedback_app.forms.engine.meaning import FormMeaning
from feedback_app.insight.disclosure import is_sensitive
from feedback_app.ledger.facts import facts_of_answers
from feedback_app.portfolio.solutions.need import MEANINGS, NeedCodes, need_codes
from feedback_app.review.case import State
from sync.entry import Entry, Fault
from sync.store import Filing
from tests import build

DAYS = 183
BATCH = 50
"""Records that a phone hands over at once."""
FREQUENT, RARE, ABSENT = "pompe", "zibeline", "xylophone"
"""Words of a quarter of the records, of one in 50,000, and of none."""
KINDS = {
    "eau": ("loin", "panne", "sale", "manque"), "san": ("loin", "soignant", "remedes"), "edu": ("loin", "salles"),
    "ene": ("aucun", "coupures"), "rou": ("mauvaise", "pont", "pluie"), "agr": ("eau", "vente", "perte"),
    "ass": ("latrines", "ordures"), "num": ("aucun", "faible"), "emp": ("travail", "argent"), "log": ("etat",),
    "ali": ("manque", "soudure"), "env": ("arbres", "riviere"), "gou": (), "fon": (), "gen": (), "aut": (),
}  # fmt: skip
"""Details of each domain, as the shipped `besoin` asks for them."""
DOMAINS = list(KINDS)
UP_TO = list(itertools.accumulate((30, 16, 14, 9, 12, 12, 5, 4, 5, 2, 3, 2, 2, 1, 1, 2)))
"""How often each is spoken of."""
OFTEN = (
    "le", "la", "de", "et", "un", "une", "dans", "pour", "nous", "village", "depuis", "trois", "mois", "femmes",
    "enfants", "loin", "eau", "école", "route", "saison",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Need:
    """One record, and what became of it."""

    n: int
    filing: Filing
    phone: PhoneOfGrow
    place: Where
    at: dt.datetime
    state: State
    codes: NeedCodes
    kind: tuple[tuple[str, str], ...]
    """Its answers but the text."""
    text: str
    folded: str
    calls_for_help: bool = False
    positions: list[int] = field(default_factory=list)
    """Where the ledger put it."""

    @property
    def id(self) -> uuid.UUID:
        return self.filing.entry.id

    @property
    def is_decided(self) -> bool:
        return self.state not in (State.RECEIVED, State.IN_REVIEW, State.QUARANTINED)

    @property
    def is_spoken_of(self) -> bool:
        """Whether others may learn how far it came."""
        return not (is_sensitive(self.codes.domain) or self.calls_for_help or self.state is State.QUARANTINED)


class Speech:
    """Texts of about thirty words, of phrases: a few words that all use, and thousands that hardly anybody does."""

    def __init__(self, chance: random.Random) -> None:
        signs = [a + b for a in "bcdfglmnprst" for b in ("a", "e", "i", "o", "ou", "é")]
        rare = sorted({"".join(chance.choices(signs, k=chance.randint(2, 4))) for _ in range(6000)})
        chance.shuffle(rare)
        words = [*OFTEN, *rare]
        up_to = list(itertools.accumulate(1 / (rank + 8) for rank in range(len(words))))
        made = (chance.choices(words, cum_weights=up_to, k=chance.randint(4, 8)) for _ in range(50_000))
        plain = [" ".join([*some, FREQUENT] if chance.random() < 0.05 else some) for some in made]
        self._phrases = [(one, fold(one)) for one in plain]
        self._chance = chance

    def say(self, n: int) -> tuple[str, str]:
        """The text of the record of this number, and the same folded."""
        phrases = [self._phrases[int(self._chance.random() * 50_000)] for _ in range(5)]
        if n % 50_000 == 7:
            phrases.append((RARE, RARE))
        return " ".join([one for one, _ in phrases]), " ".join([one for _, one in phrases])


class NeedMaker:
    """Makes batches of needs, in the order in which they came in."""

    def __init__(self, country: Country, definition: FormMeaning, *, records: int, accepted: int, now: dt.datetime):
        self._country, self._meaning, self._records = country, definition, records
        self._chance = random.Random(15)
        self._speech = Speech(random.Random(16))
        self._start = now - dt.timedelta(days=DAYS)
        self._step = (dt.timedelta(days=DAYS) - dt.timedelta(hours=2)) / max(records, 1)
        self._looked_at = int(records * 0.4)
        """What came first was looked at, half of it accepted, the rest is not decided yet."""
        self._accepted = min(accepted / max(self._looked_at, 1), 1.0)
        self._otherwise = min(self._accepted, 1 - self._accepted)
        self._body = build.body(programme=PROGRAMME)
        self._codes: dict[tuple[tuple[str, str], ...], NeedCodes] = {}

    def batches(self) -> Iterator[list[Need]]:
        """Each of one phone, at one moment."""
        for start in range(0, self._records, BATCH):
            phone = self._country.phones[self._chance.randrange(len(self._country.phones))]
            count = min(BATCH, self._records - start)
            at = self._start + self._step * (start + count)
            yield [self._need(start + n, phone, at) for n in range(count)]

    def _need(self, n: int, phone: PhoneOfGrow, at: dt.datetime) -> Need:
        chance = self._chance
        domain = chance.choices(DOMAINS, cum_weights=UP_TO)[0]
        place = phone.villages[int(len(phone.villages) * chance.random() ** 2)]
        kind = [("age", chance.choice(("25_34", "35_59", "60_plus"))), ("sexe", chance.choice(("femme", "homme")))]
        kind += [("domaine", domain), ("gravite", chance.choice(("gene", "grave", "grave", "vital")))]
        if KINDS[domain]:
            kind.append((f"quoi_{domain}", chance.choice(KINDS[domain])))
        calls_for_help = n % 10_000 == 11
        text, folded = ("", "") if domain == "gen" or calls_for_help else self._speech.say(n)
        answers = dict(kind) | ({"texte": text} if text else {})
        recorded = at - dt.timedelta(minutes=chance.randint(5, 5000))
        more: dict[str, Any] = {"project": "P1"} if chance.random() < 0.01 else {}
        if calls_for_help:
            more["danger"] = "violence"
        elif n % 300 == 3:
            more["media"] = [photo(n)]
            answers["photo"] = photo(n)["sha256"]
        content = {
            **self._body, "place": place.code, "author": str(phone.person), "recorded_at": iso(recorded),
            "answers": answers, **more,
        }  # fmt: skip
        body = orjson.dumps(content)
        entry = Entry(self._id(n, at), 1, hashlib.sha256(body).hexdigest(), body, content)
        faults = (Fault("answers.age", "constraint"),) if chance.random() < 0.005 else ()
        state = State.QUARANTINED if faults else self._state(n)
        if calls_for_help and not faults:
            state = State.RECEIVED if n > self._records * 0.9 else State.REJECTED
        return Need(
            n, Filing(entry, faults), phone, place, at, state, self._codes_of(tuple(kind)), tuple(kind), text,
            folded, calls_for_help,
        )  # fmt: skip

    def _id(self, n: int, at: dt.datetime) -> uuid.UUID:
        by_chance = self._chance.getrandbits(62)
        made_at = int(at.timestamp() * 1000) - n % 977
        return uuid.UUID(int=made_at << 80 | 7 << 76 | (n & 0xFFF) << 64 | 2 << 62 | by_chance)

    def _state(self, n: int) -> State:
        if n >= self._looked_at:
            return State.IN_REVIEW if self._chance.random() < 0.002 else State.RECEIVED
        found = self._chance.random()
        if found < self._accepted:
            return State.ACCEPTED
        if found < self._accepted + self._otherwise:
            return State.REJECTED if self._chance.random() < 0.6 else State.NEEDS_CORRECTION
        return State.RECEIVED

    def _codes_of(self, kind: tuple[tuple[str, str], ...]) -> NeedCodes:
        if kind not in self._codes:
            facts = facts_of_answers(self._meaning, dict(kind), None)
            self._codes[kind] = need_codes([one for one in facts if one.meaning in MEANINGS], self._meaning)
        return self._codes[kind]


def photo(n: int) -> dict[str, Any]:
    """What a record says of the photo that belongs to it."""
    name = hashlib.sha256(f"photo {n}".encode()).hexdigest()
    return {"sha256": name, "question": "photo", "type": "image/jpeg", "bytes": 180_000 + n % 977}
