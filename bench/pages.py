"""What a page costs: CPU time of the serving processes for each request, sizes of HTML and assets.

With `--size city` for every page of every role's menu, in a region of 428 schools and 190,000 people.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from pathlib import Path

from bench.contract import ROOT, Run, at_most, main, say
from bench.pagewalk import FRAGMENT, walk
from bench.visitor import Visitor
from santong.kit.testing.serving import Served

LIMITS = {
    "list_cpu_ms": at_most(40),
    "fragment_cpu_ms": at_most(15),
    "signin_cpu_ms": at_most(10),
    "list_html_kb": at_most(60),
    "assets_gzip_kb": at_most(40),
}
CITY_LIMITS = {"home_cpu_ms": at_most(60), "slowest_cpu_ms": at_most(60)}
LIST, SIGN_IN, HOME = "/organisations/?sort=name", "/account/sign-in/", "/"
WARM_UP = 30


def measure(run: Run) -> Mapping[str, float | str]:
    """Serve the demonstration and count the CPU seconds of its web process over many requests."""
    with run.installation(LOG_LEVEL="WARNING", SANTONG_DEMO="1", PUBLIC_URL="http://127.0.0.1") as place:
        size = run.size
        place.run("prepare", "--migrate", "--demo", size, "--bare")
        say("the region is made")
        with place.serving("--bare", "--size", size, command="demo") as served:
            return walked(served, run) if size == "city" else of_one_list(served, run.pick(500, 120))


def of_one_list(served: Served, times: int) -> Mapping[str, float]:
    """The costs of a bureau officer's home and list."""
    officer, stranger = Visitor(served.url), Visitor(served.url)
    officer.enter("county")
    page = fetch(officer, LIST)
    return {
        "list_cpu_ms": cost(served, officer, LIST, times),
        "fragment_cpu_ms": cost(served, officer, LIST, times, **FRAGMENT),
        "signin_cpu_ms": cost(served, stranger, SIGN_IN, times),
        "home_cpu_ms": cost(served, officer, HOME, times),
        "list_html_kb": len(page.encode()) / 1000,
        "assets_gzip_kb": assets_kb(),
    }


def walked(served: Served, run: Run) -> Mapping[str, float | str]:
    """The highest cost of each kind of page, over every page of every role's menu."""
    times = run.pick(20, 3)

    def of_one(visitor: Visitor, path: str, headers: dict[str, str]) -> float:
        return cost(served, visitor, path, times, 3, **headers)

    visits = list(walk(served.url, of_one))
    slowest = max(visits, key=lambda visit: visit.cpu_ms)
    return {
        "list_cpu_ms": max(visit.cpu_ms for visit in visits if visit.kind in ("list", "search")),
        "fragment_cpu_ms": max(visit.cpu_ms for visit in visits if visit.kind == "fragment"),
        "signin_cpu_ms": cost(served, Visitor(served.url), SIGN_IN, times),
        "home_cpu_ms": max(visit.cpu_ms for visit in visits if visit.kind == "home"),
        "list_html_kb": max(visit.kb for visit in visits if visit.kind in ("list", "search")),
        "assets_gzip_kb": assets_kb(),
        "slowest_cpu_ms": slowest.cpu_ms,
        "slowest_page": str(slowest),
        "pages": len(visits),
    }


def cost(served: Served, visitor: Visitor, path: str, times: int, warm_up: int = WARM_UP, **headers: str) -> float:
    """CPU milliseconds of all web processes for one request, over `times` requests."""
    for _ in range(warm_up):
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
    main("pages", measure, LIMITS, sizes={"small": {}, "city": CITY_LIMITS})
