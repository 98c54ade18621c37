"""What the queue says, and the page of what could not be read, French and English."""

from __future__ import annotations

from feedback_app.base.i18n import TextTable
from feedback_app.review import texts
from feedback_app.review.decisions import texts as decisions_texts
from feedback_app.review.queue.query import TABS
from schemas import states

TEXTS = TextTable(
    {
        **texts.ROWS,
        **decisions_texts.ROWS,
        "danger.waiting": (
            "À voir d’abord : quelqu’un a peut-être besoin d’aide ({count})",
            "See first: somebody may need help ({count})",
        ),
        "erase.done": (
            "La fiche est effacée. Le téléphone de son auteur l’effacera à son prochain contact.",
            "The record is erased. Its author's phone erases it at its next contact.",
        ),
        "queue.programme": ("Programme", "Programme"),
        "queue.show": ("Afficher", "Show"),
        "queue.states": ("États", "States"),
        "tab.open": ("À relire", "To review"),
        **states.words("tab", "tab", codes=TABS.keys()),
        "tab.all": ("Tous", "All"),
        "filter.q": ("Chercher : mots, lieux, noms, dix chiffres", "Search: words, places, names, ten digits"),
        "filter.instrument": ("Formulaire", "Form"),
        "filter.place": ("Lieu", "Place"),
        "filter.author": ("Recueilli par", "Recorded by"),
        "filter.project": ("Projet", "Project"),
        "filter.since": ("Reçu depuis le", "Received from"),
        "filter.until": ("jusqu’au", "until"),
        "filter.clock": ("Horloge du téléphone à vérifier", "Phone clock to check"),
        "filter.waiting": ("Révision en quarantaine", "Revision in quarantine"),
        "filter.device": ("Téléphone", "Phone"),
        "filter.language": ("Langue", "Language"),
        "filter.photo": ("Avec une photo", "With a photo"),
        "filter.voice": ("Avec une voix", "With a voice"),
        "order.urgent": ("Les plus pressées d’abord", "Most pressing first"),
        "order.why.urgent": (
            "D’abord un danger, des vies en jeu, le grave et le délicat ; à gravité égale, le plus ancien.",
            "First danger, lives at risk, what is serious or sensitive; among equals, the oldest.",
        ),
        "filter.waits": ("Attend", "Waits for"),
        "waits.lab": ("le Lab", "the Lab"),
        "waits.author": ("son auteur", "its author"),
        "chip.q": ("Mots", "Words"),
        "chip.drop": ("Retirer ce filtre", "Remove this filter"),
        "chips.title": ("Filtres choisis", "Chosen filters"),
        "found.none": ("Aucune fiche", "No record"),
        "found.one": ("1 fiche", "1 record"),
        "found.some": ("{count} fiches", "{count} records"),
        "found.more": ("plus de {count} fiches", "more than {count} records"),
        "order.title": ("Ordre", "Order"),
        "order.oldest": ("Les plus anciennes d’abord", "Oldest first"),
        "order.newest": ("Les plus récentes d’abord", "Newest first"),
        "order.why.oldest": (
            "D’abord le plus ancien : personne n’attend plus longtemps que qui est venu avant.",
            "First the oldest: nobody waits longer than those who came before.",
        ),
        "order.why.newest": (
            "D’abord le plus récent : ce qui vient d’arriver se retrouve vite.",
            "First the newest: what has just come is found at once.",
        ),
        "filter.any": ("Tous", "Any"),
        "filter.more": ("Filtres", "Filters"),
        "filter.apply": ("Filtrer", "Filter"),
        "filter.clear": ("Effacer les filtres", "Clear filters"),
        "filter.title": ("Filtres", "Filters"),
        "filter.any.instrument": ("Formulaire : tous", "Form: all"),
        "filter.any.place": ("Lieu : tous", "Place: all"),
        "col.about": ("Sujet", "About"),
        "col.what": ("Dit", "Said"),
        "col.flags": ("Signes", "Signs"),
        "col.ref": ("Code", "Code"),
        "col.where": ("Lieu", "Place"),
        "col.when": ("Reçu", "Received"),
        "col.waited": ("Depuis", "Age"),
        "col.state": ("État", "State"),
        "row.media": ("{have} sur {of} fichiers reçus", "{have} of {of} files received"),
        "row.files": ("fichiers reçus", "files received"),
        "row.photo": ("Avec une photo", "With a photo"),
        "row.voice": ("Avec une voix", "With a voice"),
        "row.sensitive": ("délicat", "sensitive topic"),
        "row.sensitive.more": (
            "En parler peut faire du tort à quelqu’un : rien n’en va plus loin que le Lab.",
            "Speaking of it may harm someone: nothing of it leaves the Lab.",
        ),
        "target.of": ("Le Lab veut décider en {days} jours", "The Lab means to decide within {days} days"),
        "target.short": ("sur {days} j", "of {days} d"),
        "target.late": ("en retard", "late"),
        "waited.minutes": ("{n} min", "{n} min"),
        "waited.hours": ("{n} h", "{n} h"),
        "waited.days": ("{n} j", "{n} d"),
        "row.clock": ("horloge", "clock"),
        "row.waiting": ("révision en quarantaine", "revision in quarantine"),
        "row.waiting.short": ("révision", "revision"),
        "page.next": ("Suivants", "Next"),
        "page.previous": ("Précédents", "Previous"),
        "set.make": ("Décider pour toute la liste…", "Decide for the whole list…"),
        "empty.open": ("Tout est relu.", "Everything is reviewed."),
        "empty.open.more": (
            "Ce que les téléphones envoient paraît ici en quelques secondes.",
            "What phones send appears here within seconds.",
        ),
        "empty.filtered": ("Rien ne correspond à ces filtres.", "Nothing matches these filters."),
        "empty.other": ("Rien dans cet état.", "Nothing in this state."),
        "unreadable.title": ("Envois illisibles", "What could not be read"),
        "unreadable.intro": (
            "Des téléphones ont envoyé ceci, et ce n’est pas une fiche que l’on peut lire. Rien n’en est jeté, et la "
            "fiche est encore sur le téléphone. Appelez la personne : qu’elle ouvre la fiche, la relise et l’envoie "
            "de nouveau.",
            "Phones sent this, and it is no record that can be read. Nothing of it is thrown away, and the record is "
            "still on the phone. Call the person: let them open the record, read it again and send it once more.",
        ),
        "unreadable.none": ("Tout ce qui est arrivé a pu être lu.", "All that came could be read."),
        "unreadable.some": ("{count} envois n’ont pas pu être lus.", "{count} items could not be read."),
        "unreadable.one": ("Un envoi n’a pas pu être lu.", "One item could not be read."),
        "unreadable.see": ("Voir", "See"),
        "unreadable.from": ("Envoyé par {person}, {device}", "Sent by {person}, {device}"),
        "unreadable.why": ("Pourquoi", "Why"),
        "unreadable.record": ("Fiche", "Record"),
        "unreadable.content": ("Ce qui est arrivé ({size})", "What came ({size})"),
        "unreadable.cut": ("La suite est gardée, mais n’est pas montrée ici.", "The rest is kept, but not shown here."),
        "unreadable.not_stored": (
            "Trop gros, ou un de trop ce jour-là ({size})\u00a0: ce qui est arrivé n’est pas gardé ici. Le téléphone "
            "le garde.",
            "Too large, or one too many that day ({size}): what came is not kept here. The phone keeps it.",
        ),
        "unreadable.seen": ("J’ai vu, je m’en occupe", "I have seen it and see to it"),
        "unreadable.was_seen": ("Vu le {at}", "Seen {at}"),
    }
)
