"""What declarations, tables and maps must agree on; it only shows when all is seen together."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.facts import catalog, english, published
from dashboard.facts.gemeinden import COLUMNS_FILE
from dashboard.facts.model import (
    HEAVIEST,
    OWN_DASH,
    OWN_SYMBOL,
    POPULATION,
    Confidence,
    Fault,
    Gap,
    Level,
    Observation,
    Source,
    SourceKind,
)
from dashboard.facts.survey_model import Exactness, SurveyRole, Topic

if TYPE_CHECKING:
    from dashboard.facts.dataset import Dataset

DISTINCT = 6  # towns told apart by eye; of more, not all can differ in symbol and stroke
OF_THE_KREIS = "(Kreis)"
# words in notes that bind: how the value may be used follows from them
ELSEWHERE = "nicht mit heutigem Gebiet vergleichbar"
UNCLEAR = "unklar"
SUPPOSED = "Basis vermutlich"
ROUNDED = re.compile(r"^(rund|knapp);|ganzzahlig|\bauf \d+ gerundet$")
MODELLED = "Modellschätzung"
TABLE = re.compile(r"\b\d{5}-[\dA-Z-]+\b")  # of the Regionaldatenbank or the Länder
OWN_VOICE = english.OWN_VOICES[0]  # begins `said_by` where nobody but the site says it
ANY_OTHER = "00000000"  # a key of no Gemeinde: what holds for it holds for all without an entry
NOTHING_FOUND = "gefunden"  # stands in a sentence that needs no source
MONEY = "finanzen"  # the theme by which no two towns are called alike
OPEN_DATA = ("Datenlizenz Deutschland", "https://www.govdata.de/dl-de/by-2-0")

# name of the file, block, key, value, message, remedy -> the fault in its line
At = Callable[[str, str, str, str, str, str], Fault]


def faults(folder: Path, data: Dataset) -> Iterator[Fault]:
    """Yield whatever in the data folder contradicts itself across files."""
    at = partial(_declared, folder)
    yield from _compared(folder, data, at)
    for rule in (
        _named_rows,
        _surveys,
        _comparisons,
        _lessons,
        _sources,
        _towns,
        _highlights,
        _indicators,
        _breaks,
        _gaps,
        _similarity,
        _synonyms,
    ):
        yield from rule(data, at)
    yield from _in_brief(data, at)
    yield from _text_pages(data, at)
    yield from english.faults(data, at)
    record = published.Record()
    try:
        record = published.read(folder)
    except published.UnreadableError as error:
        message = "Diese Zeile ist nicht, wie das Programm sie schrieb."
        remedy = "Die Datei aus der letzten Sicherung zurückholen; sie wird nie von Hand geändert."
        yield Fault(published.FILE, error.args[0], "", message, remedy)
    yield from _versions(record, data, at)
    yield from _outlines(data)
    yield from _changes_of_source(data)
    yield from _of_all_small_towns(data)
    yield from _observations(data)
    yield from _months(record, data)


def _declared(
    folder: Path, name: str, entry: str, key: str, value: str, message: str, remedy: str
) -> Fault:
    line = catalog.line_of(folder, name, entry, key)
    return Fault(file=f"{name}.toml", line=line, value=value, message=message, remedy=remedy)


def _named_rows(data: Dataset, at: At) -> Iterator[Fault]:
    """Declarations name rows that exist; a kind without activities would be an empty filter."""
    activities = {one.id for one in data.activities}
    named = [("lessons", one.id, "supported_by", one.supported_by) for one in data.lessons.values()]
    for name, entry, key, ids in [*named, ("project", "", "workshops", data.project.workshops)]:
        for id_ in ids:
            if id_ not in activities:
                message = f"„{key}“ nennt eine unbekannte Aktivität."
                remedy = "Die Kennung muss in activities.csv in der Spalte id stehen."
                yield at(name, entry, key, id_, message, remedy)
    for category in data.categories:
        if category not in {one.category for one in data.activities}:
            message = "Zu dieser Art gibt es keine Aktivität."
            remedy = "Den Block löschen oder die Art in activities.csv verwenden."
            yield at("categories", category, "", category, message, remedy)


def _compared(folder: Path, data: Dataset, at: At) -> Iterator[Fault]:
    """Every published value stands in one block, the only way it is shown; blocks mix no roles."""
    roles = {one.id: data.surveys[one.survey].role for one in data.survey_facts}
    placed: dict[str, str] = {}
    for group in data.comparability.values():
        for id_ in (*group.facts, *group.contrast):
            if id_ not in roles:
                message = f"[{group.id}] nennt einen unbekannten Befragungswert."
                remedy = "Die Kennung muss in survey_facts.csv in der Spalte id stehen."
                yield at("comparability", group.id, "facts", id_, message, remedy)
        for id_ in group.facts:
            other = placed.setdefault(id_, group.id)
            if other != group.id:
                message = f"Der Wert steht schon in [{other}]."
                remedy = "Ihn nur in einem der beiden Blöcke nennen."
                yield at("comparability", group.id, "facts", id_, message, remedy)
            elif id_ in roles and roles[id_] is not roles.get(group.facts[0], roles[id_]):
                message = f"[{group.id}] mischt Befragungen des Projekts, örtliche und andere."
                remedy = "Für jede Rolle (role in surveys.toml) einen eigenen Block anlegen."
                yield at("comparability", group.id, "facts", id_, message, remedy)
    for id_ in roles.keys() - placed.keys():
        rows = (folder / "survey_facts.csv").read_text(encoding="utf-8-sig").splitlines()
        yield Fault(
            file="survey_facts.csv",
            line=next((n for n, row in enumerate(rows, 1) if row.startswith(f"{id_},")), None),
            value=id_,
            message="Dieser Wert steht in keinem Block von comparability.toml.",
            remedy="Ihn dort unter facts nennen, sonst zeigt ihn keine Seite.",
        )


def _surveys(data: Dataset, at: At) -> Iterator[Fault]:
    """A survey of the project or of a place belongs to a town, on whose pages it stands."""
    for one in data.surveys.values():
        if one.role is not SurveyRole.BENCHMARK and not one.town:
            remedy = "Die Kennung der Stadt eintragen, oder role = „benchmark“."
            yield at("surveys", one.id, "town", "", "Die Stadt der Befragung fehlt.", remedy)


def _comparisons(data: Dataset, at: At) -> Iterator[Fault]:
    """A block says what it must, stands where a page shows it, and contrasts one year."""
    known = {one.id: one for one in data.survey_facts}
    year = ""  # of all that is contrasted: one figure holds them
    for group in data.comparability.values():
        facts = [known[id_] for id_ in group.facts if id_ in known]
        roles = {data.surveys[one.survey].role for one in facts}
        keys = ["reason"] if group.topic is not Topic.REGISTER else []
        if roles == {SurveyRole.BENCHMARK} and group.topic is not Topic.CONTRADICTION:
            keys += ["asked", "about"]
        for key in keys:
            if not getattr(group, key):
                message, remedy = (
                    f"In [{group.id}] fehlt „{key}“.",
                    f"Eine Zeile {key} = … ergänzen.",
                )
                yield at("comparability", group.id, key, "", message, remedy)
        if group.topic is Topic.REGISTER and roles - {SurveyRole.PROJECT}:
            message = "Im Register stehen nur Befragungen des Projekts."
            yield at("comparability", group.id, "topic", group.topic, message, "Ein Thema wählen.")
        if group.topic is Topic.CONTRADICTION and len({one.survey for one in facts}) > 1:
            message = "Ein Widerspruch steht bei einer Befragung; hier sind es mehrere."
            remedy = "Je Befragung einen Block anlegen, oder ein Thema wählen."
            yield at("comparability", group.id, "topic", group.topic, message, remedy)
        for id_ in group.contrast:
            fact = known.get(id_)
            year = year or (fact.field_start[:4] if fact else "")
            if fact and not (
                id_ in group.facts
                and fact.exactness is Exactness.EXACT
                and fact.field_start.startswith(year)
            ):
                message = f"Gegenübergestellt werden genaue Werte eines Blocks aus {year}."
                remedy = "Ihn aus contrast löschen."
                yield at("comparability", group.id, "contrast", id_, message, remedy)


def _lessons(data: Dataset, at: At) -> Iterator[Fault]:
    """A lesson has a speaker and where it was said; what the site concludes rests on activities."""
    for one in data.lessons.values():
        if not one.said_by:
            remedy = f"Nennen, wer es sagt; folgert es die Website: „{OWN_VOICE}, …“."
            yield at("lessons", one.id, "said_by", "", "Wer das sagt, fehlt.", remedy)
        elif one.said_by.startswith(OWN_VOICE) == bool(one.said_in):
            message = "Wer es sagt und wo es gesagt ist, passen nicht zusammen."
            remedy = f"said_in nennt Quellen; nur was „{OWN_VOICE} …“ folgert, steht in keiner."
            yield at("lessons", one.id, "said_in", one.said_by, message, remedy)
        elif not (one.said_in or one.supported_by):
            remedy = "Kennungen aus activities.csv nennen."
            yield at("lessons", one.id, "supported_by", "", "Die Belege fehlen.", remedy)
        if not one.advice.endswith("."):
            message, remedy = "Das ist kein ganzer Satz.", "Den Satz mit einem Punkt beenden."
            yield at("lessons", one.id, "advice", one.advice, message, remedy)


def _sources(data: Dataset, at: At) -> Iterator[Fault]:
    """Statistics say under which licence they stand; open data link it."""
    licence, url = OPEN_DATA
    for one in data.sources.values():
        if one.kind is SourceKind.STATISTIK and not one.licence:
            remedy = "Eintragen, unter welchen Bedingungen die Quelle benutzt werden darf."
            yield at("sources", one.id, "licence", "", "Die Lizenz fehlt.", remedy)
        if licence in one.licence and one.licence_url != url:
            message = "Die Lizenz ist nicht verlinkt."
            remedy = f"Bei licence_url {url} eintragen."
            yield at("sources", one.id, "licence_url", one.licence_url, message, remedy)


def _towns(data: Dataset, at: At) -> Iterator[Fault]:
    """No key stands twice; towns and kinds can be told apart, not by their colour alone."""
    towns = data.towns.values()
    marks = ["ags", "colour", *(("symbol", "dash") if len(towns) <= DISTINCT else ())]
    shown = [
        *(("towns", key, one.slug, str(getattr(one, key))) for key in marks for one in towns),
        *(("categories", "symbol", one.id, one.symbol) for one in data.categories.values()),
    ]
    first = {
        ("towns", "symbol", OWN_SYMBOL): "Meine Stadt",
        ("towns", "dash", OWN_DASH): "Meine Stadt",
    }
    for name, key, id_, value in shown:
        other = first.setdefault((name, key, value), id_)
        if other != id_:
            message = f"„{key}“ von [{id_}] hat schon [{other}]."
            yield at(name, id_, key, value, message, "Beiden einen eigenen Wert geben.")


def _in_brief(data: Dataset, at: At) -> Iterator[Fault]:
    """What a page says of a town in three lines has sources, or says that nothing was found."""
    for town in data.towns.values():
        lines = (
            ("happened", town.happened, town.happened_sources),
            ("stayed", town.stayed, town.stayed_sources),
            ("unknown", town.unknown, ()),
        )
        for key, text, sources in lines:
            if not sources and NOTHING_FOUND not in text:
                message = "Dieser Satz hat keine Quelle."
                remedy = f"Quellen unter {key}_sources nennen, oder sagen, was nicht gefunden ist."
                yield at("towns", town.slug, key, text, message, remedy)


def _text_pages(data: Dataset, at: At) -> Iterator[Fault]:
    """A text page has its text, which begins with the heading of the page."""
    for one in data.text_pages.values():
        text = data.texts.get(one.id)
        if text is None:
            remedy = f"Die Datei texts/{one.id}.md anlegen oder den Block löschen."
            yield at("pages", one.id, "", one.id, "Zu dieser Seite gibt es keinen Text.", remedy)
        elif not text.startswith("# "):
            message = "Der Text beginnt nicht mit der Überschrift der Seite."
            remedy = "Die erste Zeile beginnt mit # und einem Leerzeichen."
            first = text.partition("\n")[0]
            yield Fault(f"texts/{one.id}.md", 1, first, message, remedy)


def _highlights(data: Dataset, at: At) -> Iterator[Fault]:
    """What a town is introduced with has a value, and a year in that sentence is the value's."""
    for town in data.towns.values():
        latest = data.latest(town.slug, town.highlight_indicator)
        if latest is None:
            message = f"Für [{town.slug}] gibt es keinen Wert dieser Kennzahl."
            remedy = "Eine Kennzahl wählen, die in observations.csv für die Stadt vorkommt."
            yield at(
                "towns", town.slug, "highlight_indicator", town.highlight_indicator, message, remedy
            )
            continue
        for year in re.findall(r"\b20\d\d\b", town.highlight_text):
            if not latest.date.startswith(year):
                message = f"Der neueste Wert ist nicht von {year}, sondern von {latest.date}."
                remedy = "Statt des Jahrs {year} oder {when} schreiben; das setzt das Programm."
                yield at("towns", town.slug, "highlight_text", year, message, remedy)


