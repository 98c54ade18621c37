"""What the desk says of how the server is set up. Whoever reads it hands it to whoever runs the server."""

from __future__ import annotations

from feedback_app.base.i18n import TextTable

TEXTS = TextTable(
    {
        "server": ("Serveur", "Server"),
        "intro": (
            "Comment le serveur est réglé, vu d’ici. Montrez cette page à la personne qui s’en occupe. De dehors, elle "
            "peut vérifier par : {command}",
            "How the server is set up, seen from here. Show this page to the person who looks after it. From outside "
            "they can check with: {command}",
        ),
        "well": ("bien", "well"),
        "bad": ("à régler", "to be mended"),
        "what": ("Quoi", "What"),
        "state": ("État", "State"),
        "seen": ("Vu", "Seen"),
        "now": ("Ce qui arrive avec votre page", "What comes with your page"),
        "now.host": ("Nom demandé", "Name asked for"),
        "now.scheme": ("Protocole", "Protocol"),
        "now.address": ("Votre adresse", "Your address"),
        "now.forwarded": ("En-têtes des proxys", "Headers of proxies"),
        "now.clock": ("Heure du serveur", "The server’s clock"),
        "now.clock.hint": ("Comparez avec votre montre.", "Compare it with your watch."),
        "check.address": (
            "Adresse publique. « localhost » ne mène qu’à la machine elle-même : réglez FEEDBACK_PUBLIC_URL.",
            "Public address. “localhost” leads only to the machine itself: set FEEDBACK_PUBLIC_URL.",
        ),
        "check.https": (
            "https. Sans lui, les téléphones ne donnent ni appareil photo, ni micro, ni usage sans réseau.",
            "https. Without it phones give no camera, no microphone, and no use without a network.",
        ),
        "check.proxies": (
            "FEEDBACK_PROXIES : combien de proxys sont devant. Avec https il y en a au moins un.",
            "FEEDBACK_PROXIES: how many proxies stand in front. With https there is at least one.",
        ),
        "check.room": ("Place libre sur le disque, en Go.", "Free room on the disk, in GB."),
        "low_room": (
            "Le disque du serveur est presque plein ({room} Go). Bientôt les téléphones ne pourront plus rien envoyer"
            "\u00a0; ils gardent tout. Prévenez la personne qui s’occupe du serveur : il faut de la place.",
            "The server’s disk is nearly full ({room} GB). Soon phones will not be able to send anything; they keep "
            "everything. Tell the person who looks after the server: it needs room.",
        ),
        "check.backup": (
            "Sauvegardes (FEEDBACK_BACKUP). Sans elles, rien n’est jamais en lieu sûr.",
            "Backups (FEEDBACK_BACKUP). Without them nothing is ever safe.",
        ),
        "check.contact": (
            "À qui écrire quand on trouve une faille (FEEDBACK_SECURITY_CONTACT, par exemple mailto:…).",
            "Whom to write to about a security hole (FEEDBACK_SECURITY_CONTACT, for example mailto:…).",
        ),
        "check.secret": (
            "Secret donné de l’extérieur (FEEDBACK_SECRET_KEY, 32 signes ou plus). Avec lui, une copie volée de la "
            "base n’ouvre ni ce que les téléphones ont scellé, ni les mots de passe. Gardez-en une copie à part.",
            "Secret given from outside (FEEDBACK_SECRET_KEY, 32 signs or more). With it, a stolen copy of the database "
            "opens neither what phones sealed nor passwords. Keep a copy of it apart.",
        ),
        "check.sealed": (
            "Les clés et les mots de passe de la base sont à sceller une fois sous ce secret : "
            "feedback-app secret seal.",
            "Keys and passwords in the database have to be sealed once under this secret: feedback-app secret seal.",
        ),
        "mismatch.unnamed": (
            "Un proxy est devant, mais FEEDBACK_PROXIES vaut 0 : tout le monde compte comme une seule adresse, et une "
            "personne qui se trompe freine les autres. Réglez FEEDBACK_PROXIES au nombre de proxys.",
            "A proxy stands in front, but FEEDBACK_PROXIES is 0: everybody counts as one address, and one person who "
            "mistypes slows the others. Set FEEDBACK_PROXIES to the number of proxies.",
        ),
        "mismatch.too-many": (
            "Le proxy ne transmet pas toutes les adresses : tout le monde compte comme une seule. nginx : "
            "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; sinon corrigez FEEDBACK_PROXIES.",
            "The proxy does not pass on every address: everybody counts as one. nginx: proxy_set_header "
            "X-Forwarded-For $proxy_add_x_forwarded_for; or else correct FEEDBACK_PROXIES.",
        ),
        "mismatch.too-few": (
            "Il y a plus de proxys devant que FEEDBACK_PROXIES ne le dit : tout le monde compte comme une adresse.",
            "There are more proxies in front than FEEDBACK_PROXIES says: everybody counts as one address.",
        ),
        "mismatch.host": (
            "Le proxy ne transmet pas le nom demandé : de vieux téléphones ne peuvent pas s’inscrire. Réglez "
            "FEEDBACK_PUBLIC_URL, et dans nginx : proxy_set_header Host $host;",
            "The proxy does not pass on the name asked for: old phones cannot enrol. Set FEEDBACK_PUBLIC_URL, and in "
            "nginx: proxy_set_header Host $host;",
        ),
        "mismatch.scheme": (
            "Le proxy ne dit pas que les navigateurs parlent https. Réglez FEEDBACK_PROXIES, et dans nginx : "
            "proxy_set_header X-Forwarded-Proto $scheme;",
            "The proxy does not say that browsers speak https. Set FEEDBACK_PROXIES, and in nginx: proxy_set_header "
            "X-Forwarded-Proto $scheme;",
        ),
        "mismatch.address": (
            "On vient par une autre adresse que celle des liens et des images à scanner. Réglez FEEDBACK_PUBLIC_URL.",
            "People come by another address than that of links and pictures to scan. Set FEEDBACK_PUBLIC_URL.",
        ),
    }
)
