"""When those who are refused are to come back: one after the other, as fast as requests are answered.

Hundreds who come back within the same ten seconds are refused once more where a machine answers a few a second. So each
gets the next place behind those who were sent away before, and comes when there is room.
"""

from __future__ import annotations

import random
from collections import deque

WINDOW_S = 20.0
"""Over which it is reckoned how many are answered a second."""
SHORTEST, LONGEST = 5, 300
SPREAD = 10
"""Seconds, at most, that two come apart who were refused in the same second: not all at its beginning."""


class Appointments:
    """The times at which those who were refused come back."""

    def __init__(self) -> None:
        self._ended: deque[float] = deque(maxlen=1000)
        self._last = 0.0

    def ended(self, now: float) -> None:
        """A request was answered."""
        self._ended.append(now)

    def next(self, now: float, *, waiting: int) -> int:
        """Seconds after which one more is to come back, while so many wait here."""
        each = 1 / self._rate(now)
        self._last = max(self._last, now + waiting * each) + each
        longest = self._last - now > LONGEST - SPREAD
        if longest:  # by then all may be different; nobody is asked to wait for longer
            self._last = now + LONGEST - SPREAD
        wait = random.uniform(LONGEST / 2, LONGEST - SPREAD) if longest else max(SHORTEST, self._last - now)  # noqa: S311
        return round(wait + random.uniform(0, SPREAD))  # noqa: S311

    def _rate(self, now: float) -> float:
        """Requests that were answered a second of late; one at least."""
        while self._ended and now - self._ended[0] > WINDOW_S:
            self._ended.popleft()
        lasted = now - self._ended[0] if self._ended else 0.0
        return max(1.0, len(self._ended) / max(lasted, 1.0))
