"""QR codes, drawn by the server as SVG in the page: no service, no request."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component


def qr_code(address: str) -> Component:
    """Return the code of a public address, dark on white whatever is around it.

    It is read out in a word: whoever hears it has the page, and the address as a link or text.
    """
    import segno  # only slides and sheets need it, and a start would wait for it

    picture = segno.make(address, error="m", micro=False)
    return html.Img(
        src=picture.svg_data_uri(border=2, dark="#000", light="#fff", omitsize=True),
        alt="QR-Code",
        className="qr-code",
        width="120",
        height="120",
    )
