"""ODK's own engine (ODK Web Forms) and ours give the same answer to every expression that both claim.

Each vector, and some hundreds that chance makes, is a calculation of a small XForm that ODK's engine loads in a browser.
Where the two differ on purpose the reason is here, and a difference that is gone fails as well.
"""

from __future__ import annotations

import json
import random
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pytest
from playwright.sync_api import Page, Playwright

from feedback_app.forms.engine.evaluate import evaluate
from feedback_app.forms.engine.expression import parse
from feedback_app.forms.engine.values import from_answer, to_text
from tests.journeys.browser import FLAGS, chromium
from tests.node import NODE
from tests.rules.test_expressions import SHARED, VECTORS, context_of

ROOT = Path(__file__).parents[2]
BUILD = (
    "require('esbuild').buildSync({entryPoints:['tests/journeys/odk_engine.ts'],outfile:process.argv[1],bundle:true,"
    "format:'esm',platform:'browser',logLevel:'error'})"
)

NUMBERS = "XPath's number() knows no sign, exponent or hexadecimal; theirs is JavaScript's"
WITH_TIME = "a moment counts the part of its day, as in Collect; theirs counts whole days"
NO_SUCH_DAY = "what is no day is no value; theirs breaks, or takes another day"
NODES = "a question is its value, as in Collect; theirs is a set of nodes, which is there even when it is empty"
BOOLEAN = "`and` and `or` come to a truth; theirs come to their last value"
CHARACTERS = "characters are code points; theirs are halves of them"
WHOLE = "a pattern must match the whole answer, as ODK's documentation says; theirs looks anywhere in it"
ONE_BY_ONE = "values may be given one by one; theirs takes a repeat's question only"
LISTS = "there is no choice list in these forms"
LONG_TEXT = "a computed text ends at 10,000 characters; theirs does not"
CLOCK = "times of the day are compared and subtracted, as in Collect"

DIFFERENCES: dict[str, str] = {
    **dict.fromkeys(("number('+5')", "number('1e3')", "number('0x10')", "number('Infinity')"), NUMBERS),
    **dict.fromkeys(
        ("number('1970-01-01T12:00:00Z')", "number('1970-01-01T12:00:00+06:00')", "number('1970-01-01T00:00-06:00')",
         "number('1970-01-01T12:00:00')", "now()", "date(0.9)", "date(-0.1)", "date(now())"), WITH_TIME),
    **dict.fromkeys(
        ("number(${date_bad})", "number('1970-01-01T25:00Z')", "number('0999-01-01')", "date('hier')",
         "date(${date_bad})", "date(1 div 0)", "date(99999999)", "date('5')", "format-date(0, '%Y-%m-%d')",
         "date('09:30')"), NO_SUCH_DAY),
    **dict.fromkeys(("boolean(${absent})", "boolean(${zero})", "not(${absent})"), NODES),
    **dict.fromkeys(("false() or false() or 'x'", "1 and 0 div 0", "1 or 0 = 0 and 0"), BOOLEAN),
    **dict.fromkeys(("string-length(${emoji})", "substr(${emoji}, 1, 2)"), CHARACTERS),
    **dict.fromkeys(
        ("regex(${phone}, '\\d{9}')", "regex('ouinon', 'oui|non')", "regex('a-b', '[a\\-z]+')"), WHOLE),
    **dict.fromkeys(
        ("sum(1, 2, 3)", "sum(1, ${absent})", "sum('2', true())", "count-non-empty(${n}, ${absent}, ${t}, '')",
         "count-non-empty(0, false())"), ONE_BY_ONE),
    **dict.fromkeys(
        ("jr:choice-name(${yes}, '${yes}')", "jr:choice-name('zz', '${yes}')", "jr:choice-name(${absent}, '${yes}')",
         "jr:choice-name(selected-at(${many}, 1), '${many}')"), LISTS),
    **dict.fromkeys(
        ("number('09:30')", "'09:30' < '10:00'", "'23:59:59.500' > '23:59:59'", "('18:00' - '06:00') * 24"), CLOCK),
    **dict.fromkeys(
        (vector["source"] for vector in VECTORS if re.search(r"-{50}|(\$\{long\}.*){20}", vector["source"])), LONG_TEXT),
    "--3": "one minus after another is XPath; theirs does not read it",
    "selected(${absent}, '')": "nothing is chosen of nothing",
    "1 div int(-0.5)": "int() gives no negative zero",
    "round(-2.5)": "halves go up, as XPath says; theirs go away from zero",
    "format-date(${d}, '100 %%')": "`%%` is a percent sign",
}  # fmt: skip
LONG_ANSWER = "an answer of more than 200 characters never matches"


