"""Which columns of a file belong to one question, and how they hold its answers.

A questionnaire says it; without one it is seen from headings, labels and answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from dashboard.commands.survey.cells import error_of, number_of
from dashboard.commands.survey.delivery import NOT_SHOWN, Delivery, Part, Shape, Tool
from dashboard.commands.survey.readers import SOSCI_NO_ANSWER

BRACKET = re.compile(r"^(?P<stem>.+?)[_ ]?\[(?P<part>[^\]]+)\](?P<text>.*)$")
SOSCI_PART = re.compile(r"^(?P<stem>[A-Z]{1,2}\d{2,3})_(?P<part>\d{2})$")
UNDERSCORE = re.compile(r"^(?P<stem>[A-Za-z]\w*?)_(?P<part>\w+)$")
ITEM_FIRST = re.compile(r"^\[(?P<item>[^\]]+)\]\s*(?P<wording>.*)$")
RANK = re.compile(r"(?:(?:Rang|Rank|Rangplatz|Platz)\s*)?([1-9]\d?)", re.IGNORECASE)
TICK = ({"Y"}, {"Y", "N"}, {"Ja"}, {"Ja", "Nein"}, {"Yes", "No"}, {"1"}, {"0", "1"}, {"quoted"})
TICKED = re.compile(r"ja|yes|gewählt|selected|quoted|angekreuzt|ausgewählt", re.IGNORECASE)
LEFT = re.compile(
    r"nein|no|nicht (gewählt|angekreuzt|ausgewählt)|not (selected|quoted)", re.IGNORECASE
)
OTHER = re.compile(r"^(-oth-|(sonstiges|sonstige|anderes|andere|other)\b)", re.IGNORECASE)
COMMENT = re.compile(r"(comment|kommentar)$", re.IGNORECASE)
MOST_STEPS = 12  # answers of a scale that several rows share
FEWEST_RANKED = 30  # persons who must have ranked, and none given one answer two places


def families(delivery: Delivery) -> Mapping[str, list[tuple[str, Part]]]:
    """Return the columns of each question that has several, by its code or wording."""
    found: dict[str, list[tuple[str, Part]]] = {}
    for name in delivery.columns:
        if part := part_of(name, delivery):
            found.setdefault(part.of, []).append((name, part))
    return found


def part_of(name: str, delivery: Delivery) -> Part | None:
    """Return which part of a question a column is, or None where it stands alone."""
    if known := delivery.parts.get(name):
        return known
    label = delivery.labels.get(name, "")
    if match := (SOSCI_PART.match(name) if delivery.tool is Tool.SOSCI else None):
        wording, colon, item = label.partition(":")  # „Arbeitsort: zu Hause“
        return _part(match, wording if colon else "", item if colon else label)
    if match := BRACKET.match(name):
        inner = BRACKET.match(match["text"].strip(" .")) or BRACKET.match(label)
        if inner:  # „ort[SQ001]. Wo arbeiten Sie? [zu Hause]“
            return _part(match, re.sub(r"^[._ ]+", "", inner["stem"]), inner["part"])
        return _part(match, "", label)
    if match := UNDERSCORE.match(name):  # LimeSurvey in SPSS: „[zu Hause] Wo arbeiten Sie?“
        if first := ITEM_FIRST.match(label):
            return _part(match, first["wording"], first["item"])
        if last := BRACKET.match(label):
            return _part(match, last["stem"], last["part"])
    return None


def _part(match: re.Match[str], wording: str, item: str) -> Part:
    code = match["part"]
    return Part(
        of=match["stem"],
        wording=wording.strip() or match["stem"],
        item=item.strip() or code,
        code=code,
        free=bool(OTHER.match(code) or COMMENT.search(code)),
    )


def shape_of(family: Sequence[tuple[str, Part]], delivery: Delivery) -> Shape:
    """Return how these columns hold the answers of their question."""
    if known := next((part.shape for _, part in family if part.shape), None):
        return known
    closed = [(name, part) for name, part in family if not _is_free(name, part, delivery)]
    if not closed:
        return Shape.SINGLE
    answered = [name for name, _ in closed if values_of(name, delivery)]
    if answered and all(is_tick(name, delivery) for name in answered):
        return Shape.MULTIPLE
    if len(closed) > 1 and _is_ranking(closed, delivery):
        return Shape.RANKING
    return Shape.ARRAY if len(closed) > 1 and _is_array(closed, delivery) else Shape.SINGLE


def _is_free(name: str, part: Part, delivery: Delivery) -> bool:
    return name in delivery.open or part.free


def values_of(name: str, delivery: Delivery) -> set[str]:
    """Return the different answers of a column; what is no answer is none."""
    found = set(delivery.columns[name]) - {"", NOT_SHOWN}
    return {one for one in found if not error_of(one)}


def is_tick(name: str, delivery: Delivery) -> bool:
    """Tell whether a column says of one answer whether it was ticked."""
    values = values_of(name, delivery)
    if delivery.tool is Tool.SOSCI:
        return bool(values) and values <= {"1", "2", *SOSCI_NO_ANSWER} and bool(values & {"1", "2"})
    if delivery.value_labels.get(name):
        return bool(ticked_codes(name, delivery)) and values <= {*delivery.value_labels[name]}
    return values in TICK or values == {"1", "2"}


def ticked_codes(name: str, delivery: Delivery) -> list[str]:
    """Return the codes that mean „ticked“ where the labels of a column say so."""
    labels = delivery.value_labels.get(name, {})
    yes = [code for code, text in labels.items() if TICKED.fullmatch(text)]
    no = [code for code, text in labels.items() if LEFT.fullmatch(text)]
    return yes if len(yes) == 1 and len(yes) + len(no) == len(labels) <= 2 else []


def rank_of(part: Part) -> int:
    """Return which place a column of a ranking holds, 0 if none."""
    found = RANK.fullmatch(part.code) or RANK.fullmatch(part.item)
    return int(found[1]) if found else 0


def _is_ranking(family: Sequence[tuple[str, Part]], delivery: Delivery) -> bool:
    """Tell whether columns are places, or hold them: nobody gives one place or answer twice."""
    places = list(range(1, len(family) + 1))
    numbered = sorted(rank_of(part) for _, part in family) == places
    held = set().union(*(values_of(name, delivery) for name, _ in family)) <= {*map(str, places)}
    if not numbered and not held:
        return False
    ranked = 0
    for cells in zip(*(delivery.columns[name] for name, _ in family), strict=True):
        given = [cell for cell in cells if cell not in ("", NOT_SHOWN)]
        if len(given) != len(set(given)):
            return False
        ranked += len(given) > 1
    return ranked >= FEWEST_RANKED


def _is_array(family: Sequence[tuple[str, Part]], delivery: Delivery) -> bool:
    """Tell whether columns are rows of one scale: the same few answers in all of them."""
    labels = [delivery.value_labels.get(name, {}) for name, _ in family]
    if any(labels):
        return all(one == labels[0] for one in labels)
    values = [found for name, _ in family if (found := values_of(name, delivery))]
    union = set().union(*values)
    alike = all(len(one & union) * 2 > len(union) for one in values)
    return bool(values) and 2 < len(union) <= MOST_STEPS and alike


def in_order(codes: set[str]) -> Iterator[str]:
    """Yield codes as they are counted, texts by the alphabet."""
    numbers = {code: number_of(code, thousands=True, comma=True) for code in codes}
    yield from sorted(codes, key=lambda code: (numbers[code] is None, numbers[code] or 0, code))
