"""Threads that call the application."""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import SimpleQueue

Call = Callable[[], object]


class RequestThreads:
    """Begins a thread when one more is needed than there are, and lets all wait for calls. `concurrent.futures` does
    the same, and makes for each call what somebody could wait for: nobody does here."""

    def __init__(self) -> None:
        self._calls: SimpleQueue[Call | None] = SimpleQueue()
        self._count = 0

    def run(self, call: Call, *, busy: int) -> None:
        """Hands over a call, which must not raise; with it so many are under way."""
        self._calls.put(call)
        if self._count < busy:
            self._count += 1
            threading.Thread(target=self._work, name=f"request_{self._count}").start()

    def close(self) -> None:
        """Ends the threads, each once its call is done; that is not waited for."""
        for _ in range(self._count):
            self._calls.put(None)

    def _work(self) -> None:
        while (call := self._calls.get()) is not None:
            call()
            del call  # what a request was is not held until the next one