def form(source: str) -> str:
    """A form that calculates it, with the shared answers in their places."""
    placed = re.sub(r"\$\{\s*([^}]+?)\s*\}", lambda found: f" /data/{found[1]} ", source)
    values = [*SHARED["answers"].items(), ("absent", "")]
    nodes = "".join(f"<{name}>{escape(to_text(from_answer(answer)))}</{name}>" for name, answer in values)
    return (
        '<?xml version="1.0"?><h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
        'xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>T</h:title><model><instance><data id="t" version="1">'
        f"{nodes}<result/><meta><instanceID/></meta></data></instance>"
        f'<bind nodeset="/data/result" type="string" calculate={quoteattr(placed)}/>'
        '<bind nodeset="/data/meta/instanceID" type="string" jr:preload="uid"/></model></h:head>'
        '<h:body><input ref="/data/yes"><label>?</label></input></h:body></h:html>'
    )


@pytest.fixture(scope="module")
def theirs(
    browsers: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[list[str]], list[Any]]]:
    script = tmp_path_factory.mktemp("odk") / "engine.js"
    subprocess.run([NODE, "-e", BUILD, str(script)], cwd=ROOT, check=True, timeout=60)
    browser = browsers.chromium.launch(headless=True, executable_path=chromium(), args=list(FLAGS))
    page: Page = browser.new_context(timezone_id="UTC").new_page()
    page.clock.set_fixed_time(SHARED["now"])
    page.route("http://localhost/**", lambda route: route.fulfill(content_type="text/html", body="<!doctype html>"))
    page.goto("http://localhost/")
    page.add_script_tag(path=script, type="module")
    page.wait_for_function("'results' in window")
    yield lambda sources: page.evaluate("forms => results(forms)", [form(source) for source in sources])
    browser.close()


def ours(source: str) -> str:
    """As a calculation leaves it behind: what is no number is nothing."""
    result = to_text(evaluate(parse(source), context_of({})))
    return "" if result == "NaN" else result


def claimed(vector: dict[str, Any]) -> bool:
    """Without repeats, choices' columns, or a value from before: those are not in this form."""
    inside = json.dumps(vector["tree"])
    return not {"own", "position", "columns"} & vector.keys() and '"each"' not in inside


def test_every_vector_that_both_claim_has_one_answer(theirs: Callable[[list[str]], list[Any]]) -> None:
    sources = [vector["source"] for vector in VECTORS if claimed(vector)]
    assert len(sources) > 300
    differ = {
        source: (ours(source), found)
        for source, found in zip(sources, theirs(sources), strict=True)
        if found.get("value") != ours(source)
    }
    unexplained = {
        source: both for source, both in differ.items() if source not in DIFFERENCES and "a" * 50 not in source
    }
    assert unexplained == {}
    assert set(DIFFERENCES) - set(differ) == set(), "these no longer differ"


NUMBER = ("1", "2.5", "${n}", "${zero}", "${neg}", "${num}", "${third}", "count-selected(${many})", "10")
TEXT = ("'a'", "'bonjour'", "${t}", "${yes}", "${accent}", "${blank}", "''", "${phone}", "'42'")
TRUTH = ("true()", "false()", "selected(${many}, 'b')", "${yes} = 'oui'", "${d} > ${leap}")


SHAPES: dict[str, tuple[str, ...]] = {
    "N": ("(N + N)", "(N - N)", "(N * N)", "(N div N)", "(N mod N)", "if(B, N, N)", "min(N, N)", "max(N, N)",
          "string-length(T)", "coalesce(N, N)", "int(N * N + 1000)"),
    "T": ("concat(T, T)", "if(B, T, T)", "substr(T, 1, 4)", "substr(T, 0, 9)", "coalesce(T, T)",
          "selected-at(${many}, 1)", "selected-at(${many}, 4)"),
    "B": ("(B and B)", "(B or B)", "not(B)", "(N = N)", "(N != N)", "(N < N)", "(N <= N)", "(N > N)", "(N >= N)",
          "(T = T)", "(T != T)", "contains(T, T)", "starts-with(T, T)"),
}  # fmt: skip
LEAVES = {"N": NUMBER, "T": TEXT, "B": TRUTH}
"""The placeholder of a number, a text, a truth."""


def made(kind: str, chance: random.Random, depth: int) -> str:
    """An expression of that kind, so many calls deep."""
    if depth == 0:
        return chance.choice(LEAVES[kind])
    shape = chance.choice(SHAPES[kind])
    return re.sub(r"\b[NTB]\b", lambda found: made(found[0], chance, depth - 1), shape)


def test_expressions_that_chance_makes_have_one_answer(theirs: Callable[[list[str]], list[Any]]) -> None:
    chance = random.Random(20261124)
    sources = [made(chance.choice("NTB"), chance, chance.randint(1, 4)) for _ in range(600)]
    differ = {
        source: (ours(source), found)
        for source, found in zip(sources, theirs(sources), strict=True)
        if not same(found.get("value"), ours(source))
    }
    assert differ == {}


def same(found: str | None, mine: str) -> bool:
    """Equal, or the same number: the last digit of a fraction is each engine's own."""
    if found == mine:
        return True
    try:
        return found is not None and float(found) == pytest.approx(float(mine), rel=1e-12)
    except ValueError:
        return False
