"""What the demonstration's library gets after it is open: recordings, slides, papers, for lessons without anything.

Jobs do it, some lessons at a time, so that nobody waits for it and other jobs come in between.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from santong.domains.learning.resources.actions.drafting import draft
from santong.domains.learning.resources.demo.filling import AUTHORS, Cast, cast_of_accounts, facts_of, through_review
from santong.domains.learning.resources.models import Kind, Node, Resource
from santong.domains.platform.files.public import File, convert_what_is_missing, keep_file
from santong.kit.access import SYSTEM
from santong.kit.demo import Region
from santong.kit.jobs import progress
from santong.kit.jobs.public import Outcome, job, start

REASON = "making the demonstration"
WANTED = 320
"""Resources in the whole library."""
BATCH = 20
KINDS = {
    "课件": Kind.SLIDES,
    "微课": Kind.MICRO,
    "听力": Kind.MATERIAL,
    "学习单": Kind.QUESTIONS,
    "教研论文": Kind.PAPER,
    "虚拟实验": Kind.EXPERIMENT,
}
"""By the first word of a file's name."""
SUITED = {
    "语文": "语文 朗读 阅读",
    "数学": "数学 计算 数轴",
    "英语": "英语 听写",
    "音乐": "艺术 节拍 音阶",
    "美术": "艺术",
}
SCIENCES = ("科学", "物理", "化学", "生物学", "地理")


def begin(region: Region) -> None:
    """The step of the demonstration: the first job, unless the region is to stay bare."""
    if settings.DEMO and not region.bare:
        start(add_resources, {"round_number": 0}, acting=SYSTEM, key="demonstration-library-0")


@job(title=_("Add to the demonstration's library"), queue="long", priority=-50)
def add_resources(round_number: int) -> Outcome:
    """Give some lessons that have nothing a resource each, and go on with the next ones in another job."""
    rows = Resource.objects.unscoped(REASON)
    cast = cast_of_accounts()
    # Visitors add resources too, so there may be more than are wanted.
    lessons = _bare_lessons()[: max(0, min(BATCH, WANTED - rows.count()))] if cast.viewers else []
    if round_number == 0:
        _convert_first_files(cast)
    if lessons:
        files = _Files(cast, make=round_number == 0)
        for number, node in enumerate(lessons):
            progress.check_cancelled()
            progress.report(number, len(lessons))
            _one(cast, files, node, round_number * BATCH + number)
        following = round_number + 1
        key = f"demonstration-library-{following}"
        start(add_resources, {"round_number": following}, acting=SYSTEM, key=key)
    return Outcome(_("The library has %(n)s resources.") % {"n": rows.count()})


def _convert_first_files(cast: Cast) -> None:
    """Have the files made into pages that the region got while somebody waited for it to open."""
    owners = [viewer.person_id for viewer in cast.viewers.values()]
    rows = File.objects.unscoped(REASON).filter(owner__in=owners, blob__isnull=False, blob__renditions=None)
    with transaction.atomic():
        for file in rows.select_related("blob"):
            if file.blob is not None:
                convert_what_is_missing(file.blob, file)


def _bare_lessons() -> list[Node]:
    """The lessons that nobody has made anything for, those of the accounts' own grades first."""
    has_some = Resource.objects.unscoped(REASON).exclude(node=None).values("node")
    rows = Node.objects.unscoped(REASON).filter(kind=Node.Kind.LESSON).exclude(pk__in=has_some)
    return sorted(rows.select_related("textbook"), key=lambda node: (node.textbook.grade != 7, node.position, node.pk))


class _Files:
    """The files that the lessons' resources have, each taken in once for each author."""

    def __init__(self, cast: Cast, *, make: bool) -> None:
        self.cast = cast
        folder = Path(settings.HOME) / "demonstration"
        if make:
            program = [sys.executable, "-m", "santong.domains.learning.resources.demo.studio", str(folder)]
            subprocess.run(program, check=True, stdin=subprocess.DEVNULL)
        self.paths = sorted(path for path in folder.iterdir() if not path.name.startswith("part-"))
        self.turns: dict[str, Iterator[Path]] = {}

    def next_for(self, subject: str) -> Path:
        """A file that suits a subject, another one each time."""
        words = ("科学 声音 虚拟实验" if subject in SCIENCES else SUITED.get(subject, "")).split()
        suited = [path for path in self.paths if any(word in path.stem for word in [*words, "教研论文"])]
        return next(self.turns.setdefault(subject, cycle(suited or self.paths)))

    def taken_in(self, path: Path, username: str) -> File:
        """The author's file with this content."""
        viewer, home = self.cast.viewers[username], self.cast.homes[username]
        found = File.objects.unscoped(REASON).filter(owner_id=viewer.person_id, name=path.name).first()
        return found or keep_file(
            acting=SYSTEM, owner_id=viewer.person_id or 0, path=home.path, name=path.name, source=path
        )


def _one(cast: Cast, files: _Files, node: Node, number: int) -> None:
    username = AUTHORS[number % len(AUTHORS)]
    path = files.next_for(node.textbook.subject)
    word = path.stem.split("-")[0]
    resource = draft(
        acting=cast.viewers[username],
        facts=facts_of(node, f"{node.name} {word}", KINDS[word], word != "教研论文", number + 2),
        files=[files.taken_in(path, username)],
        home=cast.homes[username],
    )
    Resource.objects.unscoped(REASON).filter(pk=resource.pk).update_quietly(uses=2000 // (number + 3))
    through_review(cast, cast.viewers[username], resource, number)
