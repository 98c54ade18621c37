"""What browsers may run: WebAssembly in the one worker that hashes PINs, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.people import World

DIST = Path(__file__).parents[2] / "static" / "pwa" / "dist"
PLACES = ("/app/", "/app/settings", "/app/sw.js", "/login", "/desk/", "/suivi", "/portfolio", "/api/v1/portfolio")


def worker(name: str) -> str:
    """The address of a worker of the phone app."""
    [found] = DIST.glob(f"{name}.*.js")
    return f"/app/{found.name}"


def directives(policy: str) -> dict[str, str]:
    """What a policy says, by directive."""
    return {name: rest for name, _, rest in (part.strip().partition(" ") for part in policy.split(";"))}


def test_what_hashes_a_pin_may_run_webassembly_and_reach_nothing(client: FlaskClient, world: World) -> None:
    policy = directives(client.get(worker("pin-worker")).headers["Content-Security-Policy"])
    assert policy == {"default-src": "'none'", "script-src": "'wasm-unsafe-eval'"}


@pytest.mark.parametrize("path", PLACES)
def test_no_page_of_the_phone_or_the_desk_may_compile_code(client: FlaskClient, world: World, path: str) -> None:
    policy = directives(client.get(path).headers["Content-Security-Policy"])
    assert (policy["script-src"], policy["default-src"]) == ("'self'", "'self'")


def test_the_desk_of_a_reviewer_may_not_either(world: World) -> None:
    answer = world.signed_in().get("/desk/")
    assert answer.status_code == 200
    assert directives(answer.headers["Content-Security-Policy"])["script-src"] == "'self'"


def test_the_other_worker_has_the_policy_of_pages(client: FlaskClient, world: World) -> None:
    policy = directives(client.get(worker("photo-worker")).headers["Content-Security-Policy"])
    assert policy["script-src"] == "'self'"