def _indicators(data: Dataset, at: At) -> Iterator[Fault]:
    """An indicator has values it may rest on; values of a Kreis and of a model are named so."""
    if POPULATION not in data.indicators:
        message = "Ohne die Bevölkerung lassen sich die Städte nicht vorstellen."
        remedy = f"In indicators.toml einen Block [{POPULATION}] anlegen, mit Werten je Stadt."
        yield at("indicators", "", "", POPULATION, message, remedy)
    trusted: dict[str, bool] = defaultdict(bool)
    for row in data.values():
        trusted[row.indicator] |= row.confidence is not Confidence.LOW
    for one in data.indicators.values():
        kreis = one.level is Level.KREIS
        named = (one.id.startswith("kreis_"), one.theme == "kreis")
        for key, label in (("label", one.label), ("short_label", one.short_label)):
            if label.endswith(OF_THE_KREIS) is not kreis:
                message = "Ob ein Wert für den Kreis gilt, muss am Namen zu sehen sein."
                remedy = f"Genau die Namen von Kreiswerten enden auf „{OF_THE_KREIS}“."
                yield at("indicators", one.id, key, label, message, remedy)
        if named != (kreis, kreis):
            message = "Kennung, Thema und Ebene passen nicht zusammen."
            remedy = "Genau Kreiswerte beginnen mit kreis_ und haben theme und level des Kreises."
            yield at("indicators", one.id, "theme", one.theme, message, remedy)
        if one.id not in trusted:
            remedy = "Zeilen in observations.csv ergänzen oder den Block löschen."
            yield at("indicators", one.id, "", one.id, "Zu dieser Kennzahl fehlen Werte.", remedy)
        elif one.comparable and not trusted[one.id]:
            message = f"Alle Werte von [{one.id}] sind unsicher (confidence low)."
            remedy = "comparable = false setzen: Solche Werte stehen in keinem Vergleich."
            yield at("indicators", one.id, "comparable", "true", message, remedy)
        if MODELLED in one.note and not (one.estimate and one.decimals == 0):
            message = "Eine Modellschätzung zeigt keine Nachkommastellen und heißt Schätzung."
            remedy = "decimals = 0 und estimate = true setzen."
            yield at("indicators", one.id, "note", one.note, message, remedy)
        if one.estimate and not one.note:
            message, remedy = "Die Schätzung wird nicht erklärt.", "note ergänzen: wer schätzt wie?"
            yield at("indicators", one.id, "estimate", "true", message, remedy)


