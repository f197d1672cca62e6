"""One thing has one name: variants that pages and texts no longer use."""

from __future__ import annotations

import re

from dashboard.wording import links

# the name that holds, and what must not stand in its place
ONE_NAME = {
    "Themenwoche": r"Aktionswoche",
    "Verbund": r"Alle (Städte )?gemeinsam|alle Städte gemeinsam",
    "Folien": r"Sitzung starten|Sitzung:",
    "Seite der Stadt (Profil heißt die Ansicht im Vergleich)": r"Profil je Stadt|Profil der Stadt",
    "CSV": r"CSV für Programme",
    "nicht gefunden": r"nicht veröffentlicht bzw\.|\(Titel nicht veröffentlicht\)",
    "Wohnungsleerstand": r"Leerstandsquote",
    "Ein Viertel liegt darunter, darüber": r"(unter|ober)e[srmn] Quartil|Perzentil",
    "Landkreis Prignitz und so weiter, mit Namen": r"Kreis \d{5}",
    "Bezugstag gleich 100 gesetzt": r"\bIndex\b",
    "die Abschlussmeldung der Stadt Oestrich-Winkel": r"gemeinsame[nr]? Abschlussmeldung",
}


def test_no_page_uses_another_name(pages: dict[str, str]) -> None:
    for path, text in pages.items():
        if path == links.VERSIONS:  # tells what stood where before
            continue
        shown = re.sub(r"<script.*?</script>|<[^>]*>", "", text, flags=re.DOTALL)
        for name, others in ONE_NAME.items():
            found = re.search(others, shown)
            assert not found, f"{path}: {found and found[0]}; here it is called {name}"
