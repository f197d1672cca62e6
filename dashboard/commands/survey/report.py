"""What a person reads before and after an import: the preview and the release report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dashboard.commands.survey.aggregate import Result
from dashboard.commands.survey.delivery import Delivery
from dashboard.commands.survey.folder import Receipt
from dashboard.commands.survey.texts import shown
from dashboard.facts.survey_model import (
    QuestionType,
    Statistic,
    Suppression,
    Survey,
    SurveyAggregate,
)
from dashboard.facts.survey_release import DATED, OPEN, SIGNED_BY
from dashboard.wording.numbers import number
from dashboard.wording.survey_words import STATISTICS, UNITS

WITHHELD = {
    Suppression.PROTECTED: "zurückgehalten (zum Schutz Einzelner)",
    Suppression.LOW_BASE: "zurückgehalten (Gruppe zu klein)",
}
MOST_LISTED = 40


def preview(
    survey: Survey,
    result: Result,
    receipt: Receipt,
    not_read: Sequence[str],
    delivery: Delivery | None = None,
) -> str:
    """Return what an import would write, for the screen."""
    lines = [
        f"Befragung {survey.id}: {survey.title} ({survey.place})",
        f"Format {receipt.format}, Prüfsumme {receipt.sha256[:12]}",
        "",
        f"Zeilen gelesen: {receipt.rows}",
        f"davon beendet: {receipt.complete}",
        *(delivery.remarks if delivery else ()),
        *column_lines(delivery, not_read),
        f"Unbekannte Werte: {sum(len(at) for of in result.unknown.values() for at in of.values())}",
        *unknown_lines(result.unknown, delivery),
        *_seen(result),
        "",
        *_tables(result),
        *merge_lines(result),
        *_summary(survey, result),
    ]
    return "\n".join(lines)


def column_lines(delivery: Delivery | None, not_read: Sequence[str]) -> Iterator[str]:
    """Yield which columns are dropped and why, which are only counted, which are not asked for."""
    if delivery is None:
        return
    dropped = delivery.dropped
    yield f"Spalten verworfen, weil sie Personen erkennbar machen: {len(dropped)}"
    yield from _listed([f"{name} ({delivery.reasons.get(name, '')})" for name in dropped])
    free = [name for name in delivery.columns if name in delivery.open]
    yield f"Spalten mit frei Geschriebenem, zählbar nur, ob etwas dasteht: {len(free)}"
    yield from _listed(free)
    rest = [name for name in not_read if name not in delivery.open]
    yield f"Spalten nicht im Codebuch und darum nicht eingelesen: {len(rest)}"
    yield from _listed(rest)


def _seen(result: Result) -> Iterator[str]:
    """Yield what the data show beyond what was declared."""
    for one in result.filters:
        values = ", ".join(f'"{shown(value)}"' for value in one.values)
        yield (
            f"„{one.question}“ wurde anscheinend nur einem Teil gestellt: {one.others} Personen "
            f"mit anderen Werten in „{shown(one.column)}“ haben dort nichts. Dann gehört zur Frage "
            f"der Filter „{one.column} = {'; '.join(one.values)}“, sonst „alle“ (im Codebuch "
            f'asked_if = {{column = "{one.column}", values = [{values}]}} oder asked_all = true).'
        )
    yield from result.said
    for question, count in result.rare.items():
        yield (
            f"„{question}“: {count} seltene Antworten stehen zusammen als „andere Antworten“, weil "
            "ihr Wortlaut nur aus der Datei bekannt ist."
        )


def merge_lines(result: Result) -> Iterator[str]:
    """Yield which answers put together would show more."""
    for one in result.merges:
        rare, other = one.answers
        yield (
            f"„{one.question}“: „{rare}“ mit „{other}“ zusammenfassen, dann sind "
            f"{'alle' if one.shown_then == one.of else f'{one.shown_then} von'} {one.of} Anzahlen "
            f"zeigbar statt {one.shown_now}."
        )


def unknown_lines(
    unknown: Mapping[str, Mapping[str, Sequence[int]]], delivery: Delivery | None
) -> list[str]:
    """Return the values that the codebook does not explain, by column, with their cells."""
    return [
        f"  {shown(column)}: "
        + ", ".join(
            f"„{shown(value)}“ ({len(lines)}, {delivery.cells(column, lines) if delivery else ''})"
            for value, lines in sorted(found.items(), key=lambda one: -len(one[1]))[:8]
        )
        + (f" und {len(found) - 8} weitere" if len(found) > 8 else "")
        for column, found in unknown.items()
    ]


def release(survey: Survey, result: Result, receipt: Receipt) -> str:
    """Return the report that a person signs and that stays with the results."""
    lines = [
        f"# Freigabe: {_plain(survey.title)} ({survey.id})",
        "",
        f"Eingelesen am {receipt.imported_on}, Prüfsumme der Datei {receipt.sha256}.",
        f"{receipt.rows} Zeilen, davon {receipt.complete} beendete Fragebögen oder Angaben.",
        "",
        "## Was geschützt wurde",
        "",
        f"- Anzahlen von 1 bis {result.rule.smallest_cell - 1} sind zurückgehalten, zusammen mit "
        "ihrem Anteil; ebenso Gruppen, in denen alle dasselbe geantwortet haben.",
        f"- Gruppen unter {result.rule.smallest_base} Personen sind zurückgehalten.",
        "- Weitere Werte sind zurückgehalten, damit sich die ersten nicht ausrechnen lassen. "
        "Welche von beiden Arten ein zurückgehaltener Wert ist, steht nirgends.",
        "- Geprüft ist das mit ganzen Zahlen über alle Tabellen zusammen, auch über n von Fragen, "
        "die nur einem Teil gestellt wurden: Zu jedem zurückgehaltenen Wert gibt es zwei Fassungen "
        "der Antworten, die zu allem Veröffentlichten passen und in denen er sich um mindestens "
        f"{result.rule.width} unterscheidet, außer es gibt weniger zu verteilen.",
        "- „Weiß nicht“ und „keine Angabe“ gelten nicht als Antwort. Sie stehen nur da, wo alle "
        f"davon mindestens {result.rule.smallest_cell} sind.",
        "- Mediane und Viertel sind mitgeprüft; sie stehen da, wo mindestens "
        f"{result.rule.smallest_cell} dieselbe gerundete Zahl haben. Solche aus einem Bericht sind "
        "grob gerundet und stehen nur für alle da.",
        "- Nicht geprüft ist, was jemand aus einer Veröffentlichung an anderer Stelle weiß.",
        "",
        "| Frage | Werte | zurückgehalten | kleinste gezeigte Gruppe |",
        "|---|---:|---:|---:|",
    ]
    for question in result.questions:
        rows = [row for row in result.aggregates if row.question_id == question.id]
        hidden = [row for row in rows if row.suppression is not Suppression.NONE]
        bases = [row.n_base for row in rows if row.value is not None and row.n_base is not None]
        lines.append(
            f"| {_plain(question.wording or question.id)} | {len(rows)} | {len(hidden)} "
            f"| {min(bases) if bases else '–'} |"
        )
    lines += ["", "## Was zur Auswahl der Befragten zu sagen ist", "", *_summary(survey, result)]
    if advice := [*merge_lines(result)]:
        lines += ["", "## Was mehr zeigen würde", "", *(f"- {_plain(one)}" for one in advice)]
    if receipt.weight_source:
        lines += [
            "",
            "## Gewichtung",
            "",
            f"{_plain(receipt.weight_source)}.",
            "Gezeigt werden nur die gewichteten Anteile in ganzen Prozent: Neben den ungewichteten "
            "ließen sich Einzelne ausrechnen. Eine Gewichtung gleicht aus, dass manche "
            "Gruppen seltener geantwortet haben, nicht, dass nur antwortet, wer mag.",
        ]
    lines += [
        "",
        "## Freigabe",
        "",
        "Vor der Unterschrift prüfen: Wortlaut der Fragen, Grundgesamtheiten, keine offenen "
        "Antworten, keine Frage, die in einer kleinen Stadt jemanden erkennbar macht.",
        "",
        f"{SIGNED_BY} {OPEN}",
        "",
        f"{DATED} {OPEN}",
        "",
    ]
    return "\n".join(lines) + "\n"


def _listed(names: Sequence[str]) -> list[str]:
    lines = [f"  {shown(name)}" for name in names[:MOST_LISTED]]
    if len(names) > MOST_LISTED:
        lines.append(f"  … und {len(names) - MOST_LISTED} weitere")
    return lines


def _plain(text: str) -> str:
    """Return a text that means nothing in Markdown tables and HTML."""
    for sign in "|<>`[]":
        text = text.replace(sign, " ")
    return " ".join(text.split())


def _tables(result: Result) -> Iterator[str]:
    for question in result.questions:
        labels = {option.code: option.label for option in question.options}
        yield f"{question.position}. {question.wording or question.id} {question.item}".rstrip()
        above = None
        for row in result.aggregates:
            if row.question_id != question.id:
                continue
            column = (row.group_dim, row.group_value)
            if column != above:
                name = " – ".join(filter(None, column)) or "alle"
                yield f"   {name}, n = {row.n_base if row.n_base is not None else 'unbekannt'}"
                above = column
            if question.type is QuestionType.NUMERIC:
                yield f"     {STATISTICS[row.stat]}: {_value(row)}"
            elif row.stat is Statistic.COUNT:
                yield f"     {labels.get(row.option_code, row.option_code)}: {_value(row)}"
            else:
                weighted = "gewichtet " if row.weighted else ""
                label = labels.get(row.option_code, row.option_code)
                yield f"     {label}, {weighted}Anteil: {_value(row)}"
        yield ""


def _value(row: SurveyAggregate) -> str:
    if row.value is None:
        return WITHHELD[row.suppression]
    if row.stat is Statistic.COUNT:
        return number(row.value)
    return f"{number(row.value, 1)} {'%' if row.stat is Statistic.SHARE else UNITS[row.unit]}"


def _summary(survey: Survey, result: Result) -> Iterator[str]:
    if survey.sampling.allows_interval:
        yield "Zufallsauswahl oder Vollerhebung: Spannen nach Wilson, 95 Prozent."
    else:
        yield (
            "Wer antwortete, hat sich selbst gemeldet, oder die Auswahl ist unbekannt: Eine "
            "Fehlerspanne lässt sich nicht berechnen und steht nirgends."
        )
    if result.effective is not None:
        yield f"Wirksame Fallzahl nach Gewichtung (Kish): {number(result.effective)}."
