"""Playing a plan: its entries go in as phones hand them over, and the desk decides by its own actions, each at the
moment at which the plan says that it happened."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import orjson

from feedback_app.base.db import AnySession
from feedback_app.capture.admission import faults
from feedback_app.capture.context import admission_context
from feedback_app.demo.confirming import confirmation
from feedback_app.demo.sorting import unmerge
from feedback_app.demo.state import DemoFill
from feedback_app.demo.steps import (
    Advancing,
    Assigning,
    Confirming,
    Deciding,
    Founding,
    Replying,
    Sending,
    Step,
    Suspending,
)
from feedback_app.demo.words import read_words
from feedback_app.enrol.budget import NOTHING
from feedback_app.enrol.lookup_store import Phone, phone_by_id
from feedback_app.enrol.permissions import Area
from feedback_app.enrol.store import Contact, note_contact
from feedback_app.ledger import suspension_store
from feedback_app.ledger.follow import lock_follower
from feedback_app.ledger.store import Arrival
from feedback_app.ledger.withdrawal import DeviceLedger
from feedback_app.portfolio.replies import answers as reply_answers
from feedback_app.portfolio.replies import store as reply_store
from feedback_app.portfolio.replies import writing
from feedback_app.portfolio.replies.reach import Reached
from feedback_app.portfolio.replies.states import ReplyRefusal
from feedback_app.portfolio.replies.writing import ReplyForm, reached_of
from feedback_app.portfolio.solutions import assigning, funding, proposals, store
from feedback_app.portfolio.solutions import publishing as portfolio_publishing
from feedback_app.portfolio.solutions.answering import ThemeChoice
from feedback_app.portfolio.solutions.assigning import AssignmentRefusal, Choice, SolutionForm, ThemeForm
from feedback_app.portfolio.solutions.history import Author
from feedback_app.portfolio.solutions.stage_store import steps as steps_of
from feedback_app.portfolio.solutions.stages import current_stage, possible_stages
from feedback_app.receipt import actions as receipt
from feedback_app.register.desk_store import programme_path
from feedback_app.register.lookup_store import place_by_code
from feedback_app.review import actions as review
from feedback_app.review.case import MergeTarget, Refusal
from feedback_app.review.decisions.decide import Verdict, decide
from feedback_app.review.decisions.desk_actions import by_code
from feedback_app.review.record.actions import note_reading
from feedback_app.review.store import find_case
from sync import engine

HEALTH = {"unsent": 0, "media_pending_bytes": 0, "free_bytes": 6_400_000_000, "persisted": True, "drafts": 0}
OPENED_BEFORE = dt.timedelta(minutes=4)


class Player:
    """Plays the steps of one programme, in the caller's transaction."""

    def __init__(self, session: AnySession, programme_id: str, fill: DemoFill) -> None:
        self._session, self._programme, self._fill = session, programme_id, fill
        self._reader, self._coordinator = (uuid.UUID(one) for one in fill.desk[:2])
        self._questions: dict[uuid.UUID, uuid.UUID] = {}
        """The last decision about each record."""
        self.refused: list[str] = []
        """What could not be done as planned."""

    def play(self, week: Sequence[Step]) -> None:
        """All that happens in a week: a phone that answers a question does so after the question."""
        # The order in which the jobs take these locks: they may run meanwhile.
        for name in (review.FOLLOWER, portfolio_publishing.FOLLOWER):
            lock_follower(self._session, follower=name, programme_id=self._programme)
        rest = [*week]
        while rest:
            arriving = _until_reply(rest)
            self._send([one for one in rest[:arriving] if isinstance(one, Sending)])
            for one in rest[:arriving]:
                if not isinstance(one, Sending):
                    self._do(one)
            rest = rest[arriving:]

    def _send(self, sendings: Sequence[Sending]) -> None:
        of: dict[int, tuple[Phone, Callable[..., Any], Any]] = {}
        for one in sendings:
            if one.phone not in of:
                of[one.phone] = self._phone(one.phone)
            phone, check, path_of = of[one.phone]
            offset = int(one.offset / dt.timedelta(milliseconds=1))
            ledger = DeviceLedger(self._session, self._programme, Arrival(phone.id, one.at, offset), path_of)
            engine.push(ledger, [self._entry(one)], check)
            contact = Contact(one.at, offset, HEALTH, "1")
            note_contact(self._session, phone.id, contact, at=one.at, delivered=NOTHING)
        if sendings:
            review.catch_up(self._session, self._programme)

    def _phone(self, number: int) -> tuple[Phone, Callable[..., Any], Any]:
        phone = phone_by_id(self._session, uuid.UUID(self._fill.phones[number]))
        if phone is None:
            raise LookupError(self._fill.phones[number])
        context = admission_context(self._session, phone, place_by_code(self._session, phone.place_code).path)
        return phone, functools.partial(faults, context=context), context.path_of

    def _entry(self, one: Sending) -> dict[str, Any]:
        """As it goes over the wire."""
        reply = {"decision": str(self._questions.get(one.record, "")), "text": one.reply} if one.reply else None
        text = orjson.dumps({**one.body, "reply_to": reply}).decode()
        digest = hashlib.sha256((text * (1 + one.is_damaged)).encode()).hexdigest()
        return {"id": str(one.record), "rev": one.rev, "digest": digest, "body": text}

    def _do(self, one: Step) -> None:
        _DO[type(one)](self, one)

    def decide(self, one: Deciding) -> None:
        """Opens a record and decides on it."""
        case, action = find_case(self._session, self._programme, one.record), by_code(one.action)
        if case is None or action is None:
            self.refused.append(f"{one.action} {one.record}")
            return
        by = self._coordinator if one.record.int % 4 == 0 else self._reader
        if action.asks_author or one.record.int % 5 < 2:  # many are decided from the list, as at any desk
            note_reading(self._session, case, by=by, now=one.at - OPENED_BEFORE)
        onto = self._targets(case.record_id, case.instrument) if action.joins else [None]
        verdicts = (
            Verdict(
                action, case.rev, reason=one.reason, message=one.message, rev=1 if action.lets_in else None, onto=other
            )
            for other in onto
        )
        outcomes = (decide(self._session, case, verdict, by=by, now=one.at) for verdict in verdicts)
        refused: list[Refusal] = []
        for made in outcomes:
            if not isinstance(made, Refusal):
                self._questions[one.record] = made.id
                return
            refused.append(made)
        self.refused.append(f"{one.action} {one.record} {refused}")

    def _targets(self, record_id: uuid.UUID, instrument: str) -> Iterator[MergeTarget]:
        """Records of this week that may stay for another one, what was decided last first."""
        for key in reversed([*self._questions]):
            other = find_case(self._session, self._programme, key)
            if other and key != record_id and other.instrument == instrument:
                yield MergeTarget(key, other.rev)

    def suspend(self, one: Suspending) -> None:
        """Hides a record that somebody takes back, or shows it again."""
        if one.asked_by:
            suspension_store.suspend(self._session, self._programme, one.record, by=one.asked_by, now=one.at)
        else:
            suspension_store.decline(self._session, self._programme, one.record, by="Salimata", now=one.at)

    def found(self, one: Founding) -> None:
        """One writes a theme and what answers it; another publishes the words."""
        words = read_words("portfolio")["themes"][one.theme]
        author, other = Author(self._reader, one.at), Author(self._coordinator, one.at + dt.timedelta(hours=4))
        theme = assigning.save_theme(
            self._session,
            self._programme,
            None,
            ThemeForm(words["title"], words.get("title_en", ""), words["domain"]),
            author=author,
        )
        if isinstance(theme, AssignmentRefusal):
            self.refused.append(f"{one.theme} {theme}")
            return
        self._publish(theme, other)
        self._fill.themes[str(one.theme)] = str(theme.id)
        for n, solution in enumerate(words["solutions"]):
            form = SolutionForm(solution["title"], solution["description"], themes=ThemeChoice([theme.id]))
            made = assigning.save_solution(self._session, self._programme, None, form, author=author)
            if isinstance(made, AssignmentRefusal):
                self.refused.append(f"{one.theme} {n} {made}")
                continue
            self._publish(made, other)
            self._fill.solutions[f"{one.theme}.{n}"] = str(made.id)

    def _publish(self, subject: Any, author: Author) -> None:
        waiting = proposals.proposal(self._session, subject)
        proposals.publish(self._session, subject, waiting.id if waiting else None, author=author)

    def assign(self, one: Assigning) -> None:
        """Puts needs under a theme; none that is accepted no more."""
        theme = self._fill.themes.get(str(one.theme))
        if theme is None:
            self.refused.append(f"theme {one.theme}")
            return
        choice = Choice(theme_id=uuid.UUID(theme))
        made = assigning.assign(self._session, self._programme, one.records, choice, by=self._coordinator, now=one.at)
        if isinstance(made, AssignmentRefusal):
            self.refused.append(f"theme {one.theme} {made}")

    def advance(self, one: Advancing) -> None:
        """Notes that a solution came a stage further, and lets its authors hear of it."""
        id = self._fill.solutions.get(f"{one.theme}.{one.solution}")
        solution = store.find_solution(self._session, self._programme, uuid.UUID(id)) if id else None
        if solution is None:
            self.refused.append(f"solution {one.theme}.{one.solution}")
            return
        before = current_stage(steps_of(self._session, [solution.id]).get(solution.id, ()))
        change = funding.StageChange(possible_stages(before)[0], one.at.date(), one.project)
        made = funding.change_stage(self._session, solution, change, by=self._coordinator, now=one.at)
        if isinstance(made, str):
            self.refused.append(f"solution {one.theme}.{one.solution} {made}")
        portfolio_publishing.publish_announced(self._session, self._programme, now=one.at, most=10_000)

    def reply(self, one: Replying) -> None:
        """One answers the places of a theme; another publishes it."""
        words, theme = read_words("portfolio")["themes"][one.theme]["reply"], self._fill.themes.get(str(one.theme))
        form = ReplyForm(
            about="theme", theme=uuid.UUID(theme) if theme else None, heard=words["heard"], deed=words["deed"],
            ask_on=one.ask_on.isoformat() if one.ask_on else "",
        )  # fmt: skip
        made = writing.write(self._session, self._whole, None, form, author=Author(self._reader, one.at))
        if isinstance(made, ReplyRefusal):
            self.refused.append(f"reply {one.theme} {made}")
            return
        other = Author(self._coordinator, one.at + dt.timedelta(hours=4))
        writing.publish(self._session, made, made.version, author=other)
        self._fill.replies[str(one.theme)] = str(made.id)

    @property
    def _whole(self) -> Area:
        return Area(self._programme, (programme_path(self._session, self._programme) or "/",))

    def confirm(self, one: Confirming) -> None:
        """A phone that has a reply answers whether it is so."""
        id = self._fill.replies.get(str(one.theme))
        reply = reply_store.find_reply(self._session, self._programme, uuid.UUID(id)) if id else None
        if reply is not None:
            self.answer(reply, one)

    def answer(self, reply: Any, one: Confirming) -> None:
        """A phone of the places of a reply answers it."""
        phones = [n for n in range(len(self._fill.phones)) if self._has(n, reached_of(reply))]
        if one.phone >= len(phones):
            return  # fewer phones have it than might
        number = phones[one.phone]
        phone, _, _ = self._phone(number)
        body = confirmation(one, reply.id, programme=self._programme, place=phone.place_code, author=phone.person_id)
        self._send([Sending(at=one.at, phone=number, record=one.record, rev=1, body=body)])

    def _has(self, number: int, reached: Sequence[Reached]) -> bool:
        phone, _, _ = self._phone(number)
        path = place_by_code(self._session, phone.place_code).path
        return any(path.startswith(one.path) or one.path.startswith(path) for one in reached)


