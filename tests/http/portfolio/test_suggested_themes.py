"""A job suggests where waiting needs belong; Adjoua walks through the suggestions, takes out, renames, undoes."""

from __future__ import annotations

import random
import re
import uuid

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from feedback_app import jobs
from feedback_app.audit.tables import AuditEvent
from feedback_app.base import clock
from feedback_app.base.db import transaction
from feedback_app.enrol.permissions import EVERY_PLACE, Area
from feedback_app.enrol.tables import Membership
from feedback_app.portfolio.grouping import deciding, store
from feedback_app.portfolio.grouping.tables import SuggestionDecision, ThemeSuggestion
from feedback_app.portfolio.solutions import assigning, theme_changes
from feedback_app.portfolio.solutions.assigning import ThemeForm
from feedback_app.portfolio.solutions.history import Author
from feedback_app.portfolio.solutions.tables import Item, Theme
from tests.http.portfolio_people import accepted, assigned, demonstration, publish
from tests.people import World

pytestmark = pytest.mark.both_databases
PAGE = "/desk/portfolio/pilote/suggestions"
BROKEN = {"domaine": "eau", "quoi_eau": "panne"}
FAR = {"domaine": "eau", "quoi_eau": "loin"}
STORY = "La fumée de la décharge entre dans les classes de l’école chaque matin"
ENDINGS = ("", " depuis un an", " et les enfants toussent", " sans arrêt")


def written(ending: str = "") -> dict[str, str]:
    return {"domaine": "aut", "texte": STORY + ending}


def suggest(world: World) -> None:
    with world.app.app_context():
        jobs.run("suggestions")


def suggested(world: World) -> list[tuple[str, int]]:
    """Kind and voices of what the job found."""
    with world.app.app_context(), transaction() as session:
        return [(one.kind, one.voices) for one in store.suggestions(session, world.programme)]


def page(world: World, **query: str) -> str:
    return world.signed_in().get(PAGE, query_string=query).text


def key_on(text: str) -> str:
    found = re.search(r'action="[^"]*/suggestions/(\w+)/accept"', text)
    assert found, "no suggestion on the page"
    return found[1]


def send(world: World, address: str, status: int = 303, **form: object) -> str:
    """Adjoua sends a form; returns where she is led, or the page."""
    desk = world.signed_in()
    found = re.search(r'name="csrf" value="([^"]+)"', desk.get("/desk/portfolio/").text)
    assert found
    got = desk.post(f"{PAGE}{address}", data={"csrf": found[1], **form})
    assert got.status_code == status, got.text
    return got.headers.get("Location") or got.text


def undo(world: World, led: str, status: int = 303) -> str:
    return send(world, "/undo", status, decision=led.partition("did=")[2])


def theme_of(world: World, record: uuid.UUID) -> uuid.UUID | None:
    with world.app.app_context(), transaction() as session:
        return session.get_one(Item, (world.programme, record)).theme_id


@pytest.fixture
def three(client: FlaskClient, world: World) -> list[uuid.UUID]:
    """Three people of one place chose the same answer."""
    found = [accepted(client, world, answers=BROKEN) for _ in range(3)]
    suggest(world)
    return found


def test_three_voices_of_one_place_with_one_answer_are_suggested_as_a_theme(
    world: World, three: list[uuid.UUID]
) -> None:
    shown = page(world)
    assert suggested(world) == [("choice", 3)]
    assert "Un nouveau thème" in shown and "1 sur 1" in shown and "choisissent la même réponse" in shown
    assert all(str(one) in shown for one in three)
    assert re.search(r'name="title"[^>]*value="[^"]*panne', shown), "its name is the answer and the place"


def test_two_voices_are_too_few_and_so_is_one_person_three_times(client: FlaskClient, world: World) -> None:
    for _ in range(2):
        accepted(client, world, answers=BROKEN)
    for _ in range(4):
        accepted(client, world, answers=FAR | {"sexe": "femme", "age": "35_59"})
    suggest(world)
    assert suggested(world) == [] and "Rien à suggérer" in page(world)


