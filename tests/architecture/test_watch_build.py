"""While somebody works on the front end it is built after each change, and nothing is left running when they stop."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

import pytest

from tests.node import NODE

ROOT = Path(__file__).parents[2]
PATIENCE_S = 100
"""For one build, which takes three seconds on a machine that does nothing else."""
SHELL = "import subprocess, sys; subprocess.Popen(sys.argv[1:]).wait()"


class Watch:
    """Yao's terminal, in which he watches a copy of the front end."""

    def __init__(self, folder: Path) -> None:
        self.static = folder / "static"
        shutil.copytree(ROOT / "static", self.static, ignore=shutil.ignore_patterns("dist"))
        shutil.copy(ROOT / "package.json", folder)
        (folder / "node_modules").symlink_to(ROOT / "node_modules")
        command = [sys.executable, "-c", SHELL, str(NODE), str(self.static / "watch.mjs")]
        self.terminal = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            start_new_session=True,
        )  # fmt: skip

        self.output: Queue[str | None] = Queue()
        self.so_far = ""
        Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.terminal.stdout
        for line in self.terminal.stdout:
            self.output.put(line)
        self.output.put(None)

    def next_line(self) -> str | None:
        """None once everything that wrote to the terminal has ended; fails with all output when nothing comes."""
        try:
            line = self.output.get(timeout=PATIENCE_S)
        except Empty:
            pytest.fail(f"no output for {PATIENCE_S} seconds after:\n{self.so_far}")
        self.so_far += line or "(it ended)\n"
        return line

    def says(self, outcome: str, is_built: Callable[[], bool]) -> bool:
        """Whether a build comes to this. Those before it may be of what was there a moment earlier: the watcher also
        builds a file that is only half written, and then again."""
        while (line := self.next_line()) is not None:
            if line.startswith(f"[watch] {outcome}") and is_built():
                return True
        return False

    def built(self, pattern: str) -> str:
        """A built file's text; nothing while the next build replaces it."""
        with suppress(FileNotFoundError, StopIteration):
            return next(self.static.glob(pattern)).read_text()
        return ""

    def close(self) -> str:
        """The terminal is gone. What else was printed until everything that wrote to it had ended."""
        self.terminal.kill()
        return "".join(iter(self.next_line, None))


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    made = Watch(tmp_path)
    yield made
    with suppress(ProcessLookupError):  # as it should be
        os.killpg(made.terminal.pid, signal.SIGKILL)
    made.terminal.wait(10)


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def unlistable(folder: Path) -> None:
    """A tree that is too deep for any address: listing it fails, as it does when a folder vanishes meanwhile."""
    at = os.open(folder, os.O_RDONLY)
    for _ in range(20):
        os.mkdir("d" * 250, dir_fd=at)
        deeper = os.open("d" * 250, os.O_RDONLY, dir_fd=at)
        os.close(at)
        at = deeper
    os.close(at)


@pytest.mark.timeout(240)
def test_each_change_is_built_a_mistake_costs_nothing_and_all_ends_with_the_terminal(watch: Watch) -> None:
    def sprite() -> str:
        return watch.built("pwa/dist/pictograms.svg")

    assert watch.says("built in", lambda: "<svg" in sprite())

    (watch.static / "pwa" / "pictograms" / "essai.svg").write_text('<svg viewBox="0 0 48 48"><path d="M1 2h3"/></svg>')
    assert watch.says("built in", lambda: "M1 2h3" in sprite())

    change(watch.static / "desk" / "desk.ts", "\n", "\nconst = 1;\n")
    assert watch.says("not built", lambda: "M1 2h3" in sprite())

    change(watch.static / "desk" / "desk.ts", "const = 1;", "document.title = 'essai';")
    assert watch.says("built in", lambda: "essai" in watch.built("desk/dist/desk.js"))

    assert watch.close() == ""


@pytest.mark.timeout(240)
def test_a_folder_that_cannot_be_listed_does_not_end_the_watch(watch: Watch) -> None:
    assert watch.says("built in", lambda: True)
    unlistable(watch.static)
    change(watch.static / "desk" / "desk.ts", "\n", "\ndocument.title = 'essai';\n")
    assert watch.says("built in", lambda: "essai" in watch.built("desk/dist/desk.js"))
    change(watch.static / "desk" / "desk.ts", "essai", "encore")
    assert watch.says("built in", lambda: "encore" in watch.built("desk/dist/desk.js"))
