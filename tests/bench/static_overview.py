"""The linked views drawn in the browser: one file of HTML, data and a script, no more asked for.

What a choice costs where no server is asked, for the note; no page of the site can be like that,
for it would need every value of every address in the browser.
"""

from __future__ import annotations

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np

from tests.bench import content, linked

PAGE = """<!doctype html><html lang="de"><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width">
<style>svg {{ width: 100%; max-width: 60rem }} text {{ font: 13px sans-serif }}
[data-faint] {{ opacity: .2 }}</style>
<h1>{title}</h1><p>{lead}</p><form></form><p id="sentence"></p>
<div id="map"></div><div id="timeline"></div><div id="chart"></div><div id="table"></div>
<script>const known = {data};
{script}</script></html>"""
SCRIPT = """
const form = document.querySelector("form");
const tick = ([id, name]) =>
  `<label><input type="checkbox" name="town" value="${id}"> ${name}</label> `;
const option = ([id, name]) => `<option value="${id}">${name}</option>`;
const select = (name, options, value) => `<select name="${name}">${options.map(option).join("")}`
  .replace(`value="${value}"`, `value="${value}" selected`) + "</select> ";
const months = known.months.map(one => [one, one]);
form.innerHTML = Object.entries(known.places).map(tick).join("")
  + select("kind", [["", "alle Arten"], ...Object.entries(known.kinds)], "")
  + select("start", months, known.months[0]) + select("end", months, known.months.at(-1));
const cell = text => `<td>${text}</td>`;
const draw = () => {
  const asked = new FormData(form), towns = asked.getAll("town");
  const faint = town => towns.length && !towns.includes(town) ? " data-faint" : "";
  const [kind, start, end] = ["kind", "start", "end"].map(name => asked.get(name));
  const everywhere = known.activities.filter(one => (!kind || one.kind === kind)
    && one.last.slice(0, 7) >= start && one.first.slice(0, 7) <= end);
  const found = everywhere.filter(one => !faint(one.town));
  const put = (id, markup) => document.getElementById(id).innerHTML = markup;
  put("sentence", `${found.length} Aktivitäten`);
  put("map", `<svg viewBox="0 0 100 134">` + Object.entries(known.map).map(([town, at]) =>
    `<g${faint(town)}><circle class="mark" cx="${at.left}" cy="${at.top * 1.34}" r="1.5"/>
    <text x="${at.left + 2}" y="${at.top * 1.34}" style="font-size:3px">${known.places[town]}
    ${everywhere.filter(one => one.town === town).length}</text></g>`).join("") + "</svg>");
  const rows = Object.keys(known.places), day = text => Date.parse(text) / 864e5;
  const [from, until] = [day(known.months[0]), day(known.months.at(-1)) + 31];
  const at = text => 150 + 650 * (Math.min(Math.max(day(text), from), until) - from)
    / (until - from);
  put("timeline", `<svg viewBox="0 0 800 200">` + rows.map((town, row) =>
    `<text y="${row * 32 + 20}">${known.places[town]}</text>`).join("")
    + known.activities.map(one => `<rect class="mark" x="${at(one.first)}" height="14"
      y="${rows.indexOf(one.town) * 32 + 8}" width="${Math.max(3, at(one.last) - at(one.first))}"
      fill="${one.colour}"${found.includes(one) ? "" : " data-faint"}><title>${one.title}</title>
      </rect>`).join("") + "</svg>");
  const high = Math.max(...known.heights), [low, top] = [known.edges[0], known.edges.at(-1)];
  const x = value => 20 + 760 * (value - low) / (top - low);
  put("chart", `<svg viewBox="0 0 800 200">` + known.heights.map((height, bin) =>
    `<rect x="${x(known.edges[bin])}" width="${760 / known.heights.length}" fill="lightgrey"
     y="${180 - 170 * height / high}" height="${170 * height / high}"/>`).join("")
    + Object.entries(known.values).map(([town, value]) => `<g${faint(town)}>
      <circle class="mark" cx="${x(value)}" cy="150" r="6"/>
      <text x="${x(value)}" y="140" text-anchor="middle">${known.places[town]} ${value}</text></g>`
    ).join("") + "</svg>");
  put("table", "<table>" + found.slice(0, 8).map(one => "<tr>" + [one.title,
    known.places[one.town], known.kinds[one.kind], one.when].map(cell).join("") + "</tr>"
  ).join("") + "</table>");
};
form.addEventListener("change", draw);
draw();
"""


def page() -> bytes:
    """Return the whole page."""
    rows = linked.activities()
    values = content.latest()
    every = linked.small_towns()
    column = sorted(one for one in every.columns if one.startswith(f"{linked.DEFAULT}@"))[-1]
    heights, edges = np.histogram(every[column].dropna(), bins=linked.BINS)
    own = values[(values["indicator"] == linked.DEFAULT) & values["town"].isin(content.TOWNS)]
    drawn = json.loads((content.DATA / "geo" / "germany.json").read_text("utf-8"))
    known = {
        "places": linked.PLACES,
        "kinds": linked.KINDS,
        "months": linked.MONTHS,
        "map": drawn["towns"],
        "heights": heights.tolist(),
        "edges": edges.tolist(),
        "values": dict(zip(own["town"], own["value"], strict=True)),
        "activities": [
            {
                "title": one.title,
                "town": one.town,
                "kind": one.category,
                "when": one.date_text,
                "first": f"{one.start:%Y-%m-%d}",
                "last": f"{one.end:%Y-%m-%d}",
                "colour": linked.COLOURS[one.category],
            }
            for one in rows.sort_values("start").itertuples()
        ],
    }
    data = json.dumps(known, ensure_ascii=False).replace("<", "\\u003c")
    return PAGE.format(title=linked.TITLE, lead=linked.LEAD, data=data, script=SCRIPT).encode()


class Handler(BaseHTTPRequestHandler):
    """Answers everything with the page."""

    body = page()

    def do_GET(self) -> None:
        """Send the page."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