def test_texts_that_are_alike_are_suggested_with_their_words_as_a_name(client: FlaskClient, world: World) -> None:
    for ending in ENDINGS[:3]:
        accepted(client, world, answers=written(ending))
    accepted(client, world, answers={"domaine": "aut", "texte": "Nous voulons un terrain pour jouer au ballon"})
    suggest(world)
    assert suggested(world) == [("words", 3)]
    shown = page(world)
    assert "disent presque la même chose" in shown and "texte semblable à" in shown
    assert "décharge" in shown.partition('name="title"')[2][:400], "words are spelt as people wrote them"


def test_adjoua_renames_a_suggestion_takes_one_out_and_akissi_publishes(world: World, three: list[uuid.UUID]) -> None:
    chosen = [str(one) for one in three[:2]]
    address = f"/{key_on(page(world))}/accept"
    led = send(world, address, title="Pompes à l’arrêt", title_en="Stopped pumps", record=chosen)
    assert led.startswith(PAGE) and "Son nom attend une deuxième personne" in world.signed_in().get(led).text
    made = theme_of(world, three[0])
    assert made is not None and theme_of(world, three[1]) == made and theme_of(world, three[2]) is None
    with world.app.app_context(), transaction() as session:
        theme = session.get_one(Theme, made)
        assert (theme.title, theme.title_en, theme.domain, theme.published) == (
            "Pompes à l’arrêt", "Stopped pumps", "eau", False,
        )  # fmt: skip
    publish(world)
    suggest(world)
    assert suggested(world) == [], "what was taken out is not suggested for that theme again"


def test_who_undoes_a_new_theme_has_its_needs_wait_again(world: World, three: list[uuid.UUID]) -> None:
    led = send(world, f"/{key_on(page(world))}/accept", title="Pompes", record=[str(one) for one in three])
    assert "Rien à suggérer" in page(world), "before the job has run again"
    undo(world, led)
    assert [theme_of(world, one) for one in three] == [None] * 3
    with world.app.app_context(), transaction() as session:
        noted = set(session.scalars(select(AuditEvent.event)))
        assert {"suggestion_decided", "suggestion_undone", "theme_proposed", "need_assigned"} <= noted
    assert "1 sur 1" in page(world)
    suggest(world)
    assert suggested(world) == [("choice", 3)]
    with world.app.app_context(), transaction() as session:
        assert session.scalars(select(Theme)).all() == []
    undo(world, led, 409)


def test_a_theme_that_is_public_is_not_undone_from_here(world: World, three: list[uuid.UUID]) -> None:
    led = send(world, f"/{key_on(page(world))}/accept", title="Pompes", record=[str(one) for one in three])
    publish(world)
    assert "déjà public" in undo(world, led, 409)


def test_a_dismissed_suggestion_comes_back_once_three_more_say_so(
    client: FlaskClient, world: World, three: list[uuid.UUID]
) -> None:
    led = send(world, f"/{key_on(page(world))}/dismiss")
    assert "Rien à suggérer" in page(world)
    for _ in range(2):
        accepted(client, world, answers=BROKEN)
        suggest(world)
        assert suggested(world) == []
    accepted(client, world, answers=BROKEN)
    suggest(world)
    assert suggested(world) == [("choice", 6)]
    undo(world, led)


def test_needs_like_those_of_a_theme_are_suggested_for_it(client: FlaskClient, world: World) -> None:
    demonstration(world)
    pumps = assigned(world, accepted(client, world, answers=BROKEN))
    near, other = accepted(client, world, answers=BROKEN), accepted(client, world, answers=BROKEN)
    suggest(world)
    shown = page(world)
    assert suggested(world) == [("near", 2)] and "À ranger sous ce thème" in shown and "Pompes en panne" in shown
    led = send(world, f"/{key_on(shown)}/accept", record=[str(near)])
    assert str(theme_of(world, near)) == pumps and theme_of(world, other) is None
    suggest(world)
    assert suggested(world) == [], "the one that was taken out does not belong there"
    undo(world, led)
    suggest(world)
    assert suggested(world) == [("near", 2)]


def test_what_cannot_be_done_is_explained_and_what_was_typed_stays(world: World, three: list[uuid.UUID]) -> None:
    key = key_on(page(world))
    assert "Cochez au moins un besoin" in send(world, f"/{key}/accept", 422, title="Pompes")
    assert "Donnez-lui un nom" in send(world, f"/{key}/accept", 422, title=" ", record=[str(three[0])])
    assert "n’est plus là" in send(world, "/0000/accept", 409, title="Pompes", record=[str(three[0])])