def _breaks(data: Dataset, at: At) -> Iterator[Fault]:
    """Both sides of a break are dates of a series that it cuts."""
    dates = defaultdict(set)
    for one in data.values():
        dates[one.town, one.indicator].add(one.date)
    for indicator, date in data.gemeinden.columns:
        dates[ANY_OTHER, indicator].add(date)
    asked = {one.id: one.field_start for one in data.survey_facts}
    for group in data.comparability.values():
        dates["", group.id] |= {asked[id_] for id_ in group.facts if id_ in asked}
    for cut in data.breaks.values():
        if bool(cut.joins) is bool(cut.after or cut.before):
            message = "Ein Eintrag nennt entweder Daten oder unter joins Quellen."
            remedy = "after und before für einen Bruch, joins, wenn ein Wechsel keiner ist."
            yield at("breaks", cut.id, "joins", ", ".join(cut.joins), message, remedy)
            continue
        for name in {one.short_name for one in data.towns.values()} if not cut.towns else ():
            if name in cut.explanation:
                message = f"Die Erklärung nennt {name}, steht aber bei allen Orten."
                remedy = "Was nur einen Ort betrifft, gehört in note der Zeile in observations.csv."
                yield at("breaks", cut.id, "explanation", name, message, remedy)
        for key in ("after", "before") if not cut.joins else ():
            value = getattr(cut, key)
            if not any(
                value in found
                for (place, indicator), found in dates.items()
                if cut.concerns(place, indicator) or indicator in cut.comparisons
            ):
                message = f"Zu diesem Datum gibt es in keiner Reihe von [{cut.id}] einen Wert."
                remedy = "Ein Datum wählen, das in observations.csv für die Kennzahl steht."
                yield at("breaks", cut.id, key, value, message, remedy)


