"""What the dashboard says, French and English."""

from __future__ import annotations

from feedback_app.base.i18n import TextTable
from feedback_app.review import texts
from schemas import states
from schemas.states import State

TEXTS = TextTable(
    {
        **texts.ROWS,
        "dashboard.title": ("Tableau de bord", "Board"),
        "dashboard.programme": ("Programme", "Programme"),
        "dashboard.show": ("Afficher", "Show"),
        "dashboard.stuck": ("Ce qui coince", "What is stuck"),
        "dashboard.nothing_stuck": ("Rien ne coince.", "Nothing is stuck."),
        "dashboard.nothing_stuck.more": (
            "Tout ce qui est arrivé est dans les temps, et les téléphones donnent de leurs nouvelles.",
            "All that came in is within its time, and phones keep in contact.",
        ),
        "dashboard.waiting": ("Ce qui attend", "What waits"),
        "dashboard.target": ("décider en {days} jours", "decide within {days} days"),
        "dashboard.places": ("Par lieu", "By place"),
        "dashboard.forms": ("Par formulaire", "By form"),
        "dashboard.phones": ("Par téléphone", "By phone"),
        "dashboard.phones.most": (
            "Ceux qui ont le plus envoyé depuis le {day}.",
            "Those that sent the most since {day}.",
        ),
        "dashboard.phones.all": ("Tous les téléphones", "All phones"),
        "dashboard.reviewers": ("Qui relit", "Who reviews"),
        "dashboard.reviewers.none": ("Personne ne relit ici.", "Nobody reviews here."),
        "dashboard.add_reviewer": ("Ajouter une personne", "Add a person"),
        "dashboard.new": ("Rien n’est encore arrivé.", "Nothing has come in yet."),
        "dashboard.new.more": (
            "Inscrivez un premier téléphone : ce qu’il enverra paraîtra ici, par lieu, par formulaire et par personne.",
            "Enrol a first phone: what it sends is shown here, by place, by form and by person.",
        ),
        "dashboard.new.do": ("Inscrire un téléphone", "Enrol a phone"),
        "dashboard.weeks": (
            "Les chiffres comparent les quatre semaines finies, du {this_since} au {this_until}, aux quatre d’avant, "
            "du {last_since} au {last_until}. La semaine en cours est à part. « Acceptées » : ce qui est gardé de ce "
            "qui est décidé, parmi ce qui est reçu depuis le {this_since}.",
            "Figures compare the four weeks that are over, {this_since} to {this_until}, with the four before, "
            "{last_since} to {last_until}. The week that is running stands apart. “Accepted”: how much is kept of what "
            "is decided, among what came in since {this_since}.",
        ),
        "dashboard.whole": ("En tout", "In all"),
        "dashboard.back": ("Toute la zone", "The whole area"),
        "dashboard.way": ("Lieu regardé", "Place that is looked at"),
        "dashboard.silent": ("Rien depuis neuf semaines : {count} lieux", "Nothing for nine weeks: {count} places"),
        "dashboard.silent.one": ("Rien depuis neuf semaines : 1 lieu", "Nothing for nine weeks: 1 place"),
        "dashboard.no_places": ("Aucun lieu plus petit ici.", "No smaller place here."),
        "dashboard.others": ("Les {count} autres", "The other {count}"),
        "dashboard.bars": (
            "Par semaine, la plus ancienne d’abord : {counts}",
            "By week, the oldest first: {counts}",
        ),
        "col.source": ("Source", "Source"),
        "col.weeks": ("9 semaines", "9 weeks"),
        "col.running": ("Semaine", "Week"),
        "col.this": ("4 sem.", "4 weeks"),
        "col.last": ("4 d’avant", "4 before"),
        "col.change": ("Écart", "Change"),
        "col.share": ("Acceptées", "Accepted"),
        "col.state": ("État", "State"),
        "col.count": ("Fiches", "Records"),
        "col.oldest": ("La plus ancienne", "The oldest"),
        "col.person": ("Personne", "Person"),
        "col.decided": ("7 jours", "7 days"),
        "col.decided.last": ("7 d’avant", "7 before"),
        "col.claimed": ("En main", "In hand"),
        "col.last_decision": ("Dernière", "Last"),
        "col.practice": ("Exercice", "Practice"),
        "practised.none": ("pas encore", "not yet"),
        "practised.done": ("{points} sur {of}", "{points} of {of}"),
        "practised.begun": ("en cours, {n} sur {of}", "under way, {n} of {of}"),
        "accepted.of": ("{n} acceptées, {rejected} écartées", "{n} accepted, {rejected} rejected"),
        **states.words("waits", "tab", codes=(State.QUARANTINED,)),
        "waits.open": ("À relire", "To review"),
        "waits.needs_correction": ("Chez leur auteur", "With their author"),
        "target.in_time": ("dans les temps", "in time"),
        "target.near": ("bientôt en retard", "soon late"),
        "target.late": ("en retard", "late"),
        "days.none": ("aujourd’hui", "today"),
        "days.one": ("1 jour", "1 day"),
        "days.some": ("{count} jours", "{count} days"),
        "ago.none": ("aujourd’hui", "today"),
        "ago.one": ("hier", "yesterday"),
        "ago.some": ("il y a {count} jours", "{count} days ago"),
        "dashboard.more": ("plus de {count}", "more than {count}"),
        "contact.none": ("jamais vu", "never seen"),
        "contact.ago": ("vu : {ago}", "seen: {ago}"),
        "stuck.danger.one": ("fiche où quelqu’un a peut-être besoin d’aide", "record where somebody may need help"),
        "stuck.danger.some": ("fiches où quelqu’un a peut-être besoin d’aide", "records where somebody may need help"),
        "do.danger": ("Lire d’abord", "Read first"),
        "stuck.withdrawn.one": ("parole reprise attend une réponse", "person who takes words back waits"),
        "stuck.withdrawn.some": ("paroles reprises attendent une réponse", "people who take words back wait"),
        "do.withdrawn": ("Répondre", "Answer"),
        "stuck.late.one": (
            "fiche attend depuis plus de {days} jours",
            "record has waited for more than {days} days",
        ),
        "stuck.late.some": (
            "fiches attendent depuis plus de {days} jours",
            "records have waited for more than {days} days",
        ),
        "do.late": ("Décider", "Decide"),
        "stuck.lapsed.one": ("fiche prise, puis laissée", "record taken, then left"),
        "stuck.lapsed.some": ("fiches prises, puis laissées", "records taken, then left"),
        "do.lapsed": ("Reprendre", "Take over"),
        "stuck.quarantined.one": (
            "fiche en quarantaine : une réponse ne va pas",
            "record in quarantine: one answer does not fit",
        ),
        "stuck.quarantined.some": (
            "fiches en quarantaine : une réponse ne va pas",
            "records in quarantine: one answer does not fit",
        ),
        "do.quarantined": ("Voir pourquoi", "See why"),
        "stuck.unreadable.one": ("envoi illisible, que personne n’a vu", "unreadable item that nobody has seen"),
        "stuck.unreadable.some": ("envois illisibles, que personne n’a vus", "unreadable items that nobody has seen"),
        "do.unreadable": ("Regarder", "Look"),
        "stuck.asked.one": ("fiche attend la réponse de son auteur", "record waits for its author’s answer"),
        "stuck.asked.some": ("fiches attendent la réponse de leur auteur", "records wait for their author’s answer"),
        "do.asked": ("Voir qui appeler", "See whom to call"),
        "stuck.idle.one": (
            "fiche à relire, et personne n’a décidé depuis 7 jours",
            "record to review, and nobody has decided for 7 days",
        ),
        "stuck.idle.some": (
            "fiches à relire, et personne n’a décidé depuis 7 jours",
            "records to review, and nobody has decided for 7 days",
        ),
        "do.idle": ("Voir qui relit", "See who reviews"),
        "stuck.holding.one": (
            "téléphone sans nouvelles garde encore {records} fiches",
            "phone out of contact still holds {records} records",
        ),
        "stuck.holding.some": (
            "téléphones sans nouvelles gardent encore {records} fiches",
            "phones out of contact still hold {records} records",
        ),
        "do.holding": ("Faire synchroniser", "Have them sync"),
        "stuck.silent.one": ("téléphone silencieux depuis 7 jours", "phone silent for 7 days"),
        "stuck.silent.some": ("téléphones silencieux depuis 7 jours", "phones silent for 7 days"),
        "do.silent": ("Voir lesquels", "See which"),
        "stuck.codes.one": ("code d’inscription n’a pas encore servi", "enrolment code has not been used yet"),
        "stuck.codes.some": ("codes d’inscription n’ont pas encore servi", "enrolment codes have not been used yet"),
        "do.codes": ("Voir les codes", "See the codes"),
    }
)
