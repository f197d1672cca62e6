"""The fixed words of survey results in German, as the site, the form and the import say them."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.facts.survey_model import (
    AggregateUnit,
    Grade,
    OptionKind,
    Provenance,
    QuestionType,
    Statistic,
    Topic,
)

TOPICS: Mapping[str, str] = {
    Topic.HOMEOFFICE: "Homeoffice",
    Topic.COWORKING: "Coworking",
    Topic.COMMUTING: "Arbeitswege",
    Topic.WORKPLACE: "Arbeitsort und Arbeitsplatz",
    Topic.PARTICIPATION: "Wer mitgemacht hat",
    Topic.IDEAS: "Ideen für den Ort",
}
GRADES: Mapping[Grade, str] = {
    Grade.A: "gleiche Frage",
    Grade.B: "mit kleiner Abweichung",
    Grade.C: "nur gleiches Thema",
}

TYPES: Mapping[QuestionType, str] = {
    QuestionType.SELECT_ONE: "Einfachauswahl",
    QuestionType.SELECT_MULTIPLE: "Mehrfachauswahl",
    QuestionType.LIKERT: "Skala",
    QuestionType.NUMERIC: "Zahl",
}
KINDS: Mapping[OptionKind, str] = {
    OptionKind.SUBSTANTIVE: "inhaltlich",
    OptionKind.NEUTRAL: "neutral",
    OptionKind.OTHER: "Sonstiges",
    OptionKind.DONT_KNOW: "weiß nicht",
    OptionKind.NO_ANSWER: "keine Angabe",
    OptionKind.NOT_SHOWN: "nicht gestellt",
}
STATISTICS: Mapping[Statistic, str] = {
    Statistic.COUNT: "Anzahl",
    Statistic.SHARE: "Anteil",
    Statistic.MEDIAN: "Median",
    Statistic.LOWER_QUARTILE: "ein Viertel liegt darunter",
    Statistic.UPPER_QUARTILE: "ein Viertel liegt darüber",
}
UNITS: Mapping[AggregateUnit, str] = {
    AggregateUnit.PERSONS: "Personen",
    AggregateUnit.PERCENT: "Prozent",
    AggregateUnit.MINUTES: "Minuten",
    AggregateUnit.KILOMETRES: "Kilometer",
    AggregateUnit.DAYS: "Tage",
    AggregateUnit.HOURS: "Stunden",
    AggregateUnit.YEARS: "Jahre",
    AggregateUnit.EURO: "Euro",
    AggregateUnit.PIECES: "Anzahl",
}
PROVENANCES: Mapping[Provenance, str] = {
    Provenance.PUBLISHED: "veröffentlicht",
    Provenance.DELIVERED: "geliefert",
    Provenance.DERIVED: "berechnet",
    Provenance.SYNTHETIC: "synthetisch",
}
TOO_FEW = "zu wenige Angaben"
HIDDEN = "zum Schutz Einzelner nicht gezeigt"
