"""A language that takes half as many letters again as French: on every screen all of it is there to be read and touched."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Browser, Page

from tests.journeys.browser import PHONE
from tests.journeys.demo_phone import open_at, world
from tests.journeys.test_by_picture import SPOKEN
from tests.journeys.test_phone_screens import overflow, stops

FAULTS = """() => {
  const faults = [];
  const shown = (one) => one.getClientRects().length && getComputedStyle(one).visibility !== 'hidden';
  const named = (one) => `${one.tagName}.${one.className} "${one.textContent.trim().slice(0, 40)}"`;
  const outOfSight = (one) => one.closest('.sr, svg, audio, [hidden]') || (one.tagName === 'INPUT' && getComputedStyle(one).opacity === '0');
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, one = node.parentElement;
    if (!node.data.trim() || outOfSight(one) || !shown(one) || one.closest('script, noscript')) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const rect of range.getClientRects()) texts.push({ rect, one });
  }
  for (const { rect, one } of texts) {
    if (rect.right > innerWidth + 1 || rect.left < -1) faults.push(`leaves the screen: ${named(one)}`);
    for (let up = one; up !== document.body; up = up.parentElement) {
      const style = getComputedStyle(up);
      if (style.overflowX === 'visible' && style.overflowY === 'visible') continue;
      const box = up.getBoundingClientRect();
      if (rect.right > box.right + 1 || rect.bottom > box.bottom + 1) faults.push(`clipped: ${named(one)}`);
    }
  }
  // The foot stays at the thumb while the rest goes under it; within each of the two nothing lies on anything.
  const foot = (one) => !!one.closest('.foot');
  for (let a = 0; a < texts.length; a += 1) {
    for (let b = a + 1; b < texts.length; b += 1) {
      const [x, y] = [texts[a], texts[b]];
      if (x.one === y.one || foot(x.one) !== foot(y.one)) continue;
      const wide = Math.min(x.rect.right, y.rect.right) - Math.max(x.rect.left, y.rect.left);
      const high = Math.min(x.rect.bottom, y.rect.bottom) - Math.max(x.rect.top, y.rect.top);
      if (wide > 2 && high > 4) faults.push(`overlaps: ${named(x.one)} and ${named(y.one)}`);
    }
  }
  for (const one of document.querySelectorAll('button, a, label.tile, label.face, .field')) {
    if (shown(one) && (one.offsetHeight < 48 || one.offsetWidth < 48)) faults.push(`too small: ${named(one)}`);
    if (shown(one) && one.scrollWidth > one.clientWidth + 1 && !one.matches('input, :has(> .count)')) faults.push(`bursts: ${named(one)}`);
  }
  return [...new Set(faults)];
}"""
"""What is not all there, or lies on something else."""


def longer(part: Any, *, spoken: bool = False) -> Any:
    """The same with every word half as long again."""
    if isinstance(part, dict):
        return {key: longer(value, spoken=spoken or (key in SPOKEN and key != "name")) for key, value in part.items()}
    if isinstance(part, list):
        return [longer(each, spoken=spoken) for each in part]
    return f"{part} {part[: (len(part) + 1) // 2]}" if spoken and isinstance(part, str) and part else part


def faults(page: Page) -> list[str]:
    found: list[str] = page.evaluate(FAULTS)
    return found + ([f"scrolls sideways by {over}"] if (over := overflow(page)) > 0 else [])


def test_every_screen_holds_a_language_that_is_half_as_long_again(chrome: Browser, demo: str) -> None:
    page = chrome.new_page(viewport=PHONE)  # type: ignore[arg-type]
    long = {"long": True, "instruments": longer(world()["instruments"]), "reasons": longer(world()["reasons"])}
    page.add_init_script(
        f"Object.defineProperty(window, 'CHANGES', {{ set(changes) {{ this.changes = changes }}, "
        f"get() {{ return {{ ...{json.dumps(long)}, ...this.changes }} }} }})"
    )
    broken = {stop: found for stop in stops(page, demo) if (found := faults(page))}
    open_at(page, demo, "#/hand")
    broken |= {"hand": found} if (found := faults(page)) else {}
    assert broken == {}, json.dumps(broken, ensure_ascii=False, indent=1)
    assert "Confier mes fiches Confier m" in page.locator("main").inner_text(), "the words did not grow"
    page.add_style_tag(content=".press span { white-space: nowrap } p { height: 1em; overflow: hidden }")
    assert {fault.split(":")[0] for fault in faults(page)} >= {"clipped", "overlaps"}, (
        "what is broken would not be seen"
    )
    page.close()
