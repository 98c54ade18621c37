"""The phone's screens over the demo port: filled in by hand, by keyboard, in the dark, with large text; axe on each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.axe import violations
from tests.journeys.browser import DESKTOP, PHONE
from tests.journeys.demo_phone import open_at
from tests.journeys.surveyor import SCREEN_IS_DRAWN, take_a_place, type_pin

PHOTO = Path(__file__).parents[2] / "static" / "pwa" / "icons" / "icon-192.png"


def go_on(page: Page) -> None:
    """Presses what is at the thumb: next, skip, done or finish."""
    before = page.locator("h1").inner_text() + page.url
    page.locator(".foot .press").last.dispatch_event("click")  # a robot is quicker than two touches of a finger
    moved = f"before => document.querySelector('h1')?.innerText + location.href !== before && {SCREEN_IS_DRAWN}"
    page.wait_for_function(moved, arg=before)


def choose(page: Page, *labels: str) -> None:
    for label in labels:
        page.get_by_text(label, exact=True).first.click()


def begin(page: Page, demo: str, tile: str) -> None:
    open_at(page, demo)
    page.locator(".door", has_text=tile).click()
    page.wait_for_function(SCREEN_IS_DRAWN)
    page.locator(".search + p + .stack .tile, .tile").first.click()
    go_on(page)


def fill_need(page: Page, demo: str) -> None:
    """Awa records a need as far as the review."""
    begin(page, demo, "Besoin")
    for answer in ("35 à 59 ans", "Une femme", "L’eau", "La pompe est en panne"):
        choose(page, answer)
        go_on(page)
    page.get_by_role("textbox", name="Ou écrivez").fill("La pompe est cassée.")
    go_on(page)
    choose(page, "C’est grave")
    go_on(page)
    choose(page, "Les femmes", "Les enfants")
    go_on(page)
    for _ in ("since when", "meanwhile", "wish"):
        go_on(page)
    page.locator("input[type=file]").first.set_input_files(PHOTO)
    expect(page.get_by_role("img", name="Votre photo")).to_be_visible()
    go_on(page)
    choose(page, "Oui")
    go_on(page)
    page.get_by_role("button", name="Noter cet endroit").click()
    expect(page.get_by_text("À 9 mètres près")).to_be_visible()
    go_on(page)


def agree(page: Page) -> None:
    for scope in page.locator(".scope").all():
        scope.locator("label.tile").first.click()


def test_awa_records_a_need_and_changes_an_answer_before_finishing(phone: Page, demo: str) -> None:
    fill_need(phone, demo)
    expect(phone.get_by_role("heading", name="C’est bien ça")).to_be_visible()
    phone.get_by_role("button", name="C’est grave comment").click()
    choose(phone, "Ça gêne")
    go_on(phone)
    expect(phone.get_by_text("Ça gêne")).to_be_visible()
    go_on(phone)
    agree(phone)
    go_on(phone)
    expect(phone.get_by_role("heading", name="C’est gardé")).to_be_visible()
    saved = phone.evaluate("app.records.answersOf('d1').then(kept => kept.answers)")
    assert (saved["gravite"], saved["domaine"], saved["texte"]) == ("gene", "eau", "La pompe est cassée.")


def test_nothing_is_finished_before_there_is_consent_or_refusal_for_each_use(phone: Page, demo: str) -> None:
    fill_need(phone, demo)
    go_on(phone)
    phone.get_by_role("button", name="Terminer").click()
    expect(phone.get_by_text("Répondez oui ou non à chaque ligne.")).to_be_visible()
    agree(phone)
    phone.locator(".scope").first.get_by_text("Non", exact=True).click()
    phone.get_by_role("button", name="Terminer").click()
    expect(phone.get_by_text("Sans cet accord, rien ne peut être gardé.")).to_be_visible()
    throw_away_and_go_back(phone)


def test_a_photo_whose_use_is_refused_is_thrown_away(phone: Page, demo: str) -> None:
    fill_need(phone, demo)
    go_on(phone)
    agree(phone)
    phone.get_by_role("radiogroup", name="Garder la photo").get_by_text("Non").click()
    go_on(phone)
    assert "photo" not in phone.evaluate("app.records.answersOf('d1').then(kept => kept.answers)")


def test_the_phones_own_back_button_goes_back_one_question_and_loses_nothing(phone: Page, demo: str) -> None:
    begin(phone, demo, "Besoin")
    choose(phone, "35 à 59 ans")
    go_on(phone)
    choose(phone, "Une femme")
    go_on(phone)
    phone.go_back()
    expect(phone.get_by_role("radio", name="Une femme")).to_be_checked()
    phone.get_by_role("button", name="Retour").click()
    expect(phone.get_by_role("radio", name="35 à 59 ans")).to_be_checked()
    phone.get_by_role("button", name="Arrêter ici").click()
    phone.get_by_role("link", name="Besoin").click()
    expect(phone.get_by_role("heading", name="Qu’est-ce qui manque ici")).to_be_visible()


def test_a_child_alone_is_not_recorded(phone: Page, demo: str) -> None:
    begin(phone, demo, "Besoin")
    choose(phone, "Moins de 18 ans")
    phone.get_by_role("button", name="Suivant").click()
    expect(phone.get_by_role("alert")).to_contain_text("On n’enregistre pas la parole d’un enfant seul")
    throw_away_and_go_back(phone)


def throw_away_and_go_back(page: Page) -> None:
    """From where the form ends; the first touch throws nothing away."""
    begun = page.get_by_role("button", name="Jeter et revenir")
    begun.dispatch_event("click")
    page.get_by_role("button", name="Non, la garder").dispatch_event("click")
    assert page.evaluate("app.drafts.all.value.length") == 1
    begun.dispatch_event("click")
    page.get_by_role("button", name="Oui, jeter").dispatch_event("click")
    expect(page.locator(".door").first).to_be_visible()
    assert page.evaluate("app.drafts.all.value.length") == 0


def test_an_untouched_slider_is_no_answer_and_touching_it_is(phone: Page, demo: str) -> None:
    begin(phone, demo, "Émotion")
    for answer in ("25 à 34 ans", "Une femme", "La vie ici"):
        choose(phone, answer)
        go_on(phone)
    pleasure, arousal = phone.get_by_role("slider").all()
    expect(phone.get_by_role("button", name="Passer")).to_be_visible()
    assert pleasure.get_attribute("aria-valuetext") == "Pas encore de réponse"
    box = pleasure.bounding_box()
    assert box
    phone.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    arousal.focus()
    phone.keyboard.press("End")
    expect(phone.get_by_role("button", name="Suivant")).to_be_visible()
    phone.wait_for_function("app.drafts.all.value[0].answers.activation === 1")
    answers = phone.evaluate("app.drafts.all.value[0].answers")
    assert abs(answers["plaisir"] - 0.5) < 0.03
    phone.get_by_role("button", name="Effacer la réponse").first.click()
    phone.wait_for_function("!('plaisir' in app.drafts.all.value[0].answers)")


def test_koffi_fills_in_with_the_keyboard_alone(phone: Page, demo: str) -> None:
    begin(phone, demo, "Besoin")
    phone.keyboard.press("Tab")
    expect(phone.get_by_role("radio", name="Moins de 18 ans")).to_be_focused()
    phone.keyboard.press("ArrowDown")
    expect(phone.get_by_role("radio", name="18 à 24 ans")).to_be_checked()
    phone.get_by_role("button", name="Suivant").focus()
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", name="Qui parle")).to_be_focused()


def test_a_voice_is_saved_when_awa_goes_on_while_it_records(phone: Page, demo: str) -> None:
    begin(phone, demo, "Besoin")
    for answer in ("35 à 59 ans", "Une femme", "L’eau", "La pompe est en panne"):
        choose(phone, answer)
        go_on(phone)
    phone.get_by_role("button", name="Enregistrer").click()
    expect(phone.get_by_role("button", name="Arrêter", exact=True)).to_be_visible()
    go_on(phone)
    assert "voix" in phone.evaluate("app.drafts.all.value[0].answers")


def test_a_microphone_without_permission_is_explained_in_words_and_writing_still_works(phone: Page, demo: str) -> None:
    open_at(phone, demo, captureFails="no-permission")
    phone.locator(".door").first.click()
    phone.locator(".tile").first.click()
    for answer in ("", "35 à 59 ans", "Une femme", "L’eau", "La pompe est en panne"):
        if answer:
            choose(phone, answer)
        go_on(phone)
    phone.get_by_role("button", name="Enregistrer").click()
    expect(phone.get_by_text("Le micro est fermé pour Écho.")).to_be_visible()
    phone.get_by_role("textbox", name="Ou écrivez").fill("Sans voix.")
    go_on(phone)


def test_the_labs_question_is_answered_from_the_record(phone: Page, demo: str) -> None:
    open_at(phone, demo)
    phone.get_by_text("Une fiche à corriger").click()
    phone.get_by_role("link", name="La pompe est en panne").click()
    expect(phone.get_by_text("Combien de familles vont à cette pompe")).to_be_visible()
    phone.get_by_role("button", name="Répondre").click()
    phone.get_by_role("textbox").fill("Douze familles.")
    go_on(phone)
    assert phone.evaluate("app.drafts.all.value[0].replyText") == "Douze familles."


def test_an_answer_to_the_lab_that_says_nothing_cannot_be_finished(phone: Page, demo: str) -> None:
    open_at(phone, demo, "#/record/r3")
    phone.get_by_role("button", name="Répondre").click()
    phone.get_by_role("textbox").fill("  ")
    for _ in range(30):
        if phone.url.endswith("review"):
            break
        go_on(phone)
    expect(phone.get_by_text("Il manque votre réponse.")).to_be_visible()
    go_on(phone)
    phone.get_by_role("textbox").fill("Douze familles.")
    go_on(phone)
    expect(phone.get_by_text("Il manque votre réponse.")).to_have_count(0)


def test_who_opens_a_form_and_says_nothing_leaves_no_draft_and_drafts_can_be_thrown_away(
    phone: Page, demo: str
) -> None:
    begin(phone, demo, "Besoin")
    phone.get_by_role("button", name="Arrêter ici").click()
    phone.wait_for_function("app.drafts.all.value.length === 0")
    begin(phone, demo, "Besoin")
    choose(phone, "35 à 59 ans")
    phone.get_by_role("button", name="Arrêter ici").click()
    phone.get_by_role("link", name="Mes fiches").click()
    phone.get_by_role("button", name="Jeter cette fiche").click()
    phone.get_by_role("button", name="Oui, jeter").click()
    phone.wait_for_function("app.drafts.all.value.length === 0")


def test_an_empty_list_says_what_is_true(phone: Page, demo: str) -> None:
    open_at(phone, demo, "#/outbox")
    phone.evaluate("app.records.all.value = app.records.all.value.filter((one) => one.state === 'in_portfolio')")
    for chip, sentence in (("À corriger", "Rien à corriger."), ("Sur ce téléphone", "Rien n’attend ici")):
        phone.get_by_role("button", name=chip).click()
        expect(phone.get_by_text(sentence)).to_be_visible()


def test_enter_in_a_field_of_one_line_goes_to_the_next_screen(phone: Page, demo: str) -> None:
    open_at(phone, demo)
    phone.evaluate("""() => { const field = (name) => ({ name, type: 'integer', label: { fr: name } });
      app.reference.instruments.value = [{ ...app.reference.instruments.value[0], questions: [field('familles'), field('puits')] }]; }""")
    phone.locator(".door").first.click()
    phone.wait_for_function(SCREEN_IS_DRAWN)
    phone.locator("label.tile").first.click()
    go_on(phone)
    field = phone.locator("input.field")
    assert field.get_attribute("enterkeyhint") == "next"
    field.fill("7")
    field.press("Enter")
    expect(phone.get_by_role("heading", name="puits")).to_be_visible()
    assert phone.evaluate("app.drafts.all.value[0].answers.familles") == 7


def test_a_wrong_code_is_explained_in_words_and_the_link_fills_in_its_code(phone: Page, demo: str) -> None:
    open_at(phone, demo, "#enrol=MAUVAIS", enrolled=False)
    expect(phone.get_by_role("textbox", name="Votre code")).to_have_value("MAUVAIS")
    take_a_place(phone)
    expect(phone.get_by_role("alert")).to_contain_text("Ce code ne marche pas.")
    phone.get_by_role("textbox", name="Votre code").fill("BON-CODE")
    take_a_place(phone)
    expect(phone.get_by_role("heading", name="Que voulez-vous dire")).to_be_visible()


def test_a_thousand_records_open_quickly(phone: Page, demo: str) -> None:
    open_at(phone, demo, records=1000)
    started = phone.evaluate("performance.now()")
    phone.get_by_role("link", name="Mes fiches").click()
    phone.get_by_text("Voir 30 de plus").wait_for()
    assert phone.evaluate("performance.now()") - started < 1_000
    assert phone.locator(".line").count() == 30


PROFILES = [
    {"id": id, "picture": f"signe-{sign}", "openAt": 0, "unsent": n, "oldestUnsentAt": None, "unsafe": n, "drafts": 1}
    for n, (id, sign) in enumerate((("b", "lune"), ("a", "soleil")))
]
PLACES = ("#/pin", "#/", "#/outbox", "#/record/r3", "#/record/r4", "#/record/r6", "#/settings")


def stops(page: Page, demo: str, *, forward: Callable[[Page], None] = go_on) -> Iterator[str]:
    """Every screen a person can come to, one after the other."""
    open_at(page, demo, "#enrol=AB", enrolled=False)
    yield "enrol"
    page.get_by_role("button", name="Commencer").dispatch_event("click")
    yield "sign"
    page.get_by_role("button", name="Soleil").click()
    type_pin(page, "123456")
    yield "pin"
    open_at(page, demo, enrolled=False, profiles=PROFILES)
    yield "lock"
    page.get_by_role("button", name="Soleil").click()
    for _ in range(3):
        type_pin(page, "999888")
        page.wait_for_timeout(300)
    yield "locked"
    page.get_by_role("button", name="oublié").dispatch_event("click")
    yield "lost"
    for place in PLACES:
        open_at(page, demo, place, enrolled=True)
        page.wait_for_timeout(100)
        yield place
    for tile in ("Besoin", "Émotion", "Retour"):
        open_at(page, demo)
        page.locator(".door", has_text=tile).click()
        page.wait_for_selector(".search")
        for _ in range(30):
            yield f"{tile} {page.url.rpartition('/')[2]}"
            if page.url.endswith("consent"):
                break
            _answer(page)
            forward(page)
    agree(page)
    forward(page)
    yield "done"


def _answer(page: Page) -> None:
    radios = page.locator(".tile input, .face input")
    if radios.count():
        radios.nth(1 if "/age" in page.url else 0).dispatch_event("click")
    page.wait_for_timeout(30)


def overflow(page: Page) -> int:
    width: int = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return width


def test_no_screen_has_an_axe_violation_by_day_or_by_night(chrome: Browser, demo: str) -> None:
    context = chrome.new_context(viewport=PHONE, reduced_motion="reduce", bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    broken: dict[tuple[str, str], list[str]] = {}
    for stop in stops(page, demo):
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            if found := violations(page):
                broken[stop, scheme] = found
    context.close()
    assert broken == {}


@pytest.mark.parametrize("size", [PHONE, {"width": 320, "height": 560}, DESKTOP], ids=["phone", "small", "desktop"])
def test_text_may_grow_by_half_and_nothing_leaves_the_screen(chrome: Browser, demo: str, size: dict[str, int]) -> None:
    page = chrome.new_page(viewport=size)  # type: ignore[arg-type]
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => { document.documentElement.style.fontSize = '168.75%' })"
    )
    wide = {stop: over for stop in stops(page, demo) if (over := overflow(page)) > 0}
    page.close()
    assert wide == {}


def test_what_is_to_be_pressed_is_large_enough_for_a_thumb(phone: Page, demo: str) -> None:
    small: dict[str, list[str]] = {}
    for stop in stops(phone, demo):
        found = phone.evaluate("""() => [...document.querySelectorAll('button, a, label.tile, label.face, .field')]
            .filter(e => e.offsetParent && (e.offsetHeight < 48 || e.offsetWidth < 48)).map(e => e.outerHTML.slice(0, 90))""")
        if found:
            small[stop] = found
    assert small == {}


def test_awa_reads_that_there_is_no_storage_left_before_she_takes_the_photo(phone: Page, demo: str) -> None:
    open_at(phone, demo, freeBytes=3_000_000)
    expect(phone.get_by_text("Presque plus de place : 3")).to_be_visible()
    assert violations(phone) == []
    phone.locator(".door", has_text="Besoin").click()
    phone.locator(".search + p + .stack .tile, .tile").first.click()
    go_on(phone)
    for answer in ("35 à 59 ans", "Une femme", "L’eau", "La pompe est en panne"):
        choose(phone, answer)
        go_on(phone)
    phone.get_by_role("textbox", name="Ou écrivez").fill("La pompe est cassée.")
    go_on(phone)
    choose(phone, "C’est grave")
    for _ in range(5):
        go_on(phone)
    expect(phone.get_by_role("heading", name="Montrez le problème en photo.")).to_be_visible()
    expect(phone.get_by_text("Plus de place pour une photo.")).to_be_visible()
    expect(phone.locator("input[type=file]")).to_have_count(0)
    assert violations(phone) == []


def test_records_that_are_unsent_for_a_week_are_shown_on_the_first_screen(phone: Page, demo: str) -> None:
    open_at(phone, demo)
    waits = phone.locator(".call", has_text="Trouvez du réseau")
    expect(waits).to_have_count(0)
    older = "one => ({ ...one, finishedAt: one.finishedAt - 8 * 86_400_000 })"
    phone.evaluate(f"app.records.all.value = app.records.all.value.map({older})")
    expect(waits).to_contain_text("Une fiche attend depuis 9 jours")
    assert violations(phone) == []
    waits.click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("De la main à la main")
