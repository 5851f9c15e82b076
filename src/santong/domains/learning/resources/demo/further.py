"""What the demonstration's library gets after it is open: films, experiments and more for lessons without anything.

Jobs do it, some lessons at a time, so that nobody waits for it and other jobs come in between.
"""

from __future__ import annotations

from random import Random

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from santong.domains.learning.resources.demo.authors import Cast, cast_of_accounts
from santong.domains.learning.resources.demo.contents import EXPERIMENTS, FILMED
from santong.domains.learning.resources.demo.filling import add_for_lessons, is_lesson
from santong.domains.learning.resources.models import Node, Part, Resource
from santong.domains.platform.files.public import File, Rendition, convert_what_is_missing
from santong.kit.access import SYSTEM
from santong.kit.demo import Region
from santong.kit.jobs import progress
from santong.kit.jobs.public import Outcome, job, start

WANTED = 160
"""Resources in the whole library: two lessons of three are left without, as at the beginning anywhere."""
BATCH = 20
SEED = 20250901


def begin(region: Region) -> None:
    """The step of the demonstration: the first job, unless the region is to stay bare."""
    if settings.DEMO and not region.bare:
        start(add_resources, {"round_number": 0}, acting=SYSTEM, key="demonstration-library-0")


@job(title=_("Add to the demonstration's library"), queue="long", priority=-50)
def add_resources(round_number: int) -> Outcome:
    """Give some lessons that have nothing a resource each, and go on with the next ones in another job."""
    rows = Resource.objects.by_installation()
    cast = cast_of_accounts()
    _convert()  # first what people see already
    # Visitors add resources too, so there may be more than are wanted.
    lessons = _bare_lessons(cast)[: max(0, min(BATCH, WANTED - rows.count()))] if cast.accounts else []
    if lessons:
        progress.report(round_number * BATCH, WANTED)
        # Numbers go on from one round to the next, so that forms and authors take turns.
        first = 1000 + round_number * BATCH
        add_for_lessons(cast, lessons, first, Random(SEED + round_number))  # noqa: S311
    _convert()
    if lessons:
        following = round_number + 1
        key = f"demonstration-library-{following}"
        start(add_resources, {"round_number": following}, acting=SYSTEM, key=key)
    return Outcome(_("The library has %(n)s resources.") % {"n": rows.count()})


def _convert() -> None:
    """Have what isn't yet made of the library's files made by jobs."""
    used = Part.objects.values("file")
    begun = Rendition.objects.exclude(state=Rendition.State.READY).values("blob")
    rows = File.objects.by_installation().filter(pk__in=used, blob__isnull=False).exclude(blob__in=begun)
    with transaction.atomic():
        for file in rows.select_related("blob"):
            if file.blob is not None:
                convert_what_is_missing(file.blob, file)


def _bare_lessons(cast: Cast) -> list[Node]:
    """The lessons that nobody has made anything for and somebody teaches: first what can be watched and tried."""
    has_some = Resource.objects.by_installation().exclude(node=None).values("node")
    rows = Node.objects.by_installation().filter(kind=Node.Kind.LESSON).exclude(pk__in=has_some)
    taught = [
        node
        for node in rows.select_related("textbook", "parent")
        if is_lesson(node) and cast.authors_of(node.textbook.stage, node.textbook.subject)
    ]
    special = {*FILMED, *EXPERIMENTS}
    return sorted(
        taught,
        key=lambda node: (node.name not in special, node.textbook.subject != "音乐", node.textbook.grade != 7,
                          node.position, node.pk),
    )  # fmt: skip
