"""Words of the desk's pages of learning plans, French and English."""

from __future__ import annotations

from feedback_app.base.i18n import TextTable

TEXTS = TextTable(
    {
        "title": ("Apprendre du pilote", "Learning from the pilot"),
        "intro": (
            "Un plan d’apprentissage dit ce que le pilote veut savoir, avec qui et où il en est. Il s’écrit en "
            "texte simple : "
            "des lignes [[clé:valeur]], des parties, des questions. Ce que vous ne changez pas reste tel quel, "
            "au signe "
            "près.",
            "A learning plan says what the pilot wants to know, with whom, and how far it is. It is written in "
            "plain text: "
            "lines [[key:value]], parts, questions. What you do not change stays as it is, to the sign.",
        ),
        "new": ("Nouveau plan", "New plan"),
        "none": (
            "Pas encore de plan. Écrivez-en un, ou collez celui que vous avez.",
            "No plan yet. Write one, or paste yours.",
        ),
        "col.plan": ("Plan", "Plan"),
        "col.stage": ("Étape", "Stage"),
        "col.questions": ("Questions", "Questions"),
        "col.saved": ("Enregistré", "Saved"),
        "stage.sense": ("Sentir", "Sense"),
        "stage.explore": ("Explorer", "Explore"),
        "stage.test": ("Tester", "Test"),
        "stage.grow": ("Grandir", "Grow"),
        "stage.none": ("pas dite", "not given"),
        "questions": ("Ce que l’on veut apprendre", "What is to be learnt"),
        "questions.none": (
            "Ce plan n’a pas encore de question d’apprentissage avec une réponse.",
            "This plan has no learning question with an answer yet.",
        ),
        "tags": ("Mots-clés", "Tags"),
        "places": ("Avant et après, par lieu pilote", "Before and after, by pilot place"),
        "places.how": (
            "Ajoutez au plan [[pilot_start:2026-07]], le mois où le pilote commence, et une ligne [[place:CODE]] "
            "par lieu : "
            "ici paraît ce que les gens ressentaient avant, et depuis.",
            "Add [[pilot_start:2026-07]] to the plan, the month in which the pilot begins, and a line "
            "[[place:CODE]] for each "
            "place: here you see how people felt before, and since.",
        ),
        "places.exact": (
            "Chiffres exacts, pour le bureau : ne les publiez pas. Des volontaires, pas un échantillon ; un "
            "changement n’est "
            "pas un effet.",
            "Exact figures, for the desk: do not publish them. Volunteers, not a sample; a change is no effect.",
        ),
        "before": ("avant {month}", "before {month}"),
        "after": ("depuis {month}", "since {month}"),
        "voices": ("{n} voix", "{n} voices"),
        "voices.one": ("1 voix", "1 voice"),
        "middle": ("au milieu : {answer}", "in the middle: {answer}"),
        "change.few": (
            "Moins de cinq voix d’un côté : trop peu pour parler d’un changement.",
            "Fewer than five voices on one side: too few to speak of a change.",
        ),
        "change.none": ("Pas de changement net (δ de Cliff {delta}).", "No clear change (Cliff’s δ {delta})."),
        "change.up": ("Les gens se sentent mieux (δ de Cliff {delta}).", "People feel better (Cliff’s δ {delta})."),
        "change.down": (
            "Les gens se sentent moins bien (δ de Cliff {delta}).",
            "People feel worse (Cliff’s δ {delta}).",
        ),
        "middle.between": (
            "au milieu : {answer} (de « {low} » à « {high} »)",
            "in the middle: {answer} (from “{low}” to “{high}”)",
        ),
        "change.interval": (", entre {low} et {high}", ", between {low} and {high}"),
        "change.up.arousal": (
            "Les gens sont plus agités (δ de Cliff {delta}).",
            "People are more stirred (Cliff’s δ {delta}).",
        ),
        "change.down.arousal": (
            "Les gens sont plus calmes (δ de Cliff {delta}).",
            "People are quieter (Cliff’s δ {delta}).",
        ),
        "change.up.score": (
            "Les notes sont meilleures (δ de Cliff {delta}).",
            "Scores are better (Cliff’s δ {delta}).",
        ),
        "change.down.score": (
            "Les notes sont moins bonnes (δ de Cliff {delta}).",
            "Scores are worse (Cliff’s δ {delta}).",
        ),
        "time": ("Ressenti et notes dans le temps", "Feelings and scores over time"),
        "time.intro": (
            "Choisissez une question, un lieu, un projet. Indiquez le mois d’un événement : vous lisez ce que les gens "
            "répondaient avant, et depuis.",
            "Choose a question, a place, a project. Give the month of an event: you read what people answered before, "
            "and since.",
        ),
        "time.axis": ("Question", "Question"),
        "time.place": ("Lieu", "Place"),
        "time.place.all": ("Tous vos lieux", "All your places"),
        "time.project": ("Projet", "Project"),
        "time.project.all": ("Tous, et ce qui n’est d’aucun projet", "All, and what is about none"),
        "time.since": ("Mois de l’événement (facultatif)", "Month of the event (optional)"),
        "time.since.hint": (
            "Écrivez 2026-07, ou choisissez : le début d’un pilote, une étape du projet.",
            "Write 2026-07, or choose: the beginning of a pilot, a step of the project.",
        ),
        "time.show": ("Montrer", "Show"),
        "time.event": ("Avant et depuis {month}", "Before and since {month}"),
        "time.months": ("Mois par mois", "Month by month"),
        "time.none": (
            "Personne n’y a encore répondu, parmi les fiches acceptées.",
            "Nobody has answered that yet, among accepted records.",
        ),
        "all": ("Tout le plan", "The whole plan"),
        "unanswered": ("pas encore de réponse", "no answer yet"),
        "edit": ("Changer le texte", "Change the text"),
        "text": ("Le plan, en texte", "The plan, as text"),
        "save": ("Enregistrer", "Save"),
        "download": ("Télécharger le texte (.md)", "Download the text (.md)"),
        "history": ("Qui a changé quoi", "Who changed what"),
        "version": ("Version {n}, {name}, {day}", "Version {n}, {name}, {day}"),
        "saved": ("Le plan est enregistré.", "The plan is saved."),
        "stale": (
            "Quelqu’un d’autre a enregistré une version depuis. Votre texte est encore là : comparez, puis "
            "enregistrez.",
            "Somebody else has saved a version since. Your text is still here: compare, then save.",
        ),
        "faults": (
            "Le plan n’est pas enregistré. Votre texte est encore là.",
            "The plan is not saved. Your text is still here.",
        ),
        "line": ("Ligne {line} : {why}", "Line {line}: {why}"),
        "fault.too_long": ("Le texte dépasse 200 000 signes.", "The text is longer than 200,000 signs."),
        "fault.no_title": (
            "il manque un titre : une ligne qui commence par « # ».",
            "a title is missing: a line that begins with “# ”.",
        ),
        "fault.bad_tag": (
            "« {what} » n’est pas un mot-clé : écrivez [[clé:valeur]], la clé en minuscules sans accent.",
            "“{what}” is no tag: write [[key:value]], the key in small letters without accents.",
        ),
        "fault.bad_stage": (
            "« {what} » n’est pas une étape : Sense, Explore, Test ou Grow.",
            "“{what}” is no stage: Sense, Explore, Test or Grow.",
        ),
        "fault.bad_month": ("« {what} » n’est pas un mois : écrivez 2026-07.", "“{what}” is no month: write 2026-07."),
        "fault.no_place": ("aucun lieu n’a le code « {what} ».", "no place has the code “{what}”."),
        "fault.control": ("un signe que l’on ne voit pas : effacez-le.", "a sign that cannot be seen: delete it."),
        "template": (
            "# Titre du plan\n\n[[type:learningplan]]\n[[stage:Sense]]\n[[pilot_start:2026-07]]\n\n## Le défi\n\n"
            "> Quel est le défi ?\n\n\n\n## Questions d’apprentissage\n\n> Question d’apprentissage : que "
            "voulez-vous savoir ?\n\n"
            "\n\n> À quelle étape du cycle d’apprentissage ?\n\n- Sense\n",
            "# Title of the plan\n\n[[type:learningplan]]\n[[stage:Sense]]\n[[pilot_start:2026-07]]\n\n## The "
            "challenge\n\n"
            "> What is the challenge?\n\n\n\n## Learning questions\n\n> Learning question: what do you want to "
            "know?\n\n\n\n"
            "> Which stage of the learning cycle?\n\n- Sense\n",
        ),
    }
)
