"""What a page costs: CPU time of the serving processes for each request, sizes of HTML and assets."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from pathlib import Path

from bench.contract import ROOT, Run, at_most, main, say
from bench.visitor import Visitor
from santong.kit.testing.serving import Served

LIMITS = {
    "list_cpu_ms": at_most(40),
    "fragment_cpu_ms": at_most(15),
    "signin_cpu_ms": at_most(10),
    "list_html_kb": at_most(60),
    "assets_gzip_kb": at_most(40),
}
LIST, SIGN_IN, HOME = "/organisations/?sort=name", "/account/sign-in/", "/"
WARM_UP = 30


def measure(run: Run) -> Mapping[str, float]:
    """Serve the demonstration and count the CPU seconds of its web process over many requests."""
    times = run.pick(500, 120)
    with run.installation(LOG_LEVEL="WARNING") as place, place.serving("--bare", command="demo") as served:
        officer, stranger = Visitor(served.url), Visitor(served.url)
        officer.enter("county")
        page = fetch(officer, LIST)
        return {
            "list_cpu_ms": cost(served, officer, LIST, times),
            "fragment_cpu_ms": cost(served, officer, LIST, times, **{"HX-Request": "true"}),
            "signin_cpu_ms": cost(served, stranger, SIGN_IN, times),
            "home_cpu_ms": cost(served, officer, HOME, times),
            "list_html_kb": len(page.encode()) / 1000,
            "assets_gzip_kb": assets_kb(),
        }


def cost(served: Served, visitor: Visitor, path: str, times: int, **headers: str) -> float:
    """CPU milliseconds of all web processes for one request, over `times` requests."""
    for _ in range(WARM_UP):
        fetch(visitor, path, **headers)
    before = cpu_seconds(served)
    for _ in range(times):
        fetch(visitor, path, **headers)
    figure = (cpu_seconds(served) - before) / times * 1000
    say(f"{path} {headers or ''}: {figure:.1f} ms")
    return figure


def fetch(visitor: Visitor, path: str, **headers: str) -> str:
    """The text of a page; anything but a success would falsify the figure."""
    status, text = visitor.get(path, **headers)
    if status != 200:
        raise RuntimeError(f"{path} answered {status}")
    return text


def cpu_seconds(served: Served) -> float:
    """User and system time of the web processes so far."""
    found = [process.cpu_times() for process in served.processes("santong.config.web")]
    return sum(times.user + times.system for times in found)


def assets_kb() -> float:
    """Styles and scripts of a page without charts, compressed, in kB."""
    build = ROOT / "src" / "santong" / "static_build"
    manifest = json.loads((build / "manifest.json").read_text())
    entry = manifest["frontend/main.ts"]
    files = {entry["file"], *entry.get("css", ())}
    for name in entry.get("imports", ()):
        files |= {manifest[name]["file"], *manifest[name].get("css", ())}
    return sum(len(gzip.compress(Path(build / file).read_bytes(), 9)) for file in files) / 1000


if __name__ == "__main__":
    main("pages", measure, LIMITS)