def _changes_of_source(data: Dataset) -> Iterator[Fault]:
    """Where a series goes on with another source it breaks, unless an entry says that it does not.

    Values of low confidence are drawn and compared nowhere and need neither.
    """
    for place in (*data.towns, *data.benchmarks):
        for id_ in data.indicators:
            for part in data.segments(place, id_):
                sound = [one for one in part if one.confidence is not Confidence.LOW]
                for one, other in pairwise(sound):
                    if one.source != other.source and not any(
                        {one.source, other.source} <= set(cut.joins) and cut.concerns(place, id_)
                        for cut in data.breaks.values()
                    ):
                        message = f"Bis {one.date} stammt die Reihe aus [{one.source}]."
                        remedy = (
                            "In breaks.toml einen Bruch eintragen, oder beide Quellen unter joins, "
                            "wenn die Werte vergleichbar sind."
                        )
                        yield _row(other, other.source, message, remedy)


def _of_all_small_towns(data: Dataset) -> Iterator[Fault]:
    """The tables of all small towns agree with the rows of the five and with the breaks."""
    tables = data.gemeinden
    if not tables.towns:
        return
    for row in data.observations:
        own = data.towns.get(row.town)
        same = tables.observation(own.ags, row.indicator, row.date) if own else None
        if same is None or same.value is None or row.value is None:
            continue
        if abs(same.value - row.value) > max(same.rounded_to, row.rounded_to) / 2:
            message = f"In {same.file} steht {same.value:g}."
            remedy = "Beide Quellen nachsehen; den falschen Wert berichtigen."
            yield _row(row, f"{row.value:g}", message, remedy)
    for id_ in data.indicators:
        columns = [tables.columns[id_, date] for date in tables.dates(id_)]
        for one, other in pairwise(columns):
            if one.source != other.source and not any(
                {one.source, other.source} <= set(cut.joins)
                or (cut.after and cut.side(one.date) != cut.side(other.date))
                for cut in data.breaks.values()
                if cut.concerns(ANY_OTHER, id_)
            ):
                message = f"Bis {one.date} stammt [{id_}] aus [{one.source}]."
                remedy = (
                    "In breaks.toml einen Bruch eintragen, oder beide Quellen unter joins, "
                    "wenn die Werte vergleichbar sind."
                )
                yield Fault(COLUMNS_FILE, other.line, other.source, message, remedy)


