"""`santong bench NAME`: the benchmarks of a source checkout."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def main(arguments: list[str]) -> int:
    """Run the benchmark; without a name, list them. Returns the exit code."""
    known = names()
    if not known:
        print("Benchmarks come with the source code: run this in a checkout.", file=sys.stderr)
        return 1
    if not arguments or arguments[0] not in known:
        print(f"Choose one of: {', '.join(known)}", file=sys.stderr)
        return 2
    command = [sys.executable, "-m", f"bench.{arguments[0]}", *arguments[1:]]
    return subprocess.run(command, cwd=ROOT).returncode


def names() -> list[str]:
    """Modules of `bench` that can be run."""
    files = sorted((ROOT / "bench").glob("*.py"))
    return [file.stem for file in files if '\nif __name__ == "__main__":' in file.read_text(encoding="utf-8")]
