"""`santong doctor`: looks at everything an installation needs, and says how to mend each thing.

Exit code 0 when nothing necessary is wrong; things that only some functions need are told apart.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

from santong.config.environment import ConfigurationError, read_environment, secret_key

GOOD, OPTIONAL, BAD = "good", "optional", "bad"
SIGNS = {GOOD: "  ok   ", OPTIONAL: "  --   ", BAD: "  BAD  "}
PYTHON = (3, 11)


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `mend` says what to do; empty when all is well."""

    name: str
    state: str
    text: str
    mend: str = ""


def main(arguments: list[str]) -> int:
    """Print the findings; returns the exit code."""
    parser = argparse.ArgumentParser(prog="santong doctor", description="Check the installation.")
    parser.add_argument("--json", action="store_true", help="one JSON line instead of text")
    options = parser.parse_args(arguments)
    findings = list(examine())
    print(as_json(findings) if options.json else as_text(findings))
    return 1 if any(finding.state == BAD for finding in findings) else 0


def examine() -> Iterator[Finding]:
    """Everything, in the order in which it must be mended."""
    yield python_version()
    settings = environment()
    yield settings
    if settings.state == BAD:
        return
    yield from with_django()


def python_version() -> Finding:
    """Python is new enough."""
    found = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < PYTHON:
        return Finding("python", BAD, found, "Install Python 3.11 or later and make the virtual environment anew.")
    return Finding("python", GOOD, found)


def environment() -> Finding:
    """The environment variables can be used, and there is a key."""
    try:
        settings = read_environment()
        secret_key(settings)
    except ConfigurationError as error:
        return Finding("settings", BAD, str(error), "Correct the variables; docs/operations.md lists them all.")
    return Finding("settings", GOOD, f"{settings.public_url}, home {settings.home.resolve()}")


def with_django() -> Iterator[Finding]:
    """What can be looked at once the settings are good."""
    import django

    django.setup()
    from santong.config import checkup  # reads the settings when imported

    yield from run(checkup.CHECKS)


def run(checks: tuple[Callable[[], Finding], ...]) -> Iterator[Finding]:
    """The findings of the checks, one after the other."""
    for check in checks:
        yield check()


def as_json(findings: list[Finding]) -> str:
    """One line: `ok` and all findings."""
    good = all(finding.state != BAD for finding in findings)
    return json.dumps({"ok": good, "findings": [asdict(finding) for finding in findings]}, ensure_ascii=False)


def as_text(findings: list[Finding]) -> str:
    """A table for a person; what to do stands under each thing that is wrong."""
    lines = []
    for finding in findings:
        lines.append(f"{SIGNS[finding.state]}{finding.name:18} {finding.text}")
        if finding.mend:
            lines.append(f"{'':25} → {finding.mend}")
    bad = sum(finding.state == BAD for finding in findings)
    lines.append(f"\n{bad} of {len(findings)} need mending." if bad else "\nEverything necessary is in order.")
    return "\n".join(lines)
