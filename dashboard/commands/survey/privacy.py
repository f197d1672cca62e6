"""Which columns may identify a person, and in which people wrote freely: by heading and content.

What names a person is dropped while reading; of free texts it can only be counted who wrote any.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

# names that tools give to columns of their own -> what they hold; LimeSurvey's also in words
LIMESURVEY = {
    "submitdate": ("datum abgeschickt", "date submitted", "completed"),
    "lastpage": ("letzte seite", "last page", "last page seen"),
    "id": ("antwort id", "antwort-id", "response id"),
    "token": ("zugangsschlüssel", "zugangscode", "access code", "teilnahmeschlüssel"),
    "startlanguage": ("start-sprache", "startsprache", "start language"),
    "seed": ("zufallsstartwert",),
    "startdate": ("datum gestartet", "date started"),
    "datestamp": ("datum letzte aktivität", "date last action"),
    "ipaddr": ("ip-adresse", "ip address"),
    "refurl": ("weiterleitungs-url", "referrer url"),
    "interviewtime": ("gesamtzeit", "total time"),
}
SOSCI = frozenset(
    [
        "case",
        "serial",
        "ref",
        "questnnr",
        "mode",
        "started",
        "lastdata",
        "finished",
        "lastpage",
        "maxpage",
        "q_viewer",
        "missing",
        "missrel",
        "time_rsi",
        "time_sum",
        "mailsent",
        "language",
        "deg_time",
        "deg_miss",
        "status",
    ]
)
EFS = frozenset(
    [
        "lfdn",
        "external_lfdn",
        "tester",
        "dispcode",
        "lastpage",
        "quality",
        "duration",
        "datetime",
        "browser",
        "referer",
        "device_type",
        "quota",
        "quota_assignment",
        "page_history",
        "hflip",
        "vflip",
        "output_mode",
        "javascript",
        "flash",
        "session_id",
        "language",
        "cleaned",
        "ats",
        "date_of_last_access",
        "date_of_first_mail",
        "participant_browser",
    ]
)
FORMS = frozenset(
    [
        "id",
        "startzeit",
        "fertigstellungszeit",
        "start time",
        "completion time",
        "last modified time",
        "zeitpunkt der letzten änderung",
        "zeitstempel",
        "timestamp",
        "nutzername",
        "username",
    ]
)
OF_A_TOOL = "Verwaltungsspalte der Umfrage"
TIMES = re.compile(r"^(grouptime|gruppenzeit|fragenzeit|group time|question time|time\d+|rts\d+)")
ATTRIBUTE = re.compile(r"^(attribute_\d+|p_\d{4}|c_\d{4})$")
WORDS: dict[str, str] = {
    **dict.fromkeys(
        [
            "name",
            "vorname",
            "nachname",
            "familienname",
            "zuname",
            "firstname",
            "lastname",
            "surname",
            "namen",
        ],
        "Name",
    ),
    **dict.fromkeys(
        [
            "adresse",
            "anschrift",
            "straße",
            "strasse",
            "hausnummer",
            "address",
            "street",
            "postleitzahl",
            "plz",
            "zip",
        ],
        "Anschrift",
    ),
    **dict.fromkeys(
        [
            "telefon",
            "telefonnummer",
            "handy",
            "handynummer",
            "mobil",
            "mobilnummer",
            "mobiltelefon",
            "phone",
            "fax",
        ],
        "Telefonnummer",
    ),
    **dict.fromkeys(["email", "mail", "emailadresse"], "E-Mail-Adresse"),
    **dict.fromkeys(["geburtsdatum", "geburtstag", "birthday", "dob"], "Geburtsdatum"),
    **dict.fromkeys(["ip", "ipaddress", "ipadresse"], "IP-Adresse"),
    **dict.fromkeys(["token", "zugangscode", "zugangsschlüssel"], "Zugangsschlüssel"),
    "unterschrift": "Unterschrift",
}
ASKS = re.compile(
    r"wie heißen sie|wie ist ihr(e|en)? (voller )?(vor|nach|familien)?name"
    r"|\b(ihr|ihre|ihren|ihrer|dein|deine)\s+(vor-?|nach-?|familien-?)?"
    r"(namen?|e-?mail|telefon|handy|mobil|adresse|anschrift|geburtsdatum|geburtstag|plz"
    r"|postleitzahl|straße)"
    r"|kontaktdaten|für (etwaige |eventuelle )?rückfragen|zur kontaktaufnahme"
    r"|(name|adresse|e-?mail|telefon)\w*\s+(bitte )?(an|ein)(geben|tragen)"
    r"|wann sind sie geboren|(what is )?your (full |first |last )?(name|e-?mail|phone|address)\b",
    re.IGNORECASE,
)
LONGEST_HEADING = 3  # words; what is longer asks for something and is judged by its answers
CONTENT = {
    "E-Mail-Adressen": re.compile(r"[^\s@]+@[^\s@]+\.[a-zA-Z]{2,}"),
    "IP-Adressen": re.compile(r"\d{1,3}(\.\d{1,3}){3}|[0-9a-fA-F]{0,4}(:[0-9a-fA-F]{0,4}){3,7}"),
    "Telefonnummern": re.compile(r"(\+|00?)[1-9][\d ()/.\-]{6,}"),
    "Tage und Uhrzeiten": re.compile(
        r"\d{1,2}[./]\d{1,2}[./]\d{2,4}( .*)?|\d{4}-\d{2}-\d{2}([ T].*)?"
    ),
    "Internetadressen": re.compile(r"https?://\S+"),
    "Anschriften": re.compile(
        r".*(str\.|straße|strasse|weg|platz|gasse|allee|ring|damm|markt)\s*\d+\s?[a-z]?\b.*", re.I
    ),
    "Zugangsschlüssel": re.compile(r"(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9\-]{10,}"),
}
SHARE = 0.3  # of the answers; so many of a kind make the column one of that kind
FEW_TEXTS = 12  # letters; what is shorter on the average is hardly free text
MANY_TEXTS = 15
OTHER_HEADING = re.compile(
    r"\[(other|sonstiges|sonstige|comment|kommentar|andere|anderes)\]$|[_\[](other|comment)\]?$"
    r"|other_text$",
    re.IGNORECASE,
)
CODE = re.compile(r"[-+]?[\w.,%]{1,4}|[-+]?\d+([.,]\d+)?\s?%?|[A-Z]{1,3}\d{1,4}")


def tool_column(heading: str) -> str:
    """Return LimeSurvey's code of one of its own columns, in any form of headings, or ''."""
    for part in _forms(heading):
        for code, words in LIMESURVEY.items():
            if part == code or part in words:
                return code
            if part.endswith("..") and any(
                word.startswith(part.rstrip(".")) for word in (code, *words) if len(part) > 6
            ):
                return code
    return ""


