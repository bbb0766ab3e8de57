"""How old what we know of a place is, as its card says it: when it was checked, and its source."""

from __future__ import annotations

import datetime

from bot.core.initiatives import Initiative, host_of
from bot.words import Words, date

STORES = frozenset(
    (
        "5dok.net calameo.com docplayer.nl expydoc.com facebook.com github.com google.com "
        "issuu.com pdfslide.fr scribd.com slideshare.net vdocuments.fr wiki.edu.vn wikidot.com "
        "yumpu.com"
    ).split()
)
"""Sites that keep what others wrote: their name tells nobody whose word it is."""


def age_of_fact(words: Words, initiative: Initiative, language: str) -> str:
    """When it was last checked, or else how old its source is, and whose site that is.

    Args:
        language: BCP 47 tag of the person's language.
    """
    source, year = source_of(initiative), initiative.source_year
    day = datetime.date.fromisoformat(initiative.checked_on) if initiative.checked_on else None
    # A source that is newer than the last check tells more.
    if day and day.year >= (year or 0):
        key = "utter_line_checked_source" if source else "utter_line_checked"
        return words.text(key, language, source=source, date=date(day, language))
    if source:
        key = "utter_line_source_year" if year else "utter_line_source"
        return words.text(key, language, source=source, year=year)
    return words.text("utter_line_seen" if year else "utter_line_undated", language, year=year)


def ask_in_its_way(words: Words, initiative: Initiative, language: str) -> str:
    """To ask before going: by the phone of the place, or else in the way that it has."""
    if initiative.phone:
        return words.text("utter_line_call_first", language)
    # With neither a number nor an e-mail address, its card names somebody who calls.
    key = "utter_line_mail_first" if initiative.email else "utter_line_ask_first"
    return words.text(key, language)


def source_of(initiative: Initiative) -> str:
    """Whose word it is: the name that its row gives, or else the site; empty when nobody knows."""
    site = site_of(initiative.source_url)
    stores = any(site == one or site.endswith(f".{one}") for one in STORES)
    return initiative.source_name or ("" if stores else site)


def site_of(url: str) -> str:
    """The site of an internet address as people know it: 'hln.be'; empty for none."""
    host = host_of(url)
    try:
        # What people know as 'één.be' stands in an address as 'xn--n-9faa.be'.
        return host.encode("ascii").decode("idna")
    except UnicodeError:
        return host
