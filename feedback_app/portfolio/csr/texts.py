"""What the pages of the CSR map say, French and English."""

from __future__ import annotations

from feedback_app.base.i18n import TextTable
from feedback_app.portfolio.texts import SHARED
from feedback_app.register.import_texts import IMPORT_FAULTS, IMPORT_PAGE

FIELDS = {
    "field.name": ("Nom", "Name"),
    "field.title": ("Intitulé", "Title"),
    "field.kind": ("Nature", "Kind"),
    "field.activity": ("Activité", "Activity"),
    "field.places": ("Lieux", "Places"),
    "field.place_note": ("Précision sur le lieu", "More about the place"),
    "field.about": ("En quelques mots", "In a few words"),
    "field.website": ("Site internet", "Website"),
    "field.funders": ("Qui paie", "Who pays"),
    "field.sectors": ("Secteurs", "Sectors"),
    "field.iso26000": ("Questions ISO 26000", "ISO 26000 subjects"),
    "field.sdgs": ("Objectifs de développement durable", "Sustainable Development Goals"),
    "field.committed": ("Montant annoncé (FCFA)", "Amount announced (FCFA)"),
    "field.paid": ("Montant versé (FCFA)", "Amount paid (FCFA)"),
    "field.first_year": ("Première année", "First year"),
    "field.last_year": ("Dernière année", "Last year"),
    "field.stage": ("Avancement", "Progress"),
    "field.implementer": ("Qui réalise", "Who carries it out"),
    "field.source_url": ("Adresse de la source", "Address of the source"),
    "field.source_date": ("Date de la source", "Date of the source"),
    "field.confidence": ("D’où on le sait", "How it is known"),
    "field.date": ("Date", "Date"),
    "field.means": ("Ce que cela veut dire pour une entreprise", "What it means for a company"),
    "field.force": ("En vigueur", "In force"),
    "hint.places": ("Noms ou codes de lieux, séparés par « ; ».", "NameLookup or codes of places, separated by “;”."),
    "hint.funders": (
        "Par exemple : Exemple SA (55 %) ; Autre SA (45 %). Sans part connue, le nom suffit.",
        "For example: Exemple SA (55 %) ; Autre SA (45 %). Where the share is not known, the name is enough.",
    ),
    "hint.amount": (
        "En francs CFA, sans virgule. Laissez vide si vous ne savez pas : vide veut dire « inconnu », pas zéro.",
        "In CFA francs, no decimals. Leave empty if you do not know: empty means “unknown”, not zero.",
    ),
    "hint.year": ("Quatre chiffres : 2024.", "Four digits: 2024."),
    "hint.day": ("2024, 2024-03 ou 20/03/2024.", "2024, 2024-03 or 2024-03-20."),
    "hint.address": ("Commence par https://", "Begins with https://"),
}
KINDS = {
    "kind.organisation": ("Organisations", "Organisations"),
    "kind.initiative": ("Actions", "Initiatives"),
    "kind.commitment": ("Engagements", "Commitments"),
    "kind.rule": ("Cadre", "Framework"),
    "new.organisation": ("Ajouter une organisation", "Add an organisation"),
    "new.initiative": ("Ajouter une action", "Add an initiative"),
    "new.commitment": ("Ajouter un engagement", "Add a commitment"),
    "new.rule": ("Ajouter un texte du cadre", "Add a text of the framework"),
}
FAULTS = {
    "needed": ("cette case ne peut pas être vide", "this cell cannot be empty"),
    "too-long": ("trop long ; raccourcissez", "too long; shorten it"),
    "not-an-address": (
        "ce n’est pas une adresse ; écrivez-la en entier : https://exemple.ci/page",
        "not an address; write all of it: https://example.org/page",
    ),
    "not-in-list": ("mot inconnu ; écrivez un de ceux-ci", "unknown word; write one of these"),
    "not-a-year": ("écrivez l’année en quatre chiffres : 2024", "write the year in four digits: 2024"),
    "not-a-day": ("écrivez 2024, 2024-03 ou 20/03/2024", "write 2024, 2024-03 or 2024-03-20"),
    "not-an-amount": (
        "écrivez le montant en francs CFA, sans virgule : 42000000 ; s’il est inconnu, laissez vide",
        "write the amount in CFA francs, no decimals: 42000000; if unknown, leave it empty",
    ),
    "amount-zero": (
        "0 ? Si le montant est inconnu, laissez la case vide",
        "0? If the amount is unknown, leave the cell empty",
    ),
    "place-unknown": (
        "lieu inconnu ; écrivez son code, ou un nom que porte un seul lieu du programme",
        "unknown place; write its code, or a name that only one place of the programme has",
    ),
    "place-not-known": (
        "code de lieu inconnu ; le reste de la ligne est pris",
        "unknown place code; the rest is taken",
    ),
    "place-by-name": ("lieu trouvé par son nom ; vérifiez", "place found by its name; check it"),
    "no-place-known": (
        "aucun lieu reconnu ; le texte est gardé en précision",
        "no place recognised; the text is kept as a note",
    ),
    "years-swapped": ("la dernière année est avant la première", "the last year is before the first"),
    "left-out": ("ligne laissée de côté à votre demande", "row left out as you asked"),
    "twice-there": ("une organisation porte déjà ce nom", "an organisation of this name is there already"),
}