def test_a_suggestion_of_places_that_somebody_does_not_look_after_is_not_theirs(
    client: FlaskClient, world: World, three: list[uuid.UUID]
) -> None:
    key = key_on(page(world))
    with world.app.app_context(), transaction() as session:
        for one in session.scalars(select(Membership).where(Membership.person_id == world.adjoua)):
            one.place_code = "R2"
    assert "Rien à suggérer" in page(world)
    send(world, f"/{key}/accept", 409, title="Pompes", record=[str(three[0])])


def snapshot(world: World) -> list[tuple[object, ...]]:
    with world.app.app_context(), transaction() as session:
        session.expire_all()
        rows = session.scalars(select(ThemeSuggestion).order_by(ThemeSuggestion.key)).all()
        return [(one.key, one.kind, one.theme_id, one.place_path, one.voices, dict(one.needs)) for one in rows]


def from_nothing(world: World) -> list[tuple[object, ...]]:
    """What a first run finds."""
    with world.app.app_context(), transaction() as session:
        session.execute(delete(ThemeSuggestion))
    suggest(world)
    return snapshot(world)


class AnyOrder:
    """Adjoua and the job do things in some order."""

    def __init__(self, client: FlaskClient, world: World, seed: int) -> None:
        self.client, self.world, self.any = client, world, random.Random(seed)

    def step(self) -> None:
        self.any.choice(
            [self.speak, self.speak, self.speak, self.answer, self.answer, self.merge, self.undo, self.out]
        )()

    def speak(self) -> None:
        answers = self.any.choice([BROKEN, BROKEN, FAR, written(self.any.choice(ENDINGS))])
        for _ in range(2):
            accepted(self.client, self.world, answers=answers)

    def answer(self) -> None:
        with self.world.app.app_context(), transaction() as session:
            area = Area(self.world.programme, (EVERY_PLACE,))
            some = deciding.open_suggestions(session, area)
            if not some:
                return
            one, author = self.any.choice(some), self.author()
            ids = {uuid.UUID(name.partition(".")[0]) for name in one.names}
            ticked = set(self.any.sample(sorted(ids), self.any.randint(1, len(ids))))
            if self.any.random() < 0.4:
                deciding.dismiss(session, one, author=author)
            elif one.row.theme_id:
                deciding.join(session, area, one, ticked, author=author)
            else:
                form = ThemeForm(f"Thème {self.any.random()}", "", one.row.domain, one.row.detail, "")
                deciding.confirm(session, area, one, form, ticked, author=author)
        if self.any.random() < 0.6:
            publish(self.world)

    def merge(self) -> None:
        with self.world.app.app_context(), transaction() as session:
            themes = session.scalars(select(Theme).where(Theme.ended_as.is_(None)).order_by(Theme.id)).all()
            if len(themes) > 1:
                one, other = self.any.sample(themes, 2)
                theme_changes.merge(session, one, other, author=self.author())

    def undo(self) -> None:
        with self.world.app.app_context(), transaction() as session:
            if made := session.scalars(select(SuggestionDecision).order_by(SuggestionDecision.id.desc())).first():
                deciding.undo(session, made, author=self.author())

    def out(self) -> None:
        with self.world.app.app_context(), transaction() as session:
            chosen = select(Item.record_id).where(Item.theme_id.is_not(None)).order_by(Item.record_id)
            if some := session.scalars(chosen).all():
                assigning.unassign(
                    session, self.world.programme, [self.any.choice(some)], by=self.world.adjoua, now=clock.now()
                )

    def author(self) -> Author:
        return Author(self.world.adjoua, clock.now())


@pytest.mark.parametrize("seed", [1, 2])
def test_in_whatever_order_things_are_done_a_run_finds_what_a_first_run_finds(
    client: FlaskClient, world: World, seed: int
) -> None:
    order = AnyOrder(client, world, seed)
    order.speak()
    for _ in range(16):
        order.step()
        if order.any.random() < 0.5:
            suggest(world)
    suggest(world)
    incremental = snapshot(world)
    assert incremental == from_nothing(world)
    suggest(world)
    assert snapshot(world) == incremental, "a run more changes nothing"
