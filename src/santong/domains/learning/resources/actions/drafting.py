"""Writing resources: drafts, their files, new versions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from santong.domains.learning.resources.facts import Facts, apply_facts
from santong.domains.learning.resources.indexing import refresh
from santong.domains.learning.resources.models import Part, Resource, Version
from santong.domains.learning.resources.places import home_of
from santong.domains.platform.files.public import File
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.refusals import NotPossible

CREATE = "resources.create"


def draft(
    *,
    acting: Viewer,
    facts: Facts,
    files: Sequence[File],
    home: Organisation | None = None,
    author_id: int | None = None,
) -> Resource:
    """Begin a resource with its first version. Nobody but its author sees it."""
    place = home or home_of(acting, CREATE)
    acting.demand(CREATE)
    author = author_id or acting.person_id
    if author is None:
        raise NotPossible(_("A resource needs an author."))
    with transaction.atomic(), named("resources.draft"):
        resource = Resource(author_id=author, organisation=place, path=place.path)
        apply_facts(resource, facts)
        resource.save()
        set_points(resource, facts.get("points", []))
        version = Version.objects.create(resource=resource, number=1, data=facts)
        set_files(version, files)
    return resource


def latest(resource: Resource) -> Version:
    """The version with the highest number."""
    version: Version = resource.versions.order_by("-number")[0]
    return version


def rewrite(
    *, acting: Viewer, resource: Resource, facts: Facts, files: Sequence[File] | None, note: str = ""
) -> Version:
    """Change the open version; of a resource that was never admitted, the resource itself as well.

    An admitted version stays as it is: a new one begins.
    """
    demand_own(resource, acting=acting)
    with transaction.atomic(), named("resources.rewrite"):
        version = _open_version(resource)
        version.data = {**version.data, **facts}
        version.note = note or version.note
        version.save()
        if files is not None:
            set_files(version, files)
        if not resource.was_admitted:
            apply_facts(resource, version.data)
            resource.save()
            set_points(resource, version.data.get("points", []))
    return version


def _open_version(resource: Resource) -> Version:
    version = latest(resource)
    if version.is_open:
        return version
    if version.state == Version.State.SUBMITTED:
        raise NotPossible(_("It is being reviewed. Take it back first, then change it."))
    return _next_version(resource, version)


def _next_version(resource: Resource, before: Version) -> Version:
    version = Version.objects.create(resource=resource, number=before.number + 1, data=before.data)
    Part.objects.bulk_create(
        Part(version=version, file_id=part.file_id, order=part.order) for part in before.parts.all()
    )
    return version


def set_files(version: Version, files: Iterable[File]) -> None:
    """Let a version consist of these files, in this order."""
    version.parts.all().delete()
    Part.objects.bulk_create(Part(version=version, file=file, order=order) for order, file in enumerate(files))


def set_points(resource: Resource, keys: Iterable[int]) -> None:
    """Let a resource be about these knowledge points."""
    links = Resource.points.through.objects
    links.filter(resource=resource).delete()
    links.bulk_create(Resource.points.through(resource=resource, point_id=key) for key in keys)


def tag(*, acting: Viewer, resources: Iterable[Resource], facts: Facts) -> int:
    """Give several resources of one's own the same facts; those under review are left alone."""
    done = 0
    with transaction.atomic(), named("resources.tag"):
        for resource in resources:
            if latest(resource).state != Version.State.SUBMITTED:
                rewrite(acting=acting, resource=resource, facts=facts, files=None)
                done += 1
    return done


def remove(*, acting: Viewer, resource: Resource) -> None:
    """Throw a draft of one's own away; what was admitted is withdrawn instead."""
    demand_own(resource, acting=acting)
    if resource.was_admitted:
        raise NotPossible(_("Others may be using it. Withdraw it instead."))
    with transaction.atomic(), named("resources.remove"):
        Resource.objects.again([resource]).remove()
        refresh([])


def restore(*, acting: Viewer, pk: int) -> None:
    """Bring a draft back that was thrown away."""
    rows = Resource.with_removed.of_acting(acting).filter(pk=pk)
    with named("resources.restore"):
        rows.restore()


def demand_own(resource: Resource, *, acting: Viewer) -> None:
    """Refuse everybody but the author."""
    if resource.author_id != acting.person_id:
        raise NotPossible(_("Only its author can do this."))


def files_of(version: Version) -> list[Any]:
    """The files of a version, in order."""
    return [part.file for part in version.parts.select_related("file__blob").order_by("order", "pk")]