def is_personal(heading: str, label: str = "", *, own: Collection[str] = ()) -> str:
    """Return why a column may identify a person by its heading or question text, or ''.

    Args:
        heading: as in the file.
        label: the text of the question, where the file has it.
        own: further names that the tool gives to columns of its own, in small letters.
    """
    if tool_column(heading) or heading.casefold() in own or heading.casefold() in FORMS:
        return OF_A_TOOL
    for text in filter(None, (heading, label)):
        for part in _forms(text):
            if TIMES.search(part):
                return OF_A_TOOL
            if ATTRIBUTE.search(part):
                return "Angabe über Teilnehmende"
        plain = re.sub(r"^[\w\[\]]+\._?\.?\s*(?=\w)", "", text) if "." in text[:20] else text
        if found := ASKS.search(plain):
            return f"fragt nach „{found.group(0)}“"
        words = re.findall(r"[a-zäöüß]+", plain.casefold().replace("e-mail", "email"))
        if len(words) <= LONGEST_HEADING:
            for word in words:
                if word in WORDS:
                    return WORDS[word]
    return ""


def content_reason(counts: Mapping[str, int]) -> str:
    """Return what the answers of a column are, if that may identify a person, or ''.

    `counts` says how often each answer was given, empty ones left out.
    """
    total = sum(counts.values())
    distinct = len(counts) > 0.8 * total
    for reason, pattern in CONTENT.items():
        # „Bahnstr. 4“ may be one of the answers of a list; addresses are hardly given twice
        if reason in ("Anschriften", "Zugangsschlüssel") and not distinct:
            continue
        found = sum(n for value, n in counts.items() if pattern.fullmatch(value))
        if found and found >= SHARE * total:
            return reason
    return ""


def is_open(heading: str, counts: Mapping[str, int], printed: Collection[str] = ()) -> bool:
    """Tell whether people wrote freely in a column: long texts, or many that only one gave."""
    written = {
        text: n for text, n in counts.items() if text not in printed and not CODE.fullmatch(text)
    }
    if not written:
        return False
    if OTHER_HEADING.search(heading):
        return True
    total = sum(written.values())
    once = sum(count == 1 for count in written.values())
    length = sum(len(text) * count for text, count in written.items()) / total
    different = len(written)
    if any(CONTENT["E-Mail-Adressen"].search(text) for text in written):
        return True
    if different > MANY_TEXTS and (once >= different / 2 or different > total / 3):
        return True
    long = length > 3 * FEW_TEXTS and different > total / 2
    lone = once >= different / 2 and length > FEW_TEXTS and once > 1
    return long or (lone and (different > 5 or once == different))


def _forms(heading: str) -> Iterator[str]:
    """Yield what a heading may be: itself, its code, its text („submitdate. Datum Abgeschickt“)."""
    plain = heading.casefold().replace("_", " ").strip()
    yield heading.casefold().strip()
    yield plain
    for mark in (". .", ". ", "._."):
        code, found, text = plain.partition(mark)
        if found:
            yield code.strip().replace(" ", "")
            yield text.strip()
