"""How much and how slowly a client may send, and how many clients there may be."""

from __future__ import annotations

from dataclasses import dataclass

KIB, MIB = 1024, 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one process. A phone on 2G, at a kilobyte a second with pauses, is far inside all of them."""

    threads: int = 16
    connections: int = 2000
    """Open ones; when there are more, the one that has been silent longest is closed."""
    connections_per_address: int = 256
    """The same for one address, which may be a whole village behind a carrier's NAT; 0 for no such limit."""
    head_s: float = 20.0
    """Seconds for a whole request head, and for the first byte on a new connection."""
    idle_s: float = 20.0
    """Seconds that an idle connection waits for its next request."""
    silent_s: float = 60.0
    """Seconds without a byte while a body or an answer is under way."""
    least_rate: float = 200.0
    """Bytes a second that a body or an answer must make on average, `silent_s` given in advance."""
    longest_s: float = 3600.0
    """Seconds for one body or answer in all."""
    head_bytes: int = 64 * KIB
    head_fields: int = 100
    in_memory: int = 256 * KIB
    """The largest body that is buffered in memory; what is larger goes into a temporary file."""
    spooled: int = 1024 * MIB
    """Bytes of bodies under way in all, in memory and in files."""
    slice_bytes: int = 4 * MIB
    slice_s: float = 20.0
    """An upload's bytes are handed over in slices: when there are so many, or after so long (`upload_slices.py`)."""
    pipelined: int = 32
    queued: int = 500
    """Whole requests that wait for a thread, of those that only read and of the others. When there are more, the last
    one of the address with most of them is `busy`."""
    queued_s: float = 20.0
    computes_s: float = 0.25
    """Seconds after which a request that only reads is taken to wait for something, and not to compute."""
    writes_at_once: int | None = None
    """Requests that write and may be computed at the same time; None for all that have a thread. Where the database has
    one writer, more of them in one interpreter only take it from each other."""
    write_computes_s: float = 0.02
    """Seconds after which one that writes is taken to wait for something: for its turn, a disk, a bucket."""

    @property
    def writers(self) -> int:
        """Threads that may be busy with requests that write: what they wait for must not stop those that only read."""
        return max(1, self.threads - max(1, self.threads // 4))

    @property
    def computing(self) -> int:
        """Threads that may make pages at the same time: one interpreter makes no more of them with more threads."""
        return max(2, self.threads // 4)

    @property
    def per_address(self) -> int:
        """Threads that one address may have while others ask too; fewer than may write, so that others can write."""
        return max(1, self.threads // 2)


class TransferMonitor:
    """Whether something that is under way is still moving fast enough."""

    def __init__(self, limits: Limits, now: float) -> None:
        self._limits, self._started, self._last, self._moved = limits, now, now, 0

    def moved(self, count: int, now: float) -> None:
        """So many more bytes have come through."""
        if count:
            self._moved += count
            self._last = now

    def resume(self, now: float, *, paused: float) -> None:
        """For so many seconds it was us that it waited for."""
        self._started += paused
        self._last = now

    def is_late(self, now: float) -> bool:
        """Whether it has been silent too long, is too slow on average, or has taken too long in all."""
        limits, lasted = self._limits, now - self._started
        return (
            now - self._last > limits.silent_s
            or lasted > limits.silent_s + self._moved / limits.least_rate
            or lasted > limits.longest_s
        )
