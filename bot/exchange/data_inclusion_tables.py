"""Values of data.inclusion schema v1, and what stands for them here.

Source: data-inclusion-schema 1.0.10 (GIP Plateforme de l'inclusion, Licence Ouverte 2.0). The whole
mapping, with what is lost: docs/exchange-data-inclusion.md.
"""

from __future__ import annotations

SOURCE = "netwerkwijzer"
"""The producer of what we write, and the beginning of every id in it."""

EXTENSION = "x_netwerkwijzer"
"""The field of a service with what the schema has no word for."""

CLOSED = "x_netwerkwijzer_closed"
"""A list beside ``services``: the schema has no word for 'closed', and no reader may send people
to a closed door."""

STRUCTURES, SERVICES = "structures", "services"
TABLES = (STRUCTURES, SERVICES, CLOSED)

NOT_OPEN = ("temporarily_closed", "ended", "example_only")
"""Values of ``status`` whose services stand in the list `CLOSED`."""

SOCIAL_TIES = "remobilisation--lien-social"
VOLUNTEERING = "remobilisation--benevolat-action-citoyenne"
CONFIDENCE = "remobilisation--bien-etre-confiance-en-soi"

THEMES = {
    "competence": CONFIDENCE,
    "buddy": SOCIAL_TIES,
    "own_network": SOCIAL_TIES,
    "peers": SOCIAL_TIES,
    "context": SOCIAL_TIES,
    "organisation": SOCIAL_TIES,
    "neighbourhood": SOCIAL_TIES,
}
"""The nearest theme (``thematiques``) of a work model. An organisation where one helps out has
`VOLUNTEERING` too, and where one only helps out, that one alone."""

WORK_MODELS_OF = {CONFIDENCE: "competence", VOLUNTEERING: "organisation"}
"""Themes that stand for one work model only. `SOCIAL_TIES` stands for six, so for none."""

COSTS = {"gratuit": "free", "payant": "paid"}

PUBLICS = {
    "parents": "familles",
    "separated_families": "familles",
    "young_people": "jeunes",
    "older_people": "seniors",
    "women": "femmes",
    "newcomers": "personnes-exilees",
    "jobseekers": "demandeurs-emploi",
}
"""Groups (``for_group``) with a right value in ``publics``. Theirs for people who are homeless is
for every emergency, and the other groups have none."""

GROUPS_OF = {
    "familles": "parents",
    "jeunes": "young_people",
    "seniors": "older_people",
    "femmes": "women",
    "personnes-exilees": "newcomers",
    "demandeurs-emploi": "jobseekers",
}

NO_PUBLIC = ("residents", "registered_residents", "clients")
"""Groups that say where somebody lives or is known, beside which the public still holds."""

EVERYBODY = "tous-publics"
LABELS = {
    EVERYBODY: "Tous publics",
    "actifs": "Actifs",
    "beneficiaires-des-minimas-sociaux": "Bénéficiaires des minimas sociaux",
    "demandeurs-emploi": "Demandeurs d’emploi",
    "etudiants": "Étudiants",
    "familles": "Familles",
    "femmes": "Femmes",
    "jeunes": "Jeunes",
    "personnes-en-situation-de-handicap": "Personnes en situation de handicap",
    "personnes-en-situation-durgence": "Personnes en situation d’urgence",
    "personnes-en-situation-juridique-specifique": "Personnes en situation juridique spécifique",
    "personnes-exilees": "Personnes exilées",
    "residents-qpv-frr": "Résidents en QPV ou FRR",
    "seniors": "Séniors",
}
"""Publics as the schema calls them, to name on a card when no text says for whom it is."""

BELGIUM = "99131"
"""Belgium in ``zone_eligibilite`` (country code of INSEE)."""

FIRST_DAY = "2000-01-01"
"""The earliest ``date_maj`` that the schema allows. It must be filled in: so nobody takes what has
no known date for fresh."""

USERS, PROFESSIONALS = "usagers", "professionnels"
AT_THE_DOOR, FAR_AWAY = "en-presentiel", "a-distance"
CALL, MAIL = "telephoner", "envoyer-un-courriel"

ADDRESS = ("adresse", "complement_adresse", "code_postal", "commune")
TEXTS = (
    "source",
    "id",
    "nom",
    "description",
    "lien_source",
    "date_maj",
    "telephone",
    "courriel",
    "horaires_accueil",
    *ADDRESS,
)
NUMBERS = ("longitude", "latitude")
OF_A_STRUCTURE = (*TEXTS, "site_web")
OF_A_SERVICE = (
    *TEXTS,
    "structure_id",
    "frais",
    "publics_precisions",
    "conditions_acces",
    "lien_mobilisation",
)
LISTS = ("thematiques", "publics", "modes_accueil", "mobilisable_par", "zone_eligibilite")
"""The fields that are read, by the kind of their value. The name of a contact person is not."""
