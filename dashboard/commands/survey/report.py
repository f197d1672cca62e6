"""What a person reads before and after an import: the preview and the release report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from dashboard.commands.survey.aggregate import Result
from dashboard.commands.survey.folder import SIGNED_BY, Receipt
from dashboard.commands.survey.texts import shown
from dashboard.facts.survey_model import (
    QuestionType,
    Statistic,
    Suppression,
    Survey,
    SurveyAggregate,
)
from dashboard.wording.numbers import number
from dashboard.wording.survey_words import STATISTICS

WITHHELD = {
    Suppression.PRIMARY: "zurückgehalten (zu wenige)",
    Suppression.SECONDARY: "zurückgehalten (zum Schutz anderer Werte)",
    Suppression.LOW_BASE: "zurückgehalten (Gruppe zu klein)",
}
MOST_LISTED = 40


def preview(
    survey: Survey,
    result: Result,
    receipt: Receipt,
    not_read: Sequence[str],
) -> str:
    """Return what an import would write, for the screen."""
    lines = [
        f"Befragung {survey.id}: {survey.title} ({survey.place})",
        f"Format {receipt.format}, Prüfsumme {receipt.sha256[:12]}",
        "",
        f"Zeilen gelesen: {receipt.rows}",
        f"davon beendet: {receipt.complete}",
        f"Spalten verworfen, weil sie Personen erkennbar machen: {len(receipt.dropped_columns)}",
        *_listed(receipt.dropped_columns),
        f"Spalten nicht im Codebuch und darum nicht eingelesen: {len(not_read)}",
        *_listed(not_read),
        f"Unbekannte Werte: {sum(found.total() for found in result.unknown.values())}",
        *unknown_lines(result.unknown),
        "",
        *_tables(result),
        *_summary(survey, result),
    ]
    return "\n".join(lines)


def unknown_lines(unknown: Mapping[str, Counter[str]]) -> list[str]:
    """Return the values that the codebook does not explain, by column."""
    return [
        f"  {shown(column)}: {', '.join(f'„{shown(v)}“ ({n})' for v, n in found.most_common(8))}"
        + (f" und {len(found) - 8} weitere" if len(found) > 8 else "")
        for column, found in unknown.items()
    ]


def release(survey: Survey, result: Result, receipt: Receipt, weight_source: str) -> str:
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
        "ihrem Anteil.",
        f"- Gruppen unter {result.rule.smallest_base} Personen sind zurückgehalten.",
        "- Weitere Werte sind zurückgehalten, damit sich die ersten nicht ausrechnen lassen.",
        "- Geprüft ist das durch ein lineares Programm: Es sucht für jeden zurückgehaltenen Wert "
        "die kleinste und die größte Zahl, die zu allem Veröffentlichten passt. Jede Spanne ist "
        f"mindestens {result.rule.width} breit, außer es gibt weniger zu verteilen.",
        "- „Weiß nicht“ und „keine Angabe“ gelten nicht als Antwort. Kleine Anzahlen davon sind "
        "zurückgehalten, gegen das Ausrechnen aber nicht eigens geschützt.",
        "- Nicht geprüft ist, was jemand aus einer anderen Veröffentlichung derselben Befragung "
        "oder aus einer früheren Fassung dieser Zahlen erfahren kann.",
        "",
        "| Frage | Werte | zurückgehalten | kleinste gezeigte Gruppe | engste Spanne |",
        "|---|---:|---:|---:|---:|",
    ]
    for question in result.questions:
        rows = [row for row in result.aggregates if row.question_id == question.id]
        hidden = [row for row in rows if row.suppression is not Suppression.NONE]
        bases = [row.n_base for row in rows if row.value is not None and row.n_base is not None]
        widths = [one.high - one.low for one in result.ranges.get(question.id, ())]
        lines.append(
            f"| {_plain(question.wording or question.id)} | {len(rows)} | {len(hidden)} "
            f"| {min(bases) if bases else '–'} | {number(min(widths)) if widths else '–'} |"
        )
    lines += ["", "## Was zur Auswahl der Befragten zu sagen ist", "", *_summary(survey, result)]
    if weight_source:
        lines += [
            "",
            "## Gewichtung",
            "",
            f"Randverteilungen: {_plain(weight_source)}.",
            "Gewichtete Anteile stehen neben den ungewichteten. Eine Gewichtung gleicht aus, dass "
            "manche Gruppen seltener geantwortet haben, nicht, dass nur antwortet, wer mag.",
        ]
    lines += [
        "",
        "## Freigabe",
        "",
        "Vor der Unterschrift prüfen: Wortlaut der Fragen, Grundgesamtheiten, keine offenen "
        "Antworten, keine Frage, die in einer kleinen Stadt jemanden erkennbar macht.",
        "",
        f"{SIGNED_BY} ______",
        "",
        "Datum: ______",
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
    return f"{number(row.value, 1)} {'%' if row.stat is Statistic.SHARE else row.unit}"


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
