"""Who runs the site, written into its texts: `{betreiber_name}` and the like in `data/texts`."""

from __future__ import annotations

import re
from dataclasses import replace

from dashboard.components.shell import SITE_NAME
from dashboard.facts.dataset import DataError, Dataset
from dashboard.facts.model import Fault
from dashboard.pages import texts
from dashboard.web.config import OPERATOR, Settings
from dashboard.wording import links

MISSING = "*nicht eingetragen*"  # only where a text holds its placeholder outside of a part
DRAFT = (
    "**Das ist ein Entwurf zum Ansehen und kein öffentliches Angebot.** Wer die Seite öffentlich"
    " anbietet, muss alle Angaben eintragen."
)
DRAFT_IN_EASY_LANGUAGE = (
    "Diese Seite ist noch **nicht** fertig.\\\nManche Angaben fehlen noch.\\\n"
    "Zum Beispiel fehlt eine Adresse."
)
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
PART = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)  # left out where something in it is not entered


def with_operator(data: Dataset, settings: Settings) -> Dataset:
    """Return the data with every placeholder of its texts filled from the settings.

    Raises:
        DataError: if a text names something that is no setting, or no page shows it.
    """
    entered = {one.name for one in OPERATOR if settings.operator.get(one.name)}
    values = {one.name: _shown(settings.operator.get(one.name, ""), one.email) for one in OPERATOR}
    values["entwurf_hinweis"] = "" if settings.public else DRAFT
    values["entwurf_hinweis_leicht"] = "" if settings.public else DRAFT_IN_EASY_LANGUAGE
    values["barriere_adresse"] = barrier_address(settings)
    faults = (*_unknown(data, frozenset(values)), *texts.faults(data))
    if faults:
        raise DataError(faults)
    known = entered | (values.keys() - {one.name for one in OPERATOR})

    def part(match: re.Match[str]) -> str:
        return match[1] if set(PLACEHOLDER.findall(match[1])) <= known else ""

    filled = {
        name: PLACEHOLDER.sub(lambda match: values[match[1]], PART.sub(part, text))
        for name, text in data.texts.items()
    }
    return replace(data, texts=filled)


def barrier_address(settings: Settings) -> str:
    """Return where a barrier is reported from every page: a mail, or the page that says how."""
    email = settings.operator.get("barriere_email")
    if not email:
        return links.to(links.ACCESSIBILITY)
    return links.mail(email, f"Barriere auf der Seite „{SITE_NAME.partition(',')[0]}“")


def _shown(value: str, email: bool) -> str:
    if not value:
        return MISSING
    return f"<{value}>" if email or value.startswith("https://") else value


def _unknown(data: Dataset, known: frozenset[str]) -> list[Fault]:
    return [
        Fault(
            file=f"texts/{name}.md",
            line=text.count("\n", 0, match.start()) + 1,
            value=match.group(),
            message="Diesen Platzhalter gibt es nicht.",
            remedy=f"Bekannt sind: {', '.join(sorted(known))}.",
        )
        for name, text in data.texts.items()
        for match in PLACEHOLDER.finditer(text)
        if match[1] not in known
    ]
