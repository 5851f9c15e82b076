"""The library's full-text index: what each resource can be found by, and by whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.db import transaction
from django.utils import timezone

from santong.domains.learning.resources.models import NOWHERE, Node, Part, Point, Resource, Textbook, keys_of, reaches
from santong.domains.learning.resources.synonyms import synonyms
from santong.domains.platform.files.public import text_of
from santong.domains.platform.organisations.public import ancestor_paths
from santong.kit.access import Viewer
from santong.kit.fulltext.public import Entry, Index, learn

FACETS = ("stage", "subject", "grade", "kind", "edition", "level")
RESOURCES = Index("resources", code="r", facets=FACETS, synonyms=synonyms)
LONGEST_TEXT = 20_000
"""Characters of a resource's files that are searched."""
BATCH = 200
REASON = "what is found is scoped by the index's own scopes"


def scopes_of(resource: Resource) -> list[str]:
    """Who finds a resource: those it reaches (`a` all, `t` staff), its author, those who oversee its place."""
    audience = "a" if resource.for_pupils else "t"
    reach = [] if resource.reach == NOWHERE else [audience + resource.reach]
    return [*reach, f"p{resource.author_id}", *(f"i{path}" for path in ancestor_paths(resource.path))]


def scopes_for(viewer: Viewer) -> list[str]:
    """The scopes of what a viewer may see; the counterpart of `ResourceScope`."""
    if viewer.person_id is None:
        return []
    kinds = "at" if viewer.category == "staff" else "a"
    locks = keys_of(viewer).values_list("lock", flat=True).distinct()
    found = [kind + place for place in (*reaches(viewer), *locks) for kind in kinds]
    return [*found, f"p{viewer.person_id}", *(f"i{path}" for path in viewer.paths("resources.oversee"))]


def entry_of(resource: Resource, text: str = "") -> Entry:
    """What the index holds of an admitted resource; `text` is that of its files."""
    textbook, node = resource.textbook, resource.node
    names = [node.name, node.parent.name if node.parent else ""] if node else []
    book = [textbook.volume, textbook.edition] if textbook else []
    words = [resource.subject, resource.get_stage_display(), resource.get_kind_display(), resource.keywords]
    return Entry(
        key=resource.pk,
        title=resource.title,
        context=" ".join([*names, *book, *filter(None, map(str, words))]),
        text=f"{resource.summary} {text}"[:LONGEST_TEXT],
        day=(resource.admitted_at or timezone.now()).date(),
        weight=resource.uses,
        scopes=scopes_of(resource),
        facets={
            "stage": resource.stage,
            "subject": resource.subject,
            "grade": "" if resource.grade is None else str(resource.grade),
            "kind": resource.kind,
            "edition": textbook.edition if textbook else "",
            "level": resource.level,
        },
    )


def refresh(resources: Iterable[Resource]) -> None:
    """Bring the index up to date with resources, inside the transaction that changed them."""
    rows = list(resources)
    RESOURCES.remove([row.pk for row in rows])
    RESOURCES.put(_entries([row.pk for row in rows if row.status == Resource.Status.ADMITTED]))


def rebuild() -> int:
    """Make the index anew from the database; how many resources it holds."""
    keys = list(_admitted().order_by("pk").values_list("pk", flat=True))
    RESOURCES.rebuild(_entries(keys))
    learn_terms()
    return len(keys)


def bring_up_to_date() -> int:
    """Put again what an earlier version of the platform has indexed; how many that were. Searches go on meanwhile."""
    done = 0
    while keys := RESOURCES.outdated(BATCH):
        with transaction.atomic():
            RESOURCES.remove(keys)
            RESOURCES.put(_entries(list(_admitted().filter(pk__in=keys).values_list("pk", flat=True))))
        done += len(keys)
    return done


def learn_terms() -> None:
    """Offer the names of units, lessons and knowledge points, and of everything the catalogue knows."""
    terms: dict[str, int] = {}
    for name in Node.objects.open_to_everyone().values_list("name", flat=True):
        terms[name] = terms.get(name, 0) + 1
    for name in Point.objects.open_to_everyone().values_list("name", flat=True):
        terms[name] = terms.get(name, 0) + 2
    for subject in Textbook.objects.open_to_everyone().order_by().values_list("subject", flat=True).distinct():
        terms[subject] = 50
    learn(RESOURCES.name, terms)


def _entries(keys: Sequence[int]) -> Iterator[Entry]:
    for start in range(0, len(keys), 500):
        some = keys[start : start + 500]
        texts = _texts(some)
        rows = Resource.with_removed.noted(some)
        for row in rows.select_related("textbook", "node__parent").order_by("pk"):
            yield entry_of(row, texts.get(row.pk, ""))


def _texts(keys: Sequence[int]) -> dict[int, str]:
    parts = Part.objects.filter(version__resource__in=keys, version__state="admitted")
    found: dict[int, str] = {}
    for part in parts.select_related("file__blob", "version").order_by("version__resource", "order"):
        known = found.get(part.version.resource_id, "")
        if len(known) < LONGEST_TEXT:
            found[part.version.resource_id] = f"{known} {part.file.name} {text_of(part.file)}"
    return found


def _admitted():  # type: ignore[no-untyped-def]
    return Resource.objects.unscoped(REASON).filter(status=Resource.Status.ADMITTED)


def reweigh() -> int:
    """Rank by use as it is now: resources whose use has doubled or more since; how many that were."""
    known = RESOURCES.weights()
    rows = _admitted().order_by("pk").values_list("pk", "uses")
    moved = [pk for pk, uses in rows.iterator() if pk in known and uses.bit_length() != known[pk].bit_length()]
    RESOURCES.put(_entries(moved))
    return len(moved)
