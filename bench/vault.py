"""How long a PIN takes to open a profile, and an answer to be saved, with the whole browser slowed: medians and p95."""

from __future__ import annotations

import os
import signal
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, Playwright, sync_playwright

from tests.journeys import server
from tests.journeys.killable import KillableBrowser
from tests.journeys.lighthouse_run import benchmark_index
from tests.journeys.surveyor import EMOTION, PIN, Surveyor, choose, until

SLOWER = (1, 4, 6, 8)
"""Times slower than this machine. For the PIN the whole browser runs one slice of time in so many, because hashing
happens on another thread than the page's. An answer passes through several processes, and would wait for a slice in
each: there the page alone is slowed, by the browser's own throttling, and the index says how much that was."""
SLICE = 0.004
ROUNDS = 5
ANSWERS = 100
RECORDS = 5

# From the touch to the end of the transaction that keeps the answer.
WATCH = """() => {
  let touched = 0;
  addEventListener('click', () => (touched = performance.now()), true);
  const open = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (stores, mode, options) {
    const tx = open.call(this, stores, mode, options);
    if (mode === 'readwrite' && String(stores) === 'drafts') {
      tx.addEventListener('complete', () => touched && window.took.push(performance.now() - touched));
    }
    return tx;
  };
}"""
# From the key that gives the PIN to a home that was drawn, on a main thread that takes the next task.
OPENED = """() => new Promise((done) => {
  const began = performance.now();
  document.querySelector('.keys .key:last-child').click();
  const look = () => document.querySelector('.doors')
    ? requestAnimationFrame(() => setTimeout(() => done(performance.now() - began), 0)) : setTimeout(look, 4);
  look();
})"""
COST = """() => new Promise((told) => {
  indexedDB.open('echo-phone').onsuccess = ({ target: { result } }) => {
    result.transaction('profiles').objectStore('profiles').getAll().onsuccess =
      ({ target }) => (result.close(), told(target.result[0].lock.argon2id || target.result[0].lock.iterations));
  };
})"""


@contextmanager
def slowed(group: int, times: int) -> Iterator[None]:
    """A process group that gets one slice of time in so many."""
    ending = threading.Event()

    def hold_back() -> None:
        while not ending.is_set():
            os.killpg(group, signal.SIGSTOP)
            time.sleep(SLICE * (times - 1))
            os.killpg(group, signal.SIGCONT)
            time.sleep(SLICE)

    holding = threading.Thread(target=hold_back, daemon=True)
    if times > 1:
        holding.start()
    try:
        yield
    finally:
        ending.set()
        if times > 1:
            holding.join()
        os.killpg(group, signal.SIGCONT)


def main(_: list[str]) -> None:
    """`./run bench vault`."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        running = server.start(Path(folder) / "data")
        try:
            for times in SLOWER:
                _measure(playwright, running, Path(folder) / f"profile-{times}", times)
        finally:
            running.stop()


def _measure(playwright: Playwright, running: server.RunningServer, profile: Path, times: int) -> None:
    phone = KillableBrowser(playwright, profile)
    try:
        page = phone.open()
        page.context.set_default_timeout(120_000)
        awa = Surveyor(page)
        with slowed(phone.group, times):
            awa.enrol(f"{running.url}/app/#enrol={running.enrolment_code()}")
        awa.wait_until_offline_ready()
        for _ in range(RECORDS):
            awa.record("Émotion", "C1516", EMOTION)
        awa.sync()
        cost = page.evaluate(COST)
        with slowed(phone.group, times):
            opened = [_open(page) for _ in range(ROUNDS)]
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": times})
        page.evaluate(WATCH)
        answered = [_answer(awa) for _ in range(ROUNDS)]
        index = benchmark_index(page)
    finally:
        phone.close()
    opens, keeps = statistics.median(opened), statistics.median(statistics.median(one) for one in answered)
    late = [sorted(one)[int(len(one) * 0.95)] for one in answered]
    print(
        f"{times} x slower: PIN costs {cost}; a place with {RECORDS} records opens in {opens:.0f} ms "
        f"(most {max(opened):.0f}); an answer is kept in {keeps:.0f} ms, p95 {statistics.median(late):.0f} ms "
        f"({min(late):.0f}-{max(late):.0f}) at a BenchmarkIndex of {index}",
        flush=True,
    )


def _open(page: Page) -> float:
    page.reload()
    page.locator("input[name=pin]").fill(PIN)
    took: float = page.evaluate(OPENED)
    page.wait_for_timeout(1500)
    return took


def _answer(awa: Surveyor) -> list[float]:
    """Touches one answer after another; each time how long it took to be kept."""
    page = awa.page
    awa.home()
    page.locator(".door", has_text="Émotion").click()
    awa.go_to("emotion", {"place": choose("C1516"), **EMOTION})
    page.evaluate("window.took = []")
    for n in range(ANSWERS):
        page.evaluate(f"document.querySelectorAll('label.tile input')[{n % 6}].click()")
        until(page, f"window.took.length > {n}")
    took: list[float] = page.evaluate("window.took")
    return took
