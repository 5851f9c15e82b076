"""Virtual experiments as vendors deliver them: SCORM packages of one page."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from santong.domains.learning.resources.demo.studio.work import Work

MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<manifest identifier="experiment-{number}" version="1.0" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" '
    'xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">'
    "<metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>"
    '<organizations default="o"><organization identifier="o"><title>{title}</title>'
    '<item identifier="i" identifierref="r"><title>{title}</title></item></organization></organizations>'
    '<resources><resource identifier="r" type="webcontent" adlcp:scormtype="sco" href="index.html">'
    '<file href="index.html"/></resource></resources></manifest>'
)
PAGE = """<!doctype html><html lang="zh"><meta charset="utf-8"><title>{title}</title>
<style>body{{font:18px sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem}}label{{display:block;margin:1rem 0}}
input{{width:100%}}td,th{{padding:.3rem 1rem;border-bottom:1px solid #ccc;text-align:right}}</style>
<h1>{title}</h1><p>{law}</p>
<label>{first}：<output id="a"></output> {first_unit}<input id="x" type="range" min="{first_least}" max="{first_most}">
</label>
<label{hidden}>{second}：<output id="b"></output> {second_unit}
<input id="y" type="range" min="{second_least}" max="{second_most}"></label>
<p>{result}：<strong id="r"></strong> {unit}</p><button id="note">记录这一次</button>
<table><thead><tr><th>{first}</th><th{hidden}>{second}</th><th>{result}</th></tr></thead><tbody id="t"></tbody></table>
<script>
const of = (id) => document.getElementById(id);
const law = (x, y) => Math.round(({formula}) * 100) / 100;
const show = () => {{ const x = +of("x").value, y = +of("y").value;
  of("a").textContent = x; of("b").textContent = y; of("r").textContent = law(x, y); }};
of("x").oninput = of("y").oninput = show;
of("note").onclick = () => {{ const row = of("t").insertRow();
  [of("x").value, of("y").value, of("r").textContent].forEach((value, place) => {{
    const cell = row.insertCell(); cell.textContent = value; cell.hidden = place === 1 && {alone}; }}); }};
show();
</script></html>
"""
NAMES = (
    "law", "first", "first_unit", "first_least", "first_most", "second", "second_unit", "second_least", "second_most",
    "formula", "result", "unit",
)  # fmt: skip


def experiment(at: Path, work: Work) -> None:
    """Two figures to choose, the law that joins them, and a table of what was tried."""
    told = dict(zip(NAMES, work.experiment, strict=True))
    alone = told["second_least"] == told["second_most"]
    page = PAGE.format(title=work.title, hidden=" hidden" if alone else "", alone=json.dumps(alone), **told)
    with zipfile.ZipFile(at, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("imsmanifest.xml", MANIFEST.format(number=work.number, title=work.title))
        packed.writestr("index.html", page)
