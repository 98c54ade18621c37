"""What is said of records that may say the same, French and English."""

from __future__ import annotations

from feedback_app.base.i18n import TextTable

ROWS: dict[str, tuple[str, str]] = {
    "alike.title": ("Fiches qui se ressemblent", "Records that are alike"),
    "alike.hint": (
        "Peut-être la même parole. Lisez avant de décider ; rien n’a été changé.",
        "Perhaps the same words. Read before you decide; nothing has been changed.",
    ),
    "alike.same_text": ("même texte", "same text"),
    "alike.text": ("texte semblable à {percent} %", "text {percent}% alike"),
    "alike.image": ("même photo", "same photo"),
    "alike.audio": ("même enregistrement de voix", "same voice recording"),
    "alike.video": ("même vidéo", "same video"),
    "alike.application": ("même fichier", "same file"),
    "alike.person": ("même personne, même jour", "same person, same day"),
    "alike.place": ("même lieu, au même moment", "same place, at the same moment"),
    "alike.place.minutes": ("même lieu, à {n} min d’écart", "same place, {n} min apart"),
    "alike.place.hours": ("même lieu, à {n} h d’écart", "same place, {n} h apart"),
    "merge.title": ("Paroles réunies", "Voices joined"),
    "merge.into": ("Cette fiche est réunie avec", "This record is merged into"),
    "merge.into.what": (
        "Elle ne compte plus seule ; « Séparer » lui rend l’état qu’elle avait.",
        "It no longer counts by itself; “Split” gives it back the state that it had.",
    ),
    "merge.joined": ("Réunies avec celle-ci :", "Merged into this one:"),
    "merge.voice": ("une voix de plus", "one voice more"),
    "merge.twice": ("la même personne, comptée une fois", "the same person, counted once"),
    "merge.elsewhere": ("une fiche effacée ou d’un autre lieu", "a record that was erased or is of another place"),
    "merge.what": (
        "La fiche {code} reste ; celle-ci compte avec elle. Les deux auteurs l’apprennent. Qui parle ?",
        "Record {code} stays; this one counts with it. Both authors are told. Who speaks?",
    ),
    "merge.other": ("Une autre personne : deux voix", "Another person: two voices"),
    "merge.same": ("La même personne : une voix", "The same person: one voice"),
}

TEXTS = TextTable(ROWS)