_DO: Mapping[type[Step], Callable[[Player, Any], None]] = {
    Deciding: Player.decide, Suspending: Player.suspend, Founding: Player.found, Assigning: Player.assign,
    Advancing: Player.advance, Replying: Player.reply, Confirming: Player.confirm,
}  # fmt: skip


def _until_reply(steps: Sequence[Step]) -> int:
    """How many steps come before the next entry that answers or takes back what happened before it; at least one."""
    for n, one in enumerate(steps):
        if n and isinstance(one, Sending) and one.rev > 1:
            return n
    return len(steps)


def remove_portfolio(session: AnySession, programme_id: str, fill: DemoFill, *, now: dt.datetime) -> list[str]:
    """Removes the themes and solutions of a fill; the titles of those that answer somebody else's needs, and stay."""
    author, left = Author(uuid.UUID(fill.desk[-1]), now), []
    for id in fill.replies.values():
        reply = reply_store.find_reply(session, programme_id, uuid.UUID(id), lock=True)
        if reply is not None:
            writing.remove_made_up(session, reply, author=author)
    themes = [store.find_theme(session, programme_id, uuid.UUID(id)) for id in fill.themes.values()]
    found = [one for one in themes if one is not None]
    for theme in found:
        unmerge(session, programme_id, theme.id, author=author)
    left += [one.title for one in found if assigning.remove_theme(session, one, author=author)]
    for id in fill.solutions.values():
        solution = store.find_solution(session, programme_id, uuid.UUID(id))
        if solution is not None and assigning.remove_solution(session, solution, author=author):
            left.append(solution.title)
    return left


def follow(session: AnySession, programme_id: str, *, now: dt.datetime) -> None:
    """What the jobs would find to do: cases, and what is known of records by their codes."""
    review.catch_up(session, programme_id)
    receipt.catch_up(session, programme_id, now=now)
    reply_answers.catch_up(session, programme_id)