def _gaps(data: Dataset, at: At) -> Iterator[Fault]:
    """What is said to be missing is missing: no value closes the gap.

    Without `missing`, an indicator does that bears its name or comes from the table it asks for.
    """
    origins = {(one.source, one.indicator) for one in data.values()}
    for gap in data.gaps.values():
        tables = TABLE.findall(gap.remedy)
        found = {id_ for source, id_ in origins if _offers(data.sources[source], tables)}
        found |= {id_ for id_, one in data.indicators.items() if gap.label in one.label}
        closed = [one for one in gap.missing or sorted(found) if _is_there(data, gap, one)]
        if closed:
            message = f"Zu [{gap.id}] gibt es jetzt Werte in observations.csv."
            remedy = "Den Block löschen oder unter missing oder towns nennen, was noch fehlt."
            key = "missing" if gap.missing else ""
            yield at("gaps", gap.id, key, ", ".join(closed), message, remedy)


def _is_there(data: Dataset, gap: Gap, wanted: str) -> bool:
    indicator, _, day = wanted.partition("@")
    return any(
        one.indicator == indicator
        and one.date.startswith(day)
        and (one.town in gap.towns if gap.towns else one.town in data.towns)
        for one in data.values()
    )


def _offers(source: Source, tables: list[str]) -> bool:
    return any(one in f"{source.title} {source.url} {source.file_url}" for one in tables)


