"""`python -m tools.fill LINK [COUNT]`: a phone enrolled by this link hands needs over, for the desk to show.

LINK is what `./run` or `./run enrol new` printed. For a demo: the words are made up.
"""

from __future__ import annotations

import json
import sys
import urllib.request
from itertools import cycle, islice
from typing import Any

from feedback_app.base import clock
from tests.build import entry

# Personas' words, written for these pictures.
NEEDS: list[tuple[str, str, dict[str, Any]]] = [
    ("CI230307", "Les femmes marchent deux heures pour trouver l’eau.", {"domaine": "eau", "quoi_eau": "loin"}),
    ("CI230307", "La pompe est en panne depuis la saison sèche.", {"domaine": "eau", "quoi_eau": "panne"}),
    ("C1516", "L’eau du puits est trouble, les enfants tombent malades.", {"domaine": "eau", "quoi_eau": "sale"}),
    ("CI230301", "Le pont est coupé quand il pleut.", {"domaine": "rou"}),
    ("CI230301", "Pas de sage-femme au village la nuit.", {"domaine": "san"}),
    ("CI230302", "Trois classes pour un seul maître.", {"domaine": "edu"}),
    ("CI230302", "Les bœufs mangent nos champs d’igname.", {"domaine": "agr"}),
    ("CI230304", "Le courant tombe chaque soir.", {"domaine": "ene"}),
    ("CI230305", "Il n’y a pas de réseau pour appeler l’ambulance.", {"domaine": "num"}),
    ("CI230306", "Les ordures restent devant le marché.", {"domaine": "ass"}),
]
AGES = ("18_24", "25_34", "35_59", "60_plus")


def post(url: str, path: str, body: Any, token: str = "") -> Any:
    """One JSON request, its answer read."""
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    request = urllib.request.Request(url + path, json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def fill(link: str, count: int) -> str:
    """Hands over so many needs; what the server made of them, in a line."""
    url, _, code = link.partition("/app/#enrol=")
    device = {"name": "Téléphone de démonstration", "platform": "Android 10", "app_version": "1"}
    mine = post(url, "/api/v1/enrol", {"code": code, "device": device})
    who = {"programme": mine["programme"]["id"], "author": mine["person"]["id"]}
    entries = [
        entry(**who, place=place, answers={"age": AGES[n % len(AGES)], "gravite": "grave", "texte": words} | what)
        for n, (place, words, what) in enumerate(islice(cycle(NEEDS), count))
    ]
    asked = {"nonce": "fill", "clock": clock.iso(clock.now()), "cursor": None, "entries": entries}
    outcomes = [ack["outcome"] for ack in post(url, "/api/v1/exchange", asked, mine["token"])["acks"]]
    return ", ".join(f"{outcomes.count(one)} {one}" for one in sorted(set(outcomes)))


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    print(fill(sys.argv[1], min(int((*sys.argv[2:], "40")[0]), 500)))
