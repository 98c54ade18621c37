"""What is typed can be seen and what is to be touched can be hit: every input of every screen, all six instruments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.demo_phone import open_at, world
from tests.journeys.test_phone_screens import go_on, stops

HINDERS = ("relevant", "required", "constraint", "choice_filter", "danger")

MEASURE = """() => {
  const rgb = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((c) => c / 255).map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, at) => sum + c * [0.2126, 0.7152, 0.0722][at], 0);
  const ancestors = (one) => { const all = []; for (let node = one; node; node = node.parentElement) all.push(getComputedStyle(node)); return all; };
  const opacity = (one) => ancestors(one).reduce((all, style) => all * Number(style.opacity), 1);
  const paper = (one) => rgb((ancestors(one).find((style) => (rgb(style.backgroundColor)[3] ?? 1) > 0 && style.backgroundColor !== 'transparent') || {}).backgroundColor || 'rgb(255,255,255)');
  const contrast = (one) => { const [a, b] = [light(rgb(getComputedStyle(one).color)), light(paper(one))].sort((x, y) => y - x); return (a + 0.05) / (b + 0.05); };
  return [...document.querySelectorAll('main input, main textarea, main select')].filter((one) => one.type !== 'hidden').map((one) => {
    const typed = !['radio', 'checkbox', 'file', 'range'].includes(one.type) && one.name !== 'pin';
    // A tile, a file button and the beads of a PIN stand for the input under them.
    const shown = typed || one.type === 'range' ? one : one.name === 'pin' ? one.parentElement.querySelector('.pips') : one.closest('label');
    if (!shown) return { name: one.outerHTML.slice(0, 90), wrong: 'nothing stands for it' };
    shown.scrollIntoView({ block: 'center' });
    const box = shown.getBoundingClientRect();
    const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    const wrong = [
      opacity(shown) < 0.95 && 'faint: ' + opacity(shown),
      typed && parseFloat(getComputedStyle(one).fontSize) < 16 && 'small: ' + getComputedStyle(one).fontSize,
      one.type !== 'range' && contrast(shown) < 4.5 && 'pale: ' + contrast(shown).toFixed(1),
      (box.height < 48 || box.width < 48) && 'narrow: ' + Math.round(box.width) + ' x ' + Math.round(box.height),
      !(shown.contains(hit) || (hit && hit.contains(one)) || one.disabled) && 'covered',
    ].filter(Boolean).join(', ');
    return { name: one.outerHTML.slice(0, 90), typed, wrong };
  });
}"""


def bare(nodes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Questions as if each were asked of everybody, and none had to be answered; what repeats is asked once."""
    found: list[dict[str, Any]] = []
    for node in nodes:
        plain = {name: value for name, value in node.items() if name not in HINDERS}
        if node["type"] == "repeat":
            found += bare(node["children"])
        elif "calculation" not in node:
            found.append(plain | ({"children": bare(node["children"])} if "children" in node else {}))
    return found


INSTRUMENTS = [form | {"questions": bare(form["questions"])} for form in world()["instruments"]]


def form_screens(page: Page, demo: str) -> Iterator[str]:
    """Each screen of each instrument."""
    for form in INSTRUMENTS:
        open_at(page, demo, instruments=[form])
        page.evaluate(
            f"app.drafts.start('{form['name']}').then((id) => app.drafts.setPlace(id, app.reference.recentPlaces()[0].code).then(() => location.hash = '#/draft/' + id + '/place'))"
        )
        page.locator(".search").wait_for()
        for _ in range(60):
            yield f"{form['name']} {page.url.rpartition('/')[2]}"
            if page.url.endswith("review"):
                break
            go_on(page)
        else:
            raise AssertionError(form["name"])


def judged(page: Page, screens: Iterator[str]) -> tuple[dict[str, str], int, int]:
    """What is wrong with inputs, by screen; how many there were, and how many of them are typed into."""
    wrong, count, typed = dict[str, str](), 0, 0
    for screen in screens:
        for one in page.evaluate(MEASURE):
            count += 1
            typed += bool(one.get("typed"))
            if one["wrong"]:
                wrong[f"{screen}: {one['name']}"] = one["wrong"]
    return wrong, count, typed


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_input_of_every_instrument_is_seen_and_can_be_hit(phone: Page, demo: str, scheme: str) -> None:
    phone.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    wrong, count, typed = judged(phone, form_screens(phone, demo))
    assert len(INSTRUMENTS) >= 6
    assert wrong == {}
    assert (count > 150, typed > 15) == (True, True), (count, typed)


def other_screens(page: Page, demo: str) -> Iterator[str]:
    """The screens outside of forms."""
    for stop in stops(page, demo):
        yield stop
        if stop.startswith("Besoin"):
            break
    for place in ("follow", "hand", "pin", "settings"):
        open_at(page, demo, f"#/{place}", enrolled=True)
        yield place
    open_at(page, demo, "#/record/r3", enrolled=True)
    page.get_by_role("button", name="Répondre").click()
    page.get_by_role("textbox").wait_for()
    yield "reply"


def test_every_input_outside_of_forms_is_seen_and_can_be_hit(phone: Page, demo: str) -> None:
    wrong, count, typed = judged(phone, other_screens(phone, demo))
    assert wrong == {}
    assert (count > 25, typed >= 4) == (True, True), (count, typed)


def test_the_digits_of_a_code_are_read_while_they_are_touched(phone: Page, demo: str) -> None:
    open_at(phone, demo, "#/follow", enrolled=True)
    for digit in "0712345":
        phone.locator(".pad .press", has_text=digit).click()
    field = phone.locator("input.digits")
    expect(field).to_have_value("07 12 34 5")
    size = field.evaluate("(one) => parseFloat(getComputedStyle(one).fontSize)")
    assert size >= 28
    # The same test with the digits hidden, as a rule for the PIN once hid them: it can fail.
    phone.add_style_tag(content="input.digits { opacity: 0 }")
    assert [one["wrong"] for one in phone.evaluate(MEASURE)] == ["faint: 0"]