def _similarity(data: Dataset, at: At) -> Iterator[Fault]:
    """Towns are alike in what all small towns have values for, each once, and never in money."""
    seen: set[str] = set()
    for lens in data.similarity.values():
        if not 0 < lens.very_near < lens.near:
            message = "„Sehr ähnlich“ muss enger sein als „ähnlich“."
            remedy = "Die Grenzen mit „python -m dashboard similarity“ messen."
            yield at("similarity", lens.id, "very_near", str(lens.very_near), message, remedy)
        for trait in lens.traits:
            problem = None
            if unknown := [one for one in trait.keys if one not in data.gemeinden.columns]:
                problem = (
                    f"Die Spalte {'@'.join(unknown[0])} gibt es nicht.",
                    f"Kennzahl und Datum schreiben, wie sie in {COLUMNS_FILE} stehen.",
                )
            elif data.indicators[trait.indicator].theme == MONEY:
                problem = (
                    "Ähnliche Städte werden nicht nach Geld gesucht.",
                    "Ein Merkmal nehmen, das eine Struktur beschreibt.",
                )
            elif not 0 < trait.weight <= HEAVIEST:
                problem = (f"Das Gewicht {trait.weight} geht nicht.", f"1 bis {HEAVIEST} angeben.")
            elif trait.indicator in seen:
                problem = ("Diese Kennzahl steht schon in der Datei.", "Sie nur einmal nennen.")
            seen.add(trait.indicator)
            if problem:
                yield at("similarity", lens.id, "traits", trait.column, *problem)


def _synonyms(data: Dataset, at: At) -> Iterator[Fault]:
    """An everyday word stands once, and what it leads to is written somewhere."""
    seen: set[str] = set()
    written = [one.label for one in data.themes.values()]
    written += [f"{one.label} {one.definition}" for one in data.indicators.values()]
    written += [form for one in data.glossary.values() for form in (one.word, *one.also)]
    written += [f"{one.title} {one.description}" for one in data.activities]
    text = "\n".join(written).casefold()
    for one in data.synonyms.values():
        for word in one.words:
            if not word.isalpha() or word.casefold() in seen:
                message = f"„{word}“ ist kein einzelnes Wort, oder es steht schon in der Datei."
                remedy = "Jedes Alltagswort einmal nennen, ohne Leer- und Satzzeichen."
                yield at("synonyms", one.id, "words", word, message, remedy)
            seen.add(word.casefold())
        for term in one.terms:
            if any(part not in text for part in term.casefold().split()):
                message = (
                    f"„{term}“ steht in keiner Kennzahl, keiner Aktivität und keinem Fachwort."
                )
                remedy = "Einen Begriff nennen, den die Website verwendet."
                yield at("synonyms", one.id, "terms", term, message, remedy)


