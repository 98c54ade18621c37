"""Words of replies to places, French and English."""

from __future__ import annotations

from feedback_app.base.i18n import TextTable

TEXTS = TextTable(
    {
        "title": ("Vous avez dit, nous avons fait", "You said, we did"),
        "intro": (
            "Dites aux lieux ce qui a été fait de leur parole. Une deuxième personne relit et publie ; les téléphones "
            "du lieu le reçoivent, avec votre voix. Le jour convenu, on leur demande si c’est vrai.",
            "Tell places what was done about their words. A second person reads and publishes; phones of the place "
            "get it, with your voice. On the agreed day they are asked whether it is so.",
        ),
        "new": ("Répondre à un lieu", "Reply to a place"),
        "back": ("Toutes les réponses", "All replies"),
        "none": ("Pas encore de réponse.", "No reply yet."),
        "none.more": (
            "Choisissez un lieu, un thème ou un projet, et dites ce qui a été fait.",
            "Choose a place, a theme or a project, and say what was done.",
        ),
        "section.contested": ("Le lieu dit que ce n’est pas fini", "The place says that it is not done"),
        "section.written": ("À relire et publier", "To read and publish"),
        "section.published": ("Sur les téléphones", "On phones"),
        "section.ended": ("Retirées ou remplacées", "Withdrawn or replaced"),
        "outcome.asked": ("on demande « C’est fait ? »", "“Is it done?” is asked"),
        "outcome.confirmed": ("le lieu le confirme", "the place confirms it"),
        "outcome.contested": ("le lieu conteste", "the place contests it"),
        "contested.why": (
            "Écoutez pourquoi, voyez ce qui reste à faire, puis répondez de nouveau : elle remplacera celle-ci, et on "
            "redemandera au lieu.",
            "Hear why, see what is left to do, then reply anew: your new reply replaces this one, and the place is "
            "asked again.",
        ),
        "contested.reopened": (
            "Assez de personnes le disent : ce qui était noté comme réalisé est repassé à « financé ». Qui en a "
            "parlé l’apprend sur son téléphone.",
            "Enough people say so: what was noted as done is back at “funded”. Those who spoke of it learn of it on "
            "their phones.",
        ),
        "contested.theme": ("Revoir le thème et ses réponses", "Look at the theme and its answers again"),
        "answers": ("Ce que répond le lieu", "What the place answers"),
        "answers.none": ("Personne n’a encore répondu.", "Nobody has answered yet."),
        "answer.yes": ("Oui, c’est fait", "Yes, it is done"),
        "answer.partly": ("En partie", "In part"),
        "answer.no": ("Non, pas encore", "No, not yet"),
        "answer.unknown": ("Ne sait pas", "Does not know"),
        "state.written": ("attend une deuxième personne", "waits for a second person"),
        "state.published": ("publiée", "published"),
        "state.withdrawn": ("retirée", "withdrawn"),
        "state.replaced": ("remplacée par une autre", "replaced by another"),
        "col.about": ("Pour", "For"),
        "col.heard": ("Vous avez dit", "You said"),
        "col.deed": ("Nous avons fait", "We did"),
        "col.state": ("Où elle en est", "Where it is"),
        "places.one": ("1 lieu", "1 place"),
        "places.many": ("{n} lieux", "{n} places"),
        "with_voice": ("avec la voix", "with a voice"),
        "by": ("{name}, le {day}", "{name}, on {day}"),
        "about": ("Pour qui ?", "For whom?"),
        "about.place": ("Un lieu", "A place"),
        "about.theme": ("Un thème", "A theme"),
        "about.project": ("Un projet", "A project"),
        "about.milestone": ("Une étape d’un projet de la Bourse", "A milestone of a project of the exchange"),
        "about.bourse": ("Voir le projet", "See the project"),
        "about.hint": (
            "Un thème ou un projet parle à tous les lieux qui en ont parlé et dont le besoin est accepté.",
            "A theme or a project speaks to every place whose accepted needs belong to it.",
        ),
        "place": ("Lieu (nom ou code)", "Place (name or code)"),
        "place.hint": (
            "Pour un thème ou un projet, laissez vide pour parler à tous ses lieux.",
            "For a theme or a project, leave it empty to speak to all of its places.",
        ),
        "theme": ("Thème", "Theme"),
        "theme.choose": ("Choisir un thème…", "Choose a theme…"),
        "project": ("Projet", "Project"),
        "project.choose": ("Choisir un projet…", "Choose a project…"),
        "heard": ("Vous avez dit…", "You said…"),
        "heard.hint": ("Ce que le lieu a demandé, en mots simples.", "What the place asked for, in plain words."),
        "deed": ("Nous avons fait…", "We did…"),
        "deed.hint": (
            "Qui a fait quoi, et quand. Pas de nom de personne.",
            "Who did what, and when. No names of people.",
        ),
        "recording": ("Dites-le avec votre voix", "Say it with your voice"),
        "recording.hint": (
            "Beaucoup ne lisent pas : enregistrez les deux phrases dans la langue du lieu (MP3, M4A, Ogg ou WebM, 8 "
            "minutes au plus).",
            "Many do not read: record both sentences in the language of the place (MP3, M4A, Ogg or WebM, 8 minutes at "
            "most).",
        ),
        "recording.now": ("La voix d’à présent", "The voice of now"),
        "recording.remove": ("Retirer cette voix", "Remove this voice"),
        "recording.none": ("Sans voix : qui ne lit pas l’entendra mal.", "No voice: who does not read hears it badly."),
        "ask_on": ("Demander « C’est fait ? » à partir du", "Ask “Is it done?” from"),
        "ask_on.hint": (
            "Le jour convenu avec le lieu, par exemple dans un ou trois mois. Vide : on ne demande pas.",
            "The day agreed with the place, say in one or three months. Empty: nobody is asked.",
        ),
        "ask_on.shown": ("On demandera « C’est fait ? » à partir du {day}.", "“Is it done?” is asked from {day}."),
        "ask_on.never": ("On ne demandera pas si c’est fait.", "Nobody is asked whether it is done."),
        "save": ("Enregistrer", "Save"),
        "publish": ("Publier", "Publish"),
        "publish.why": (
            "Relisez, écoutez. Publiée, elle part sur les téléphones de {places} et sur la page publique.",
            "Read it, listen to it. Once published it goes to the phones of {places} and to the public page.",
        ),
        "publish.other": (
            "Vous l’avez écrite : une autre personne doit la relire et la publier.",
            "You wrote it: somebody else must read and publish it.",
        ),
        "correct": ("Corriger", "Correct"),
        "withdraw": ("Retirer des téléphones et de la page publique", "Take it from phones and the public page"),
        "withdraw.written": ("Ne pas publier", "Do not publish"),
        "follow": ("Répondre de nouveau", "Reply anew"),
        "follows": (
            "Elle remplacera celle-ci, une fois publiée : « {deed} »",
            "Once published it replaces this one: “{deed}”",
        ),
        "reaches": ("Lieux", "Places"),
        "history": ("Ce qui a changé", "What has changed"),
        "change.proposed": ("écrite", "written"),
        "change.published": ("publiée", "published"),
        "change.withdrawn": ("retirée ou remplacée", "withdrawn or replaced"),
        "public": ("Voir la page publique", "See the public page"),
        "programme": ("Programme", "Programme"),
        "show": ("Afficher", "Show"),
        "done.written": (
            "Enregistré. Elle part quand une deuxième personne l’aura relue.",
            "Saved. It goes out once a second person has read it.",
        ),
        "done.published": ("C’est publié.", "Published."),
        "done.withdrawn": ("C’est retiré.", "Withdrawn."),
        "refusal.heard": ("Écrivez ce que le lieu a dit.", "Write what the place said."),
        "refusal.deed": ("Écrivez ce qui a été fait.", "Write what was done."),
        "refusal.too-long": ("C’est trop long : 1 000 signes au plus.", "This is too long: 1,000 signs at most."),
        "refusal.audience": ("Choisissez un lieu, un thème ou un projet.", "Choose a place, a theme or a project."),
        "refusal.place": ("Ce lieu n’est pas sur la liste.", "This place is not on the list."),
        "refusal.place-several": (
            "Plusieurs lieux portent ce nom. Écrivez « localité, sous-préfecture », ou le code.",
            "Several places have this name. Write “locality, sub-prefecture”, or the code.",
        ),
        "refusal.theme": ("Choisissez un thème déjà publié.", "Choose a theme that is published."),
        "refusal.project": ("Choisissez un projet du registre.", "Choose a project of the register."),
        "refusal.nobody": (
            "Personne ne le recevrait : aucun besoin accepté n’est là, ou le sujet est trop délicat pour nommer ses "
            "lieux.",
            "Nobody would get it: no accepted need is there, or the subject is too delicate to name its places.",
        ),
        "refusal.elsewhere": (
            "Elle irait aussi à des lieux que vous ne suivez pas. Choisissez un de vos lieux.",
            "It would go to places that you do not look after, too. Choose one of yours.",
        ),
        "refusal.day": (
            "Ce jour ne va pas : choisissez un jour à venir, dans trois ans au plus.",
            "This day cannot be: choose one to come, within three years.",
        ),
        "refusal.no-sound": (
            "Ce fichier n’est pas une voix que l’on peut lire. Rien n’a été enregistré.",
            "This file is not a voice that can be played. Nothing was saved.",
        ),
        "refusal.sound-too-long": (
            "Cette voix est trop longue : 8 minutes au plus. Rien n’a été enregistré.",
            "This voice is too long: 8 minutes at most. Nothing was saved.",
        ),
        "refusal.sound-format": (
            "Ce serveur ne sait pas préparer ce format pour tous les téléphones. Envoyez du MP3 ou du M4A.",
            "This server cannot prepare this format for all phones. Send MP3 or M4A.",
        ),
        "refusal.own-words": (
            "Vous l’avez écrite : une autre personne doit la relire et la publier.",
            "You wrote it: somebody else must read and publish it.",
        ),
        "refusal.words-changed": (
            "Elle a changé entre-temps. Rien n’a été fait : relisez-la.",
            "It has changed meanwhile. Nothing was done: read it again.",
        ),
    }
)


def places_words(count: int) -> str:
    """A number of places."""
    return TEXTS.say("places.one" if count == 1 else "places.many", n=count)
