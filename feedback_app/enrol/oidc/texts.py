"""What the pages of linked accounts say."""

from __future__ import annotations

from feedback_app.base.i18n import TextTable

TEXTS = TextTable(
    {
        "title": ("Compte lié", "Linked account"),
        "what": (
            "Vous pouvez entrer au bureau avec votre compte chez {name}, à la place du mot de passe. La double "
            "vérification reste.",
            "You can enter the desk with your account at {name} instead of the password. The second factor stays.",
        ),
        "linked": ("Lié depuis le {day} : {label}.", "Linked since {day}: {label}."),
        "none": ("Aucun compte n’est lié.", "No account is linked."),
        "link": ("Lier mon compte", "Link my account"),
        "unlink": ("Ne plus le lier", "Unlink it"),
        "go": ("Continuer chez {name}", "Go on at {name}"),
        "go.why": (
            "Connectez-vous là-bas avec votre propre compte : il ouvrira le vôtre ici.",
            "Sign in there with your own account: it will open yours here.",
        ),
        "not_linked": (
            "Ce compte n’est lié à personne ici. Entrez par mot de passe, puis liez-le depuis votre accueil.",
            "This account is linked to nobody here. Enter by password, then link it from your start page.",
        ),
        "taken": (
            "Ce compte n’a pas été lié : il l’est déjà, ou vous en avez un autre.",
            "This account was not linked: it already is, or you have another one.",
        ),
        "failed": (
            "La connexion par {name} n’a pas marché. Réessayez, ou entrez par mot de passe.",
            "Signing in by {name} did not work. Try again, or enter by password.",
        ),
        "back": ("Revenir", "Back"),
        "coming": ("On y est presque", "Almost there"),
        "continue": ("Continuer", "Go on"),
    }
)
