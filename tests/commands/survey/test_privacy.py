"""What is taken for personal, what for free text, and what not."""

from __future__ import annotations

from collections import Counter

import pytest

from dashboard.commands.survey.privacy import content_reason, is_open, is_personal, tool_column


@pytest.mark.parametrize(
    "heading",
    [
        "id. Antwort ID",
        "submitdate. Datum Abgeschickt",
        "startdate._.Date started",
        "Datum_Abgeschickt",
        "Name",
        "Adresse",
        "Handynummer",
        "Geburtstag",
        "IP",
        "Wie heißen Sie?",
        "E-Mail-Adresse für Rückfragen",
        "Q4. Ihre E-Mail-Adresse",
        "groupTime12",
        "Zeitstempel",
    ],
)
def test_headings_that_name_a_person_in_every_form(heading: str) -> None:
    assert is_personal(heading)


@pytest.mark.parametrize(
    "heading",
    [
        "Zustand der Straßen",
        "Nutzen Sie E-Mail bei der Arbeit?",
        "Wie oft telefonieren Sie beruflich von zu Hause?",
        "socio1. In which country do you work?",
        "Wie gut ist Ihr Betrieb an das Netz angebunden?",
        "Wie alt sind Sie?",
    ],
)
def test_questions_about_such_things_are_none(heading: str) -> None:
    assert not is_personal(heading)


def test_a_label_tells_what_a_code_does_not() -> None:
    assert not is_personal("A4")
    assert is_personal("A4", "E-Mail-Adresse für Rückfragen")
    assert tool_column("lastpage. Letzte Seite") == "lastpage"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["a@b.example", "", "c@d.example"], "E-Mail-Adressen"),
        (["203.0.113.4", "203.0.113.5"], "IP-Adressen"),
        (["0170 1234567", "+49 89 123456"], "Telefonnummern"),
        (["1.1.1980", "24.12.1975"], "Tage und Uhrzeiten"),
        (["2026-05-01 10:00:00"], "Tage und Uhrzeiten"),
        (["Bahnstr. 4", "Am Markt 1", "Lindenweg 12a"], "Anschriften"),
        (["k3jf8s9dk2", "pq8s7d6f5g"], "Zugangsschlüssel"),
        (["zu Hause", "im Betrieb", "2", "1.200", "7,5 %"], ""),
        (["am Markt 1"] * 30 + ["am Markt 2"] * 30, ""),  # answers of a list
    ],
)
def test_answers_tell_what_the_heading_does_not(values: list[str], expected: str) -> None:
    assert content_reason(Counter(filter(None, values))) == expected


def test_free_text_is_known_by_texts_that_only_one_gave() -> None:
    wrote = Counter({"bei Familie M. im Garten": 1, "mal hier, mal dort im Zug": 1, "nie": 40})
    assert is_open("Q2", Counter({"bei Familie M. im Garten": 1, "mal hier, mal da im Zug": 1}))
    assert is_open("Q2[other]", Counter({"im Zug": 1}))
    assert not is_open("Q2", Counter({"zu Hause": 20, "im Betrieb": 1, "im Coworking": 9}))
    assert not is_open("Q2", Counter({"A1": 20, "A2": 1}))
    assert not is_open("Q2", wrote, printed=wrote)