TEXTS = TextTable(
    {
        **SHARED,
        **IMPORT_PAGE,
        **IMPORT_FAULTS,
        **FIELDS,
        **KINDS,
        **FAULTS,
        "desk.title": ("Carte RSE", "CSR map"),
        "desk.intro": (
            "Qui fait quoi, où, avec quel argent. Chaque fiche paraît quand une deuxième personne l’a relue.",
            "Who does what, where, with which money. Each sheet appears once a second person has read it.",
        ),
        "desk.public": ("Voir la page publique", "See the public page"),
        "desk.back": ("Toutes les fiches", "All sheets"),
        "desk.search": ("Chercher", "Search"),
        "desk.sector": ("Secteur", "Sector"),
        "desk.place": ("Région", "Region"),
        "desk.waiting_only": ("À relire seulement", "Only those to be read"),
        "desk.show": ("Afficher", "Show"),
        "desk.none": ("Aucune fiche ici.", "No sheet here."),
        "desk.none.more": (
            "Ajoutez-en une, chargez un fichier, ou effacez les filtres.",
            "Add one, load a file, or clear the filters.",
        ),
        "desk.count.one": ("1 fiche", "1 sheet"),
        "desk.count.many": ("{n} fiches", "{n} sheets"),
        "desk.more": (
            "Les {n} premières sont montrées. Filtrez pour trouver les autres.",
            "The first {n} are shown. Filter to find the others.",
        ),
        "desk.state": ("État", "State"),
        "state.public": ("Publique", "Public"),
        "state.waits": ("À relire", "To be read"),
        "state.changed": ("Publique, changement à relire", "Public, change to be read"),
        "state.own": ("vous l’avez écrite : une autre personne la relit", "you wrote it: somebody else reads it"),
        "desk.publish_many": ("J’ai relu : publier les fiches cochées", "I have read them: publish the ticked sheets"),
        "desk.tick": ("Cocher {title}", "Tick {title}"),
        "desk.load": ("Charger un fichier", "Load a file"),
        "desk.load.why": (
            "CSV ou Excel (.xlsx), une ligne par fiche. Vous voyez d’abord ce qui changerait. Recharger un fichier "
            "met à jour, sans doublon.",
            "CSV or Excel (.xlsx), a row a sheet. You first see what would change. Loading a file again updates, "
            "without duplicates.",
        ),
        "desk.load.columns": ("Colonnes comprises", "Columns that are understood"),
        "desk.load.kind": ("Ce que contient le fichier", "What the file holds"),
        "desk.leave_out": ("Continuer sans ces lignes : {rows}", "Go on without these rows: {rows}"),
        "desk.leave_out.why": (
            "Les autres lignes sont montrées avant d’être chargées.",
            "The other rows are shown before they are loaded.",
        ),
        "desk.take_over.one": (
            "1 projet chargé avec les lieux n’a pas encore de fiche.",
            "1 project loaded with the places has no sheet yet.",
        ),
        "desk.take_over.many": (
            "{n} projets chargés avec les lieux n’ont pas encore de fiche.",
            "{n} projects loaded with the places have no sheet yet.",
        ),
        "desk.take_over": ("En faire des fiches à relire", "Make sheets of them, to be read"),
        "sheet.propose": ("Proposer", "Propose"),
        "sheet.propose.why": (
            "Rien ne paraît avant qu’une deuxième personne ait relu.",
            "Nothing appears before a second person has read it.",
        ),
        "sheet.edit": ("Corriger cette fiche", "Correct this sheet"),
        "sheet.elsewhere": (
            "Cette fiche n’est pas seulement de votre zone : qui suit tout le programme peut la changer.",
            "This sheet is not of your area alone: who looks after the whole programme may change it.",
        ),
        "sheet.unknown": ("inconnu", "unknown"),
        "sheet.waits": ("À relire", "To be read"),
        "sheet.by": ("Proposé par {name}", "Proposed by {name}"),
        "sheet.publish": ("J’ai relu : publier", "I have read it: publish"),
        "sheet.wait_for_other": (
            "Vous l’avez écrit : une autre personne relit et publie.",
            "You wrote it: somebody else reads and publishes.",
        ),
        "sheet.wait_for_whole": (
            "Une personne qui suit tout le programme relit et publie.",
            "Somebody who looks after the whole programme reads and publishes.",
        ),
        "sheet.public": ("Ce que tout le monde voit", "What everybody sees"),
        "sheet.not_public": ("Rien ne paraît encore.", "Nothing is public yet."),
        "sheet.remove": ("Retirer cette fiche", "Remove this sheet"),
        "sheet.remove.why": (
            "Elle disparaît aussi de la page publique. Son histoire reste.",
            "It disappears from the public page too. Its history stays.",
        ),
        "sheet.history": ("Ce qui a changé", "What has changed"),
        "sheet.related": ("Ses actions et engagements", "Its initiatives and commitments"),
        "sheet.wrong": (
            "Rien n’est enregistré. Corrigez les champs marqués.",
            "Nothing is saved. Correct the marked fields.",
        ),
        "change.proposed": ("proposé", "proposed"),
        "change.withdrawn": ("proposition retirée", "proposal withdrawn"),
        "change.published": ("publié", "published"),
        "change.removed": ("retiré", "removed"),
        "refusal.stale": (
            "Quelqu’un a changé cette fiche entre-temps. Relisez-la, puis recommencez.",
            "Somebody changed this sheet meanwhile. Read it again, then try again.",
        ),
        "refusal.own-words": (
            "Vous l’avez écrit : une autre personne le publie.",
            "You wrote it: somebody else publishes it.",
        ),
        "done.proposed": (
            "C’est proposé. Une deuxième personne va relire.",
            "Proposed. A second person will read it.",
        ),
        "done.same": ("Rien n’a changé.", "Nothing has changed."),
        "done.published": ("C’est publié.", "Published."),
        "done.removed": ("C’est retiré.", "Removed."),
        "done.loaded": (
            "Le fichier est chargé. Les fiches attendent une deuxième personne.",
            "The file is loaded. The sheets wait for a second person.",
        ),
        "done.taken": ("Les fiches sont faites, à relire.", "The sheets are made, to be read."),
        "name": ("Nom", "Name"),
    }
)
