"""Writes the table of modules into docs/map.md, from what the docstrings of their `module.py` say.

python scripts/map_modules.py            write it
python scripts/map_modules.py --check    only say whether it is true, by the exit code
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MAP = ROOT / "docs" / "map.md"
DOMAINS = ROOT / "src" / "santong" / "domains"
ORDER = ("platform", "learning", "campus", "governance")
HEAD = "| module | what it does |\n|---|---|\n"


def table() -> str:
    """The table, a line for each folder with a `module.py`."""
    lines = [f"| `{domain}/{path.parent.name}` | {_said(path)} |\n" for domain in ORDER for path in _modules(domain)]
    return HEAD + "".join(lines)


def _modules(domain: str) -> list[Path]:
    return sorted((DOMAINS / domain).glob("*/module.py"))


def _said(path: Path) -> str:
    said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    if not said:
        raise SystemExit(f"{path.relative_to(ROOT)} says nothing: begin it with what the module does.")
    return " ".join(said.split("\n\n")[0].split()).removesuffix(".")


def main(arguments: list[str]) -> int:
    """Command line; returns the exit code."""
    text = MAP.read_text(encoding="utf-8")
    start = text.index(HEAD)
    end = text.index("\n\n", start) + 1
    made = text[:start] + table() + text[end:]
    if "--check" not in arguments:
        MAP.write_text(made, encoding="utf-8")
    elif made != text:
        print("docs/map.md doesn't say what the modules say of themselves: run `make map`.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
