"""What a survey is: who was asked what, how, and what was answered, as frozen entries."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dashboard.facts.model import Confidence

SMALLEST_CELL = 5  # a smaller count could be a person


SMALLEST_BASE = 30  # persons; of fewer, no share is shown


class SurveyRole(StrEnum):
    """Whose survey it is: the project's own, another local one, or a comparison survey."""

    PROJECT = "project"
    LOCAL_OTHER = "local_other"
    BENCHMARK = "benchmark"


class PublicationStatus(StrEnum):
    """What of a survey has been published."""

    NOT_HELD = "not_held"
    EXISTENCE_ONLY = "existence_only"
    CALL_ONLY = "call_only"
    TOPLINE = "topline"
    VALUES = "values"


class SamplingType(StrEnum):
    """How the people asked were chosen; decides whether an interval may be shown."""

    PROBABILITY = "probability"
    CENSUS = "census"
    PANEL = "panel"
    SELF_SELECTED = "self_selected"
    TALLY = "tally"
    INTERVIEWS = "interviews"
    INVENTORY = "inventory"
    UNKNOWN = "unknown"

    @property
    def allows_interval(self) -> bool:
        """Whether sampling lets a confidence interval mean anything."""
        return self in (SamplingType.PROBABILITY, SamplingType.CENSUS)


class Exactness(StrEnum):
    """How a published survey value was given."""

    EXACT = "exact"
    WORDS = "words"
    LOWER_BOUND = "lower_bound"
    TEXT = "text"
    NOT_FOUND = "not_found"


class QuestionType(StrEnum):
    """How a survey question is answered; decides base of the shares and chart."""

    SELECT_ONE = "select_one"
    SELECT_MULTIPLE = "select_multiple"
    LIKERT = "likert"
    NUMERIC = "numeric"


class WordingStatus(StrEnum):
    """Whether the wording of a question is the questionnaire's own."""

    VERBATIM = "verbatim"
    PARAPHRASE = "paraphrase"
    UNKNOWN = "unknown"


class OptionKind(StrEnum):
    """What an answer means, and so whether it counts in the base of a question."""

    SUBSTANTIVE = "substantive"
    NEUTRAL = "neutral"
    OTHER = "other"
    DONT_KNOW = "dont_know"
    NO_ANSWER = "no_answer"
    NOT_SHOWN = "not_shown"

    @property
    def in_base(self) -> bool:
        """Whether shares are made of it; who does not know or was not asked stays outside."""
        return self in (OptionKind.SUBSTANTIVE, OptionKind.NEUTRAL, OptionKind.OTHER)


class Statistic(StrEnum):
    """What an aggregate of a survey says about its answers."""

    COUNT = "count"
    SHARE = "share"
    MEDIAN = "median"
    LOWER_QUARTILE = "p25"
    UPPER_QUARTILE = "p75"


class AggregateUnit(StrEnum):
    """The unit of an aggregate: persons for counts, percent for shares, else a measure."""

    PERSONS = "persons"
    PERCENT = "percent"
    MINUTES = "minutes"
    KILOMETRES = "km"
    DAYS = "days"
    HOURS = "hours"
    YEARS = "years"
    EURO = "euro"
    PIECES = "pieces"


class AggregatePrecision(StrEnum):
    """How exactly an aggregate is given."""

    EXACT = "exact"
    ROUNDED = "rounded"
    WORDS = "approx_words"
    LOWER_BOUND = "lower_bound"


class Suppression(StrEnum):
    """Why an aggregate is withheld; its value is then empty.

    Protected is what is small itself or would give something small away: which of both is not told.
    """

    NONE = "none"
    PROTECTED = "protected"
    LOW_BASE = "low_base"


class Provenance(StrEnum):
    """Where a value comes from; synthetic never stands beside the others."""

    PUBLISHED = "published"
    DELIVERED = "delivered"
    DERIVED = "derived"
    SYNTHETIC = "synthetic"


