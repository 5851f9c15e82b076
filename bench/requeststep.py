"""Sequences of movements, what a decision of twenty signers costs, attacks in conditions; prints JSON."""

from __future__ import annotations

import json
import sys
import time
from random import Random

import django

django.setup()

from bench.requestwalk import walk  # noqa: E402
from santong.domains.platform.access.public import identities_of  # noqa: E402
from santong.domains.platform.access.testing import make_region, somebody  # noqa: E402
from santong.domains.platform.identity.public import Person  # noqa: E402
from santong.domains.platform.requests.actions import agree, draw_path, put_draft, put_in_force, send  # noqa: E402
from santong.domains.platform.requests.engine.stages import Decider, How, Source, Stage  # noqa: E402
from santong.domains.platform.requests.kinds import RequestKind, kind_of  # noqa: E402
from santong.domains.platform.requests.models import Request  # noqa: E402
from santong.domains.platform.requests.paths import applies  # noqa: E402
from santong.kit.access import SYSTEM, Grant, Viewer  # noqa: E402
from santong.lib.formulas import FormulaError  # noqa: E402

SIGNERS = 20
WATCHED = frozenset(
    {"exec", "compile", "open", "import", "os.system", "subprocess.Popen", "socket.connect", "os.remove"}
)
PAYLOADS = (
    "__import__('os').system('id')",
    "().__class__.__bases__[0].__subclasses__()",
    "open('/etc/passwd').read()",
    "exec('import os')",
    "eval('1+1')",
    "天数.__class__",
    "lambda: 1",
    "[x for x in ().__class__.__mro__]",
    "{{7*7}}",
    "${7*7}",
    "1; DROP TABLE requests_request; --",
    "' OR '1'='1",
    "getattr(天数, '__class__')",
    "globals()['__builtins__']",
    "f'{天数.__class__}'",
    "compile('1','','eval')",
    "os.remove('x')",
    "import os",
    "工作日数 > 1 UNION SELECT password FROM identity_person",
    "<script>alert(1)</script>",
)
AROUND = (
    "{}",
    "({})",
    "{} > 3",
    "3 < {}",
    "如果({}, 真, 假)",
    "非({})",
    "工作日数 > 3 或 {}",
    "工作日数 > 3 且 {}",
    "缺省({}, 0) > 1",
    "[{}] = 1",
)


def viewer(person: Person) -> Viewer:
    """A person in all their identities."""
    grants = tuple(Grant(role, each.path) for each in identities_of(person.pk) for role in each.roles)
    return Viewer(person.pk, grants, "staff", person.name)


def step_ms(rounds: int) -> float:
    """CPU milliseconds of one decision among twenty signers, the last ones of each request left out."""
    region, kind = make_region(), kind_of("seal")
    signers = [viewer(somebody("subject_teacher", region.lake, f"signer{n}")) for n in range(SIGNERS)]
    asker = viewer(somebody("class_teacher", region.first, "asker"))
    keys = tuple(each.person_id or 0 for each in signers)
    stage = Stage("会签", (Decider(Source.PEOPLE, people=keys),), How.ALL)
    put_in_force(acting=SYSTEM, version=draw_path(acting=SYSTEM, kind=kind, organisation=region.lake, stages=[stage]))
    spent: list[float] = []
    for _round in range(rounds):
        row = put_draft(
            acting=asker, kind=kind, organisation=region.lake, values={"seal": "school", "document": "合同"}
        )
        send(acting=asker, request=row)
        for each in signers[:-1]:
            fresh = Request.objects.by_installation().get(pk=row.pk)
            began = time.process_time()
            agree(acting=each, request=fresh, words="同意")
            spent.append((time.process_time() - began) * 1000)
    return sum(spent) / len(spent)


def attacks_executed(kind: RequestKind) -> tuple[int, int]:
    """How many strings were tried as conditions, and how many made the interpreter run, read or load something."""
    seen: list[str] = []
    facts = {"工作日数": 2.0, "working_days": 2.0}
    _tried("工作日数 > 3", kind, facts)  # loads the grammar
    watching = [False]
    sys.addaudithook(lambda event, _arguments: seen.append(event) if watching[0] and event in WATCHED else None)
    strings = [around.format(payload) for payload in PAYLOADS for around in AROUND]
    executed = 0
    for text in strings:
        seen.clear()
        watching[0] = True
        _tried(text, kind, facts)
        watching[0] = False
        executed += bool(seen)
    return len(strings), executed


def _tried(text: str, kind: RequestKind, facts: dict[str, float]) -> None:
    """Read a condition and ask it, as a request does when it is sent."""
    try:
        applies(Stage("stage", (), condition=text), kind, facts)
    except FormulaError:
        return


if __name__ == "__main__":
    walked = [walk(Random(seed)) for seed in range(int(sys.argv[2]))]
    cost = step_ms(int(sys.argv[1]))
    tried, executed = attacks_executed(kind_of("leave"))
    sums = {name: sum(getattr(each, name) for each in walked) for name in ("steps", "stuck", "lost")}
    print(json.dumps({**sums, "step_ms": cost, "attacks": tried, "attacks_executed": executed}))
