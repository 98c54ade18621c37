"""The one catalogue of what can go wrong on the wire (RFC 9457).

A new problem is one row here. The sentence says what happened, what is still safe, and what to do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Kind:
    """One row: HTTP status and the sentence in each language."""

    status: int
    fr: str
    en: str

    def sentence(self, language: str) -> str:
        """The sentence for a person; French where the language is not ours."""
        return self.en if language == "en" else self.fr


CATALOGUE: dict[str, Kind] = {
    "unreadable": Kind(
        400,
        "Le message n’a pas pu être lu. Rien n’est perdu : il reste sur le téléphone.",
        "The message could not be read. Nothing is lost: it stays on the phone.",
    ),
    "too-large": Kind(
        413,
        "Le message est trop grand. Rien n’est perdu : envoyez moins à la fois.",
        "The message is too large. Nothing is lost: send less at a time.",
    ),
    "not-enrolled": Kind(
        401,
        "Ce téléphone n’est pas inscrit. Demandez un code d’inscription à votre coordination.",
        "This phone is not enrolled. Ask your coordinator for an enrolment code.",
    ),
    "revoked": Kind(
        403,
        "L’inscription de ce téléphone a été retirée. Ce qu’il contient y reste : parlez à votre coordination.",
        "This phone's enrolment was withdrawn. What it holds stays on it: talk to your coordinator.",
    ),
    "upgrade-required": Kind(
        426,
        "Cette application est trop ancienne. Ouvrez-la une fois avec du réseau pour la mettre à jour.",
        "This app is too old. Open it once with a network to update it.",
    ),
    "unknown-code": Kind(
        404,
        "Ce code n’est pas valable : il est faux, déjà utilisé ou trop ancien. Demandez-en un nouveau.",
        "This code is not valid: wrong, already used or too old. Ask for a new one.",
    ),
    "another-person": Kind(
        409,
        "Ce code est pour quelqu’un d’autre. Rien n’est perdu, et le code reste valable : demandez-en un à votre nom.",
        "This code is for somebody else. Nothing is lost, and the code is still good: ask for one in your name.",
    ),
    "slow-down": Kind(
        429,
        "Cela fait beaucoup en peu de temps. Rien n’est perdu : attendez un peu, puis recommencez.",
        "That is a lot in a short time. Nothing is lost: wait a little, then try again.",
    ),
    "busy": Kind(
        503,
        "Le serveur est occupé. Rien n’est perdu : réessayez dans un instant.",
        "The server is busy. Nothing is lost: try again in a moment.",
    ),
    "storage-full": Kind(
        507,
        "Le serveur n’a plus de place. Rien n’est perdu : tout reste sur le téléphone et partira plus tard.",
        "The server has no room left. Nothing is lost: everything stays on the phone and will go later.",
    ),
    "too-slow": Kind(
        408,
        "Le message n’est pas arrivé en entier. Rien n’est perdu : réessayez, l’envoi reprendra.",
        "The message did not arrive whole. Nothing is lost: try again and the sending goes on.",
    ),
    "head-too-large": Kind(
        431,
        "La demande est trop longue. Effacez les cookies de ce site, puis recommencez.",
        "The request is too long. Clear this site's cookies, then try again.",
    ),
    "unexpected": Kind(
        500,
        "Quelque chose s’est cassé chez nous. Rien n’est perdu : réessayez, puis prévenez votre coordination.",
        "Something broke on our side. Nothing is lost: try again, then tell your coordinator.",
    ),
    "sign-in": Kind(401, "Connectez-vous d’abord.", "Please sign in first."),
    "not-allowed": Kind(403, "Vous n’avez pas ce droit.", "You are not allowed to do this."),
    "stale-form": Kind(
        403,
        "Cette page a expiré. Rechargez-la, puis recommencez.",
        "This page has expired. Reload it, then try again.",
    ),
    "misconfigured": Kind(
        403,
        "Le serveur est mal réglé : il ne se reconnaît pas sous cette adresse. Ce n’est pas vous. Rien n’est perdu. "
        "Prévenez la personne qui s’occupe du serveur.",
        "The server is not set up rightly: it does not know itself by this address. It is not you. Nothing is lost. "
        "Tell the person who looks after the server.",
    ),
    "not-found": Kind(404, "Introuvable.", "Not found."),
    "method-not-allowed": Kind(405, "Cette action n’existe pas à cette adresse.", "There is no such action here."),
    "conflict": Kind(
        409,
        "Quelqu’un d’autre vient de changer ceci. Rechargez et vérifiez.",
        "Someone else has just changed this. Reload and check.",
    ),
    "offset-mismatch": Kind(
        409,
        "L’envoi reprend au mauvais endroit. Demandez où il en est, puis continuez de là.",
        "The upload resumes at the wrong place. Ask where it stands, then go on from there.",
    ),
    "gone": Kind(410, "Cet envoi a expiré. Recommencez-le.", "This upload has expired. Start it again."),
    "unsupported-type": Kind(415, "Ce type de contenu n’est pas accepté.", "This type of content is not accepted."),
    "wrong-version": Kind(412, "Version de protocole inconnue.", "Unknown protocol version."),
    "checksum-mismatch": Kind(
        460,
        "Le fichier reçu n’est pas celui qui était annoncé. Renvoyez-le.",
        "The file that arrived is not the one announced. Send it again.",
    ),
    "no-such-range": Kind(416, "Cette partie du fichier n’existe pas.", "The file has no such part."),
    "malformed": Kind(422, "Il manque quelque chose, ou une valeur ne va pas.", "Something is missing or wrong."),
}


class Problem(Exception):
    """A request that cannot be served as a whole. `details` join the body (`detail`, `errors`, `retry_after`…)."""

    def __init__(self, code: str, *, headers: dict[str, str] | None = None, **details: Any) -> None:
        super().__init__(code)
        self.code = code
        self.kind = CATALOGUE[code]
        self.headers = headers or {}
        self.details = details

    def body(self, language: str) -> dict[str, Any]:
        """The `application/problem+json` document in the person's language."""
        return {
            "type": f"/problems/{self.code}",
            "title": self.kind.sentence(language),
            "status": self.kind.status,
            **self.details,
        }