class Grade(StrEnum):
    """How comparable: A same wording and answers, B recodable, C same topic only."""

    A = "A"
    B = "B"
    C = "C"


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """A survey: the project's, another local one or a comparison. `n` as published text."""

    id: str
    role: SurveyRole
    place: str
    title: str
    sampling: SamplingType
    published: str
    status: PublicationStatus
    source_url: str
    town: str = ""
    mode: str = ""
    field_start: str = ""
    field_end: str = ""
    population: str = ""
    invited: str = ""
    n: str = ""
    institution: str = ""
    contact: str = ""


# answers to a question that says itself what was counted: „Zahl der Teilnehmenden“
ALL_COUNTED = ("gesamt", "Teilnehmende")


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyFact:
    """One published value of a survey, or one thing that was looked for and not found.

    `value_text` is the value as it is shown where digits alone do not say it: the words of the
    source, or a count with what was counted („42 Personen“).
    """

    id: str
    survey: str
    place: str
    question: str
    wording_known: bool
    answer: str
    value: float | None
    unit: str
    exactness: Exactness
    value_text: str
    n: int | None
    field_start: str
    field_end: str
    source_url: str
    source_title: str
    source_published: str
    confidence: Confidence
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyOption:
    """One answer; `polarity` is -1, 0 or 1 on scales from rejection to approval."""

    code: str
    label: str
    kind: OptionKind = OptionKind.SUBSTANTIVE
    polarity: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyQuestion:
    """One question of an imported survey, a block of `surveys/<survey>/questions.toml`.

    `item` is the statement rated; questions of a matrix share `scale` and `wording`. `options`
    stand in the order of the questionnaire. `concept` names the harmonised question and
    `grade` how well this one fits it.
    """

    id: str
    survey: str
    position: int
    type: QuestionType
    wording_status: WordingStatus
    base: str
    wording: str = ""
    item: str = ""
    multiple: bool = False
    scale: str = ""
    options: tuple[SurveyOption, ...] = ()
    concept: str = ""
    grade: Grade | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyAggregate:
    """One aggregate, a row of `surveys/<survey>/aggregates.csv`; `value` None is withheld.

    `option_code` is empty for numeric questions, `group_dim` and `group_value` for all persons.
    `source_id` is a source of sources.toml, or the survey's own id for a file delivered.
    """

    question_id: str
    option_code: str
    group_dim: str
    group_value: str
    stat: Statistic
    value: float | None
    unit: AggregateUnit
    precision: AggregatePrecision
    n_base: int | None
    n_eff: float | None
    weighted: bool
    ci_low: float | None
    ci_high: float | None
    ci_method: str
    suppression: Suppression
    source_id: str
    source_locator: str
    computed_by: str
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyResult:
    """All that an imported survey answered: questions in order, aggregates in file order."""

    survey: Survey
    questions: tuple[SurveyQuestion, ...]
    aggregates: tuple[SurveyAggregate, ...]


class Topic(StrEnum):
    """Where a block stands: in the register of the towns, as a contradiction, under a theme."""

    REGISTER = "register"
    CONTRADICTION = "widerspruch"
    HOMEOFFICE = "homeoffice"
    COWORKING = "coworking"
    COMMUTING = "pendeln"
    WORKPLACE = "arbeitsort"
    PARTICIPATION = "beteiligung"
    IDEAS = "ideen"


class ComparisonChart(StrEnum):
    """How a block is drawn, if at all."""

    NONE = ""
    SERIES = "series"
    BARS = "bars"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Survey facts that may share an axis (grade A or B), or that may not (C), and why.

    `asked` and `about` say who was asked what. `contrast` names the facts set against other
    definitions of the same year, `headline` those named in its finding.
    """

    id: str
    topic: Topic
    label: str
    grade: Grade
    facts: tuple[str, ...]
    asked: str = ""
    about: str = ""
    reason: str = ""
    contrast: tuple[str, ...] = ()
    headline: bool = False
    chart: ComparisonChart = ComparisonChart.NONE
