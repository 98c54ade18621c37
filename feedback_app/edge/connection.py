"""One connection: what comes in, which request is next, what goes out, and when a silent client is closed."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from typing import Any, cast

from feedback_app.base.come_back import come_back_in
from feedback_app.edge.incoming import Incoming
from feedback_app.edge.limits import TransferMonitor
from feedback_app.edge.parsing import BadRequest, Head, RequestParser
from feedback_app.edge.refusals import refusal
from feedback_app.edge.scheduler import Work
from feedback_app.edge.sending import Sender, head_of
from feedback_app.edge.server_state import ServerState
from feedback_app.edge.wsgi import Answer, Place, environ_of, run

LINGER_S = 3.0
"""How long what a refused client still sends is thrown away: a reset would take the answer from it."""
NEW_S = 1.0
"""How long the first request of a connection may be on its way, over a slow link, while the server stops."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
COME_BACK = frozenset({"busy", "slow-down"})


class Connection(asyncio.Protocol):
    """Reads requests, and answers one at a time in their order. All of it runs in the event loop."""

    def __init__(self, state: ServerState, address: Any, server: Any) -> None:
        self._state, self._limits = state, state.limits
        is_inet = isinstance(address, tuple)
        self.peer: str = address[0] if is_inet else ""
        self._place = Place(
            peer=self.peer, peer_port=str(address[1]) if is_inet else "", server=str(server[0]),
            server_port=str(server[1]), script_name=state.script_name, is_trusted=state.trusts(self.peer),
        )  # fmt: skip
        self._parser: RequestParser | None = RequestParser(self, state.limits)
        self._requests: deque[Incoming] = deque()
        self._work: Work | None = None
        self._gone = self._ended = False
        self._linger_until: float | None = None
        self.moved = self._since = self._opened = time.monotonic()

    # --- called by the loop

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._sender = Sender(self._transport, self._limits)
        self._state.connections.add(self)

    def data_received(self, data: bytes) -> None:
        self.moved = time.monotonic()
        parser = self._parser
        if parser is None:
            return
        if parser.in_head and not parser.has_begun and data.strip():
            self._since = self.moved
        self._feed(parser, data)
        self._proceed()

    def _feed(self, parser: RequestParser, data: bytes) -> None:
        try:
            parser.feed(data)
        except BadRequest as bad:
            self._parser = None
            if not self._is_last_request():  # what comes after that is nobody's
                self._refuse(refusal(bad.code, self._head(), retry_after=_wait(bad.code), **bad.details))
        except OSError as error:
            self._state.log.error("no room for a body: %s", error)
            self._refuse(refusal("storage-full", self._head(), retry_after=900))

    def _is_last_request(self) -> bool:
        return bool(self._requests) and self._requests[-1].is_whole and not self._requests[-1].head.keep_alive

    def eof_received(self) -> bool:
        self._ended = True
        self._broken_off()
        self._proceed()
        return bool(self._requests or self._work or self._sender.is_busy)

    def connection_lost(self, _exc: Exception | None) -> None:
        self._gone, self._sender.is_blocked = True, False
        self._sender.stop()
        self._state.connections.remove(self)
        self._broken_off()
        self._proceed()

    def pause_writing(self) -> None:
        self._sender.is_blocked = True

    def resume_writing(self) -> None:
        self._sender.is_blocked, self.moved = False, time.monotonic()
        if not self._sender.is_writing:
            self._proceed()
        elif self._sender.go_on():
            self._sent()

    # --- called by the parser

    def head_received(self, head: Head) -> None:
        if len(self._requests) >= self._limits.pipelined:
            raise BadRequest("slow-down")
        self._requests.append(Incoming(head, self._limits, self.moved))
        if (head.length or 0) > self._limits.in_memory and head.length > self._most(head):  # type: ignore[operator]
            raise BadRequest("too-large", limit=self._most(head))

    def body_received(self, some: bytes) -> None:
        request = self._requests[-1]
        if request.received + len(some) > self._limits.in_memory and request.head.length is None:
            most = self._most(request.head)
            if request.received + len(some) > most:
                raise BadRequest("too-large", limit=most)
        if not self._state.connections.make_space(len(some), asking=self):
            raise BadRequest("busy")
        request.add(some, self.moved)
        self._state.connections.spooled += len(some)

    def request_ended(self) -> None:
        self._requests[-1].is_whole = True

    def _most(self, head: Head) -> int:
        return self._state.body_limit(head.method, head.path.decode("latin-1"))

    # --- which request is next

    def _proceed(self) -> None:
        """Does what can be done now: the first request of those that wait, a slice of it, or reading on."""
        if self._work is None and not self._sender.is_blocked and not self._sender.is_writing and self._requests:
            first, now = self._requests[0], time.monotonic()
            if (self._gone or first.refused) and not (first.append and first.size):
                self._send(first.refused or refusal("too-slow"), keep_alive=False)
            elif first.is_whole or self._gone or first.refused or first.is_due(now):
                self._hand_over(first, now)
            elif first.wants_continue:
                first.wants_continue = False
                if not first.received:
                    self._transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        self._read_on()

    def _hand_over(self, request: Incoming, now: float) -> None:
        append = request.append
        if append and append.last and not request.size and request.is_whole:
            self._send(append.answer() or append.last, keep_alive=request.head.keep_alive)
            return
        only_reads = request.head.method in SAFE
        body, size = request.take(now)
        environ = environ_of(request.head, body, size, self._place)
        if append:
            append.place(environ)

        def call() -> Answer:
            with body:
                return run(self._state.app, environ)

        def done(result: Any) -> None:
            self._state.connections.spooled -= size
            body.close()
            self._answered(request, result, size, now)

        self._work = Work(call, done, only_reads, self._state.source(self.peer, request.head))
        self._state.scheduler.add(self._work)

    def _answered(self, request: Incoming, result: Any, size: int, since: float) -> None:
        self._work = None
        self._since = self.moved = now = time.monotonic()
        if isinstance(result, BaseException):
            self._state.log.error("unexpected", exc_info=result)
            result = refusal("unexpected", request.head)
        elif result is None:
            result = refusal("busy", request.head, retry_after=self._state.scheduler.come_back_in())
        append = request.append
        takes_more = append is not None and append.took(result, size)
        if takes_more and not request.is_whole:
            request.transfer.resume(now, paused=now - since)
            self._proceed()
            return
        if append is not None:
            result = (append.answer() if takes_more else append.last) or result
            if takes_more and request.size:
                self._proceed()  # the rest came meanwhile
                return
        self._send(result, keep_alive=request.is_whole and request.head.keep_alive)

    # --- what goes out

    def _send(self, answer: Answer, *, keep_alive: bool) -> None:
        request = self._requests[0]
        if self._gone:
            self._drop_all()
            return
        self._keeps = keep_alive and self._parser is not None and not self._ended and not self._state.is_stopping
        head = head_of(answer, keep_alive=self._keeps or len(self._requests) > 1, version=request.head.version)
        has_body = request.head.method != "HEAD" and answer.code not in {204, 304}
        if not has_body:
            answer.body.close()
        self._sender.begin(head, answer if has_body else None, time.monotonic())
        if not self._sender.is_writing:
            self._sent()

    def _sent(self) -> None:
        """The answer is written; whoever wrote the request may write the next."""
        request = self._requests.popleft()
        self._release(request)
        self._since = self.moved = time.monotonic()
        if not request.is_whole or request.refused:
            self._linger()
        elif not self._keeps and not self._requests:
            self._transport.close()
        else:
            if self._requests:  # it waited for us
                self._requests[0].transfer = TransferMonitor(self._limits, self._since)
            self._proceed()

    def _linger(self) -> None:
        self._drop_all()
        self._parser, self._linger_until = None, time.monotonic() + LINGER_S
        if self._ended or self._gone:
            self._transport.close()
        elif self._transport.can_write_eof():
            self._transport.write_eof()
            self._read_on()

    # --- silent clients

    @property
    def can_go(self) -> bool:
        """Nobody is at work for it, and no answer is on its way."""
        return self._work is None and not self._sender.is_writing

    @property
    def pending_bytes(self) -> int:
        """Bytes that have come of a body that is not whole."""
        return self._requests[-1].size if self._requests and not self._requests[-1].is_whole else 0

    def give_way(self) -> None:
        """The body under way is thrown away: others need the space."""
        self._broken_off("busy")
        self._release(self._requests[-1])
        self._proceed()

    def check(self, now: float) -> None:
        """Ends what has been under way, or idle, for too long; hands over what is due of an upload."""
        if self._linger_until is not None:
            if now > self._linger_until:
                self.abort()
        elif self._sender.is_late(now):
            self.abort()
        elif self._work is None and not self._sender.is_busy:
            self._check_reading(now)

    def _check_reading(self, now: float) -> None:
        parser = self._parser
        if self._requests:
            if not self._requests[0].is_whole and self._requests[0].transfer.is_late(now):
                self._broken_off()
            self._proceed()
        elif parser and parser.has_begun and now - self._since > self._limits.head_s:
            self._refuse(refusal("too-slow"))
            self._proceed()
        elif now - self._since > max(self._limits.idle_s, self._limits.head_s if parser and parser.has_begun else 0):
            self._transport.close()

    def stop(self, *, patient: bool) -> None:
        """The server stops. What came of an upload is handed over; any other request may still come while `patient`:
        the rest of it, and the first one of who has only just connected."""
        last = self._requests[-1] if self._requests else None
        may_come = patient and (not last.append if last else self._is_beginning())
        if self._linger_until is None and not self._gone and not may_come:
            self._broken_off("busy")
            self._proceed()
        if not (may_come or self._requests or self._work or self._sender.is_busy):
            self._transport.close()

    def _is_beginning(self) -> bool:
        """Whether a request has begun to come, or is about to: nothing came yet, of a connection that is new."""
        if self._parser is not None and self._parser.has_begun:
            return True
        return self.moved == self._opened and time.monotonic() - self._opened < NEW_S

    def abort(self) -> None:
        """Ends it now; the loop then says `connection_lost`."""
        self._transport.abort()

    def _broken_off(self, code: str = "too-slow") -> None:
        """No more will come. A request that is not whole is refused, once what came of an upload is handed over."""
        self._parser = None
        if self._requests and not self._requests[-1].is_whole and not self._requests[-1].refused:
            last = self._requests[-1]
            last.refused = refusal(code, last.head, retry_after=_wait(code))

    def _refuse(self, answer: Answer) -> None:
        self._parser = None
        if not self._requests or self._requests[-1].is_whole:
            self._requests.append(Incoming(Head(), self._limits, self.moved))
        self._requests[-1].refused = answer

    def _head(self) -> Head | None:
        return self._requests[-1].head if self._requests and not self._requests[-1].is_whole else None

    def _read_on(self) -> None:
        """Reads while there is a use for it: not while a slice is handed over, nor while another request waits."""
        if self._gone or self._transport.is_closing():
            return
        waiting = self._requests[0] if self._requests else None
        wanted = self._linger_until is not None or (
            self._parser is not None
            and len(self._requests) < 2
            and not (self._work and waiting and not waiting.is_whole)
        )
        if wanted != self._transport.is_reading() and not self._ended:
            (self._transport.resume_reading if wanted else self._transport.pause_reading)()

    def _release(self, request: Incoming) -> None:
        self._state.connections.spooled -= request.size
        request.drop()

    def _drop_all(self) -> None:
        while self._requests:
            self._release(self._requests.popleft())


def _wait(code: str) -> int | None:
    return come_back_in() if code in COME_BACK else None
