"""A process of its own that forms groups: `python -m santong.lib.course_choice.process`.

It reads one line of JSON (`problem`, `seed`, `seconds`, `before`) and writes one for every answer that it finds,
`found`, at last `ended`. It can be killed at any time, and ends by itself once nobody waits for it.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from santong.lib.course_choice.grouping import Grouped, read
from santong.lib.course_choice.searching import search
from santong.lib.processes import when_orphaned


def main() -> None:
    """Read, search, say what is found."""
    when_orphaned(os.getppid(), lambda: os._exit(1))
    given = json.loads(sys.stdin.readline())
    before = Grouped(*given["before"]) if given["before"] else None
    for found in search(read(given["problem"]), seconds=given["seconds"], seed=given["seed"], before=before):
        _say({"said": "found", "bands": found.bands, "members": found.members})
    _say({"said": "ended"})


def _say(said: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
