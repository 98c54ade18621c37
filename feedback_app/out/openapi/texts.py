"""The words of the API's page and of the problems' pages."""

from __future__ import annotations

from feedback_app.base.i18n import TextTable

TEXTS = TextTable(
    {
        "docs.title": ("Données ouvertes et API", "Open data and API"),
        "docs.intro": (
            "Le portefeuille est ouvert à tous : lisez-le sans clé, en JSON, GeoJSON ou CSV. Le reste de cette page "
            "s’adresse à qui programme un téléphone ou un outil.",
            "The portfolio is open to everyone: read it without a key, as JSON, GeoJSON or CSV. The rest of this page "
            "is for those who program a phone or a tool.",
        ),
        "docs.machine": (
            "La même description pour les machines (OpenAPI {version}) :",
            "The same description for machines (OpenAPI {version}):",
        ),
        "docs.english": (
            "Les descriptions techniques sont en anglais.",
            "Sentences that people see in the app are in French and English.",
        ),
        "docs.contents": ("Sur cette page", "On this page"),
        "docs.who.device": ("Téléphone inscrit (jeton)", "Enrolled phone (token)"),
        "docs.who.anyone": ("Tout le monde", "Anyone"),
        "docs.parameters": ("Paramètres", "Parameters"),
        "docs.request": ("Ce qui est envoyé", "What is sent"),
        "docs.answers": ("Réponses", "Answers"),
        "docs.problems": ("Problèmes possibles", "Possible problems"),
        "docs.fields": ("Champs de {name}", "Fields of {name}"),
        "docs.example": ("Exemple", "Example"),
        "docs.name": ("Nom", "Name"),
        "docs.type": ("Type", "Type"),
        "docs.meaning": ("Sens", "Meaning"),
        "docs.required": ("obligatoire", "required"),
        "docs.where.query": ("dans l’adresse", "in the address"),
        "docs.where.header": ("en-tête", "header"),
        "docs.where.path": ("dans le chemin", "in the path"),
        "docs.status": ("Statut", "Status"),
        "problems.title": ("Problèmes et leur sens", "Problems and what they mean"),
        "problems.intro": (
            "Quand une demande n’aboutit pas, la réponse le dit dans un document de ce type (RFC 9457). "
            "Le code est stable ; la phrase est pour la personne.",
            "When a request cannot be served, the answer says so in a document of this kind (RFC 9457). "
            "The code is stable; the sentence is for the person.",
        ),
        "problems.back": ("Tous les problèmes", "All problems"),
        "problems.code": ("Code", "Code"),
        "problems.sentence": ("Ce qui est dit", "What is said"),
        "problems.looks": ("Tel qu’il arrive", "As it arrives"),
    }
)
