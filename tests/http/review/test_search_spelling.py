"""Names in the country's languages are found at the desk as people type them."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.http.desk import need
from tests.people import World


@pytest.mark.parametrize(
    ("words", "typed"),
    [("La pompe de Kɔnɛdugu", "konedugu"), ("بئر جديد في القَرْيَة", "القرية"), ("ߞߐߣߐߘߎߜߎ", "ߞߐߣߐ")],
    ids=["ɔ and ɛ", "Arabic", "N’Ko"],
)
def test_a_record_is_found_by_its_words_in_any_script(
    client: FlaskClient, world: World, words: str, typed: str
) -> None:
    entry, other = need(world.awa, words), need(world.awa, "Une route")
    world.awa.sync(client, entry, other)
    found = world.signed_in().get("/desk/", query_string={"q": typed}).text
    assert entry["id"] in found
    assert other["id"] not in found
