"""Words of the pages of the project exchange, French and English."""

from __future__ import annotations

from feedback_app.base.i18n import TextTable

STATES = {
    "state.draft": ("Brouillon", "Draft"),
    "state.proposed": ("Proposé, à relire", "Proposed, to be read"),
    "state.published": ("Cherche un financement", "Seeks funding"),
    "state.financed": ("Financé", "Funded"),
    "state.running": ("En cours", "Under way"),
    "state.completed": ("Terminé", "Completed"),
    "state.withdrawn": ("Retiré", "Withdrawn"),
    "funds.line": ("promis {promised}, versé {paid}", "promised {promised}, paid {paid}"),
    "funds.paid": ("dont versé", "of which paid"),
}
SHARED = {
    "title": ("Bourse de projets RSE", "CSR project exchange"),
    "score": ("Points", "Points"),
    "score.total": ("{total} sur 100", "{total} of 100"),
    "score.none": ("Pas encore noté", "Not scored yet"),
    "score.adds": ("{adds} sur {weight}", "{adds} of {weight}"),
    "score.level": ("niveau {level} sur 3", "level {level} of 3"),
    "budget": ("Budget", "Budget"),
    "budget.line": ("Pour quoi", "What for"),
    "budget.amount": ("Montant", "Amount"),
    "budget.total": ("En tout", "In all"),
    "found": ("Déjà trouvé", "Already found"),
    "found.line": ("Qui apporte", "From whom"),
    "sought": ("Reste à trouver", "Still sought"),
    "sector": ("Secteur", "Sector"),
    "places": ("Lieux", "Places"),
    "holder": ("Structure porteuse", "Holding organisation"),
    "milestones": ("Étapes", "Milestones"),
    "milestone": ("Étape", "Milestone"),
    "milestone.due": ("Prévue le", "Due on"),
    "milestone.evidence": ("Ce qui le montrera", "What will show it"),
    "milestone.done": ("Fait le {day}", "Done on {day}"),
    "milestone.late": ("En retard", "Late"),
    "milestone.open": ("À faire", "To do"),
    "themes": ("Besoins auxquels il répond", "Needs that it answers"),
    "solutions": ("Réponses qu’il met en œuvre", "Answers that it carries out"),
    "criterion": ("Critère", "Criterion"),
    "scorer": ("Note {n}", "Scorer {n}"),
    "rank": ("{rank}ᵉ sur {of}", "{rank} of {of}"),
    "rank.first": ("1ᵉʳ sur {of}", "1 of {of}"),
    "agreement.same": (
        "Les deux notes sont les mêmes pour {same} critères sur {of}, à un niveau près pour {near}.",
        "Both gave the same level for {same} of {of} criteria, within one level for {near}.",
    ),
}
TEXTS = TextTable(
    {
        **STATES,
        **SHARED,
        "desk.intro": (
            "Les projets qui cherchent un financement. Une personne écrit, une autre relit et publie, "
            "deux personnes notent sans se voir.",
            "Projects that seek funding. One person writes, another reads and publishes, "
            "two people score without seeing each other.",
        ),
        "desk.new": ("Nouveau projet", "New project"),
        "desk.none": ("Pas encore de projet.", "No project yet."),
        "desk.none.more": (
            "Écrivez le premier : qui le porte, à quels besoins il répond, combien il coûte.",
            "Write the first one: who holds it, which needs it answers, what it costs.",
        ),
        "desk.project": ("Projet", "Project"),
        "desk.state": ("Où il en est", "How far it is"),
        "desk.scorers": ("{n} sur 2 ont noté", "{n} of 2 have scored"),
        "desk.waits": ("à publier", "to publish"),
        "desk.back": ("Bourse", "Exchange"),
        "desk.programme": ("Programme", "Programme"),
        "desk.show": ("Afficher", "Show"),
        "desk.edit": ("Modifier", "Edit"),
        "form.title": ("Titre", "Title"),
        "form.public": ("Public : pas de nom de personne.", "Public: no person’s name."),
        "form.summary": ("Le projet en quelques phrases", "The project in a few sentences"),
        "form.holder.hint": (
            "L’organisation qui porte le projet et répond de l’argent.",
            "The organisation that holds the project and answers for the money.",
        ),
        "form.sector.choose": ("Choisir…", "Choose…"),
        "form.places.hint": (
            "Un lieu par ligne : « Localité, Sous-préfecture », une région, ou un code.",
            "One place a line: “Locality, Sub-prefecture”, a region, or a code.",
        ),
        "form.themes": ("Thèmes auxquels il répond", "Themes that it answers"),
        "form.budget.hint": (
            "Une ligne par dépense, en FCFA. Les lignes vides ne comptent pas.",
            "One line an expense, in FCFA. Empty lines do not count.",
        ),
        "form.found.hint": (
            "L’argent promis par écrit ou déjà là, et de qui.",
            "Money promised in writing or already there, and from whom.",
        ),
        "form.milestones.hint": (
            "Ce qui sera fait, pour quand, et ce que chacun pourra voir.",
            "What will be done, by when, and what everybody will be able to see.",
        ),
        "form.contact": ("Contact", "Contact"),
        "form.contact.hint": (
            "Pour le Lab seul : jamais sur la page publique.",
            "For the Lab alone: never on the public page.",
        ),
        "form.save": ("Enregistrer le brouillon", "Save the draft"),
        "form.propose": ("Proposer à la publication", "Propose for publication"),
        "form.row": ("ligne {n}", "row {n}"),
        "fault.title": ("Donnez-lui un titre.", "Give it a title."),
        "fault.too-long": ("C’est trop long.", "This is too long."),
        "fault.needed": ("À remplir avant de proposer.", "To fill in before it is proposed."),
        "fault.not-an-amount": (
            "Ligne {row} : écrivez un montant en FCFA, par exemple 2 500 000.",
            "Row {row}: write an amount in FCFA, for instance 2 500 000.",
        ),
        "fault.no-label": (
            "Ligne {row} : il manque les mots, ou ils sont trop longs.",
            "Row {row}: words are missing or too long.",
        ),
        "fault.not-a-day": ("Ligne {row} : choisissez un jour.", "Row {row}: choose a day."),
        "fault.found-over-cost": ("L’argent trouvé dépasse le budget.", "More money is found than the budget needs."),
        "fault.place-none": (
            "Ligne {row} : aucun lieu du programme ne s’appelle ainsi.",
            "Row {row}: no place of the programme has this name.",
        ),
        "fault.place-many": (
            "Ligne {row} : plusieurs lieux s’appellent ainsi ; ajoutez la sous-préfecture.",
            "Row {row}: several places have this name; add the sub-prefecture.",
        ),
        "fault.some": (
            "Rien n’est enregistré encore : voyez ce qui est marqué.",
            "Nothing is saved yet: see what is marked.",
        ),
        "did.saved": ("Brouillon enregistré.", "Draft saved."),
        "did.proposed": (
            "Proposé : une autre personne va relire et publier.",
            "Proposed: somebody else will read and publish.",
        ),
        "did.published": ("Publié.", "Published."),
        "did.noted": ("C’est noté.", "Noted."),
        "did.scored": ("Vos points sont enregistrés.", "Your points are saved."),
        "did.read": ("Les raisons sont publiées.", "The reasons are published."),
        "refusal.words-changed": (
            "Quelqu’un d’autre vient de changer cela. Regardez ce qui est là maintenant, puis recommencez.",
            "Somebody else has just changed this. Look at what is here now, then try again.",
        ),
        "refusal.own-words": (
            "Vous l’avez écrit : une autre personne doit le publier.",
            "You wrote it: somebody else must publish it.",
        ),
        "refusal.stale": (
            "Cette étape ne suit plus : voyez où en est le projet.",
            "This step no longer follows: see how far the project is.",
        ),
        "refusal.day": (
            "Choisissez un jour passé, après l’étape d’avant.",
            "Choose a past day, after the step before.",
        ),
        "refusal.money-missing": (
            "Tout l’argent n’est pas trouvé : complétez « Déjà trouvé », ou confirmez des promesses.",
            "Not all the money is found: complete “Already found”, or confirm promises.",
        ),
        "refusal.milestones-open": ("Des étapes restent à faire.", "Some milestones are still to be done."),
        "refusal.milestone-unknown": ("Cette étape n’est plus là.", "This milestone is no longer there."),
        "refusal.evidence": ("Dites en une phrase ce qui le montre.", "Say in a sentence what shows it."),
        "refusal.not-public": ("Un projet se note une fois publié.", "A project is scored once it is published."),
        "refusal.two-scorers": ("Deux personnes l’ont déjà noté.", "Two people have scored it already."),
        "words.wait": ("Écrit par {name}, le {day}", "Written by {name} on {day}"),
        "words.draft": ("Ce brouillon attend d’être proposé.", "This draft waits to be proposed."),
        "words.wait_for_other": (
            "Vous l’avez écrit : une autre personne doit le relire et le publier.",
            "You wrote it: somebody else must read and publish it.",
        ),
        "words.wait_for_whole": (
            "Qui suit tout le programme peut le publier.",
            "Who looks after the whole programme may publish it.",
        ),
        "words.elsewhere": (
            "Il est aussi pour d’autres lieux que les vôtres : vous le lisez sans le changer.",
            "It is for other places than yours too: you read it without changing it.",
        ),
        "words.publish": ("Relu : publier", "Read: publish"),
        "words.public": ("Voir la page publique", "See the public page"),
        "progress": ("Avancement", "Progress"),
        "progress.since": ("depuis le {day}", "since {day}"),
        "progress.day": ("Depuis quel jour", "Since which day"),
        "step.financed": ("Tout est financé", "All is funded"),
        "step.running": ("Les travaux ont commencé", "Work has begun"),
        "step.completed": ("Le projet est terminé", "The project is completed"),
        "step.withdrawn": ("Retirer de la Bourse", "Withdraw from the exchange"),
        "step.published": ("Remettre : cherche un financement", "Put back: seeks funding"),
        "back.published": ("Pas financé, en fait", "Not funded after all"),
        "back.financed": ("Pas commencé, en fait", "Not begun after all"),
        "back.running": ("Pas terminé, en fait", "Not completed after all"),
        "milestone.day": ("Fait le", "Done on"),
        "milestone.shown_by": ("Ce qui le montre", "What shows it"),
        "milestone.mark": ("C’est fait", "It is done"),
        "milestone.unmark": ("Pas fait, en fait", "Not done after all"),
        "milestones.none": ("Aucune étape n’est écrite.", "No milestone is written."),
        "scores": ("Notation", "Scoring"),
        "scores.blind": (
            "Deux personnes notent sans se voir. Les points paraissent quand les deux ont noté.",
            "Two people score without seeing each other. Points appear once both have scored.",
        ),
        "scores.waiting": (
            "{n} personne a noté ; ses points restent cachés.",
            "{n} person has scored; their points stay hidden.",
        ),
        "scores.do": ("Noter ce projet", "Score this project"),
        "scores.again": ("Changer mes points", "Change my points"),
        "scores.given": ("{name}, le {day}", "{name} on {day}"),
        "scores.read": ("Raisons publiées", "Reasons published"),
        "scores.unread": ("Raisons pas encore publiées", "Reasons not public yet"),
        "scores.publish": ("Relu : publier ces raisons", "Read: publish these reasons"),
        "scores.others": ("Une autre personne doit relire vos raisons.", "Somebody else must read your reasons."),
        "scores.average": ("Ensemble", "Together"),
        "rank.title": ("Rang parmi ceux qui cherchent un financement", "Rank among those that seek funding"),
        "score.title": ("Noter : {title}", "Score: {title}"),
        "score.intro": (
            "Choisissez un niveau par critère et dites pourquoi en une phrase. "
            "Flèches pour choisir, tabulation pour avancer.",
            "Choose a level for each criterion and say why in a sentence. Arrows choose, tab goes on.",
        ),
        "score.weight": ("compte pour {weight} sur 100", "counts for {weight} of 100"),
        "score.reason": ("Pourquoi", "Why"),
        "score.reason.hint": (
            "Public une fois relu : ce que vous avez vu ou lu, sans nom de personne.",
            "Public once read: what you saw or read, no person’s name.",
        ),
        "score.save": ("Enregistrer mes points", "Save my points"),
        "score.wrong": (
            "Il manque un niveau ou une raison aux critères marqués. Rien n’est enregistré encore.",
            "The marked criteria need a level or a reason. Nothing is saved yet.",
        ),
        "score.wrong.one": ("Choisissez un niveau et dites pourquoi.", "Choose a level and say why."),
        "history": ("Qui a changé quoi", "Who changed what"),
        "history.values": ("Voir ce qui a changé ({n})", "See what changed ({n})"),
        "value.scoring": ("Notation", "Scoring"),
        "kind.saved": ("a écrit", "wrote"),
        "kind.proposed": ("a proposé", "proposed"),
        "kind.published": ("a publié", "published"),
        "kind.step": ("a noté l’avancement", "noted progress"),
        "kind.scored": ("a noté le projet", "scored the project"),
        "kind.reasons": ("a publié des raisons", "published reasons"),
        "kind.pledge": ("a noté ce qu’une organisation dit", "noted what an organisation says"),
        "desk.partners": ("Entreprises", "Companies"),
        "public.rates": ("Les étapes promises sont-elles faites ?", "Are promised milestones done?"),
        "public.rates.how": (
            "Des projets financés : les étapes faites, et celles dont le jour est passé et qui restent à faire, "
            "d’après ce que le Lab a noté. « Au moins » est le bas de l’intervalle à 95 % (Wilson) ; "
            "en dessous de {least} étapes, on ne donne pas de taux.",
            "Of funded projects: milestones that are done, and those whose day has passed and that are still open, "
            "as the Lab has noted. “At least” is the low end of the 95% interval (Wilson); "
            "of fewer than {least} milestones no rate is given.",
        ),
        "public.rates.holder": ("Par structure", "By organisation"),
        "public.rates.region": ("Par région", "By region"),
        "public.rates.done": ("Faites", "Done"),
        "public.rates.late": ("En retard", "Late"),
        "public.rates.rate": ("Au moins", "At least"),
        "public.rates.few": ("trop peu", "too few"),
        "public.trail": ("Promis et versé", "Promised and paid"),
        "public.trail.who": ("Organisation", "Organisation"),
        "public.trail.promised": ("Promis", "Promised"),
        "public.trail.paid": ("Versé", "Paid"),
        "public.trail.missing": ("Reste à verser", "Still to be paid"),
        "public.trail.how": (
            "Ce que des organisations ont promis et versé, confirmé par le Lab. "
            "Ce qui est promis n’est plus recherché.",
            "What organisations promised and paid, confirmed by the Lab. What is promised is sought no more.",
        ),
        "kind.milestone": ("a noté une étape", "noted a milestone"),
        "value.title": ("Titre", "Title"),
        "value.summary": ("Texte", "Text"),
        "value.contact": ("Contact", "Contact"),
        "value.state": ("État", "State"),
        "value.day": ("Jour", "Day"),
        "filter": ("Choisir", "Choose"),
        "filter.sector": ("Secteur", "Sector"),
        "filter.place": ("Région", "Region"),
        "filter.state": ("Où il en est", "How far it is"),
        "filter.theme": ("Besoin", "Need"),
        "filter.all": ("Tous", "All"),
        "filter.clear": ("Tout voir", "See all"),
        "public.intro": (
            "Des projets qui répondent à ce que les gens ont dit, et qui cherchent un financement. "
            "Pour chacun : combien il manque, à quels besoins il répond, et d’où viennent ses points.",
            "Projects that answer what people asked for, and that seek funding. "
            "For each: how much is missing, which needs it answers, and where its points come from.",
        ),
        "public.none": ("Pas encore de projet.", "No project yet."),
        "public.none.more": (
            "Les projets paraissent ici quand une deuxième personne du Lab les a relus.",
            "Projects appear here once a second person at the Lab has read them.",
        ),
        "public.none_filtered": ("Aucun projet ne répond à ce choix.", "No project fits this choice."),
        "public.seeking": ("{n} projets cherchent un financement", "{n} projects seek funding"),
        "public.seeking.one": ("1 projet cherche un financement", "1 project seeks funding"),
        "public.sought": ("il manque {money}", "{money} is missing"),
        "public.sought_of": ("à trouver, sur {cost}", "to be found, of {cost}"),
        "public.milestones": ("Étapes faites : {done} sur {n}", "Milestones done: {done} of {n}"),
        "public.parts": ("D’où viennent ces points", "Where these points come from"),
        "public.bar": ("{total} points sur 100", "{total} points of 100"),
        "public.first_in": (
            "en tête dans {share} des façons de peser les critères",
            "first in {share} of all ways to weigh the criteria",
        ),
        "public.few_in": ("parmi les trois premiers dans {share}", "among the first three in {share}"),
        "public.chain": ("Du besoin au projet", "From need to project"),
        "public.chain.needs": ("Des besoins entendus", "Needs that were heard"),
        "public.chain.no_needs": (
            "Pas encore de besoin assez entendu pour être montré.",
            "No need heard often enough to be shown yet.",
        ),
        "public.chain.answer": ("Une réponse", "An answer"),
        "public.chain.project": ("Un projet, porté par", "A project, held by"),
        "public.why_score": ("Pourquoi ces points", "Why these points"),
        "public.unread": (
            "Des raisons n’ont pas encore été relues par une deuxième personne : elles paraîtront ensuite.",
            "Some reasons have not been read by a second person yet: they will appear then.",
        ),
        "public.ahead": ("juste devant.", "just ahead."),
        "public.behind": ("juste derrière.", "just behind."),
        "public.equal": (
            "Les deux seraient à égalité si « {criterion} » comptait pour {weight} de l’ensemble, "
            "au lieu de {now} sur 100.",
            "Both would be equal if “{criterion}” counted for {weight} of all, instead of {now} of 100.",
        ),
        "public.never_equal": (
            "Changer le poids d’un seul critère ne les met pas à égalité.",
            "Changing the weight of a single criterion does not make them equal.",
        ),
        "public.address": (
            "Programme : {programme}. L’adresse de cette page ne change pas : vous pouvez la citer.",
            "Programme: {programme}. The address of this page does not change: you may cite it.",
        ),
        "public.how": ("Comment c’est calculé", "How this is worked out"),
        "public.how.levels": (
            "Neuf critères publiés, chacun de 0 à 3 ; chaque niveau a sa définition, et chaque critère son poids. "
            "Les points sont une somme de nombres entiers, ramenée à 100.",
            "Nine published criteria, each from 0 to 3; each level has its definition, and each criterion its weight. "
            "Points are a sum of whole numbers, brought to 100.",
        ),
        "public.how.two": (
            "Deux personnes notent chaque projet sans se voir, une raison à chaque point.",
            "Two people score each project without seeing each other, with a reason for every point.",
        ),
        "public.how.agreement": (
            "Sur {n} notes doubles, {same} sont les mêmes et {near} à un niveau près.",
            "Of {n} double scores, {same} are the same and {near} within one level.",
        ),
        "public.how.kappa": (
            "Accord au-delà du hasard (kappa pondéré) : {kappa}.",
            "Agreement beyond chance (weighted kappa): {kappa}.",
        ),
        "public.how.weightings": (
            "Les poids sont un choix. « En tête dans 60 % des façons de peser » veut dire : sur 4 000 pondérations "
            "tirées également parmi toutes celles possibles, le projet arrive premier dans 60 %.",
            "Weights are a choice. “First in 60% of all ways to weigh” means: of 4,000 weightings drawn evenly "
            "from all that are possible, the project comes first in 60%.",
        ),
        "public.how.order": (
            "Quand un projet s’en va, l’ordre des autres ne change pas.",
            "When a project leaves, the order of the others does not change.",
        ),
        "public.how.voices": (
            "Les voix sont celles du portefeuille public, arrondies de la même façon.",
            "Voices are those of the public portfolio, rounded the same way.",
        ),
    }
)