def _versions(record: published.Record, data: Dataset, at: At) -> Iterator[Fault]:
    """A version and its changes are what the program found, old values are those once published."""
    for newest in list(data.versions.values())[: 1 if record.day else 0]:
        remedy = "Den Block löschen und „python -m dashboard changes“ aufrufen."
        if newest.id != record.day:
            message = f"Die zuletzt festgehaltene Fassung ist die vom {record.day}."
            yield at("versions", newest.id, "", newest.id, message, remedy)
        elif published.fingerprint(newest.changes) != record.changes:
            message = "Stellen, alte oder neue Werte sind nicht die, die das Programm fand."
            remedy = f"Nur title, summary und reason ändern. Sonst: {published.FILE} und "
            remedy += "versions.toml aus der letzten Sicherung zurückholen."
            yield at("versions", newest.id, "changes", newest.id, message, remedy)


def _outlines(data: Dataset) -> Iterator[Fault]:
    """The boundary of a town carries the town's official key: a neighbour's looks as good."""
    for feature in data.geometry["towns"]["features"]:
        town, key = data.towns.get(feature["properties"]["slug"]), feature["properties"].get("ags")
        if town and key != town.ags:
            yield Fault(
                file="geo/towns.geojson",
                line=None,
                value=str(key),
                message=f"Die Grenze von [{town.slug}] gehört nicht zum AGS {town.ags}.",
                remedy="Den Schlüssel prüfen und „python -m dashboard geometry build“ aufrufen.",
            )


def _observations(data: Dataset) -> Iterator[Fault]:
    """What a note says of a value binds: its Kreis, another territory, an unclear basis."""
    for row in data.observations:
        town = data.towns.get(row.town)
        kreis = re.search(r"Kreis (\d{5})", row.note)
        if town and kreis and kreis[1] != town.ags[:5]:
            message = f"[{town.slug}] liegt im Kreis {town.ags[:5]}."
            yield _row(row, kreis[0], message, "Wert und Kreis in der Quelle nachsehen.")
        if ELSEWHERE in row.note:
            cuts = data.breaks_in(row.town, row.indicator)
            if not any("ebiet" in cut.explanation and cut.side(row.date) == 0 for cut in cuts):
                message = "Der Wert gilt für ein anderes Gebiet, und kein Bruch trennt ihn ab."
                yield _row(
                    row,
                    row.date,
                    message,
                    "Den Bruch in breaks.toml eintragen und mit dem Gebiet erklären.",
                )
        if ROUNDED.search(row.note) and not row.rounded_to:
            message = "Der Wert ist laut Bemerkung gerundet."
            yield _row(row, row.note, message, "In rounded_to eintragen, worauf, etwa 10 oder 1.")
        unclear = UNCLEAR in row.note and row.confidence is Confidence.LOW
        if unclear or SUPPOSED in row.note:
            (part,) = (one for one in data.segments(row.town, row.indicator) if row in one)
            if len(part) > 1:
                message = "Die Grundlage dieses Werts ist unklar, und eine Linie führt durch ihn."
                yield _row(
                    row, row.date, message, "In breaks.toml steht er zwischen after und before."
                )


def _months(record: published.Record, data: Dataset) -> Iterator[Fault]:
    """A month that a spreadsheet took for its first day is a month in the record or beside it."""
    dated = {(one.indicator, one.source, len(one.date)) for one in data.observations}
    for row in data.observations:
        month = row.date[:7]
        if row.date == f"{month}-01" and (
            (row.indicator, row.source, len(month)) in dated
            or ("observations.csv", f"{row.town}/{row.indicator}/{month}") in record.said
        ):
            message = "Aus dem Monat ist sein erster Tag geworden, wie es Tabellenprogramme tun."
            yield _row(row, row.date, message, f"{month} eintragen, in einer Spalte für Text.")


def _row(row: Observation, value: str, message: str, remedy: str) -> Fault:
    return Fault(
        file="observations.csv", line=row.line, value=value, message=message, remedy=remedy
    )
