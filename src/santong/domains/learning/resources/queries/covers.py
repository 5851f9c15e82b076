"""The picture on a resource's card: the first page, the poster or the picture itself, and how long it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from santong.domains.learning.resources.models import Part, Resource, Version
from santong.domains.platform.files.public import Shown, shown_several

SECONDS_PER_MINUTE = 60


@dataclass(frozen=True)
class Card:
    """A resource as a list shows it; `picture` is an address, or "" when nothing has been made of its files yet.

    `is_sheet` says that it is the picture of a page, which is shown as paper.
    """

    resource: Resource
    picture: str = ""
    extent: str = ""
    is_sheet: bool = False


def cards_of(resources: Sequence[Resource]) -> list[Card]:
    """Resources that were fetched for their viewer, with the cover of the first file of each; three queries."""
    first: dict[int, int] = {}
    files = {}
    parts = Part.objects.filter(version__resource__in=resources, version__state=Version.State.ADMITTED)
    for part in parts.select_related("file", "version").order_by("order", "pk"):
        if first.setdefault(part.version.resource_id, part.file_id) == part.file_id:
            files[part.file_id] = part.file
    shown = shown_several(files)
    return [_card(row, shown.get(first.get(row.pk, 0))) for row in resources]


def _card(resource: Resource, shown: Shown | None) -> Card:
    if shown is None:
        return Card(resource)
    return Card(resource, shown.thumbnail, extent_of(shown), is_sheet=bool(shown.page_count))


def extent_of(shown: Shown) -> str:
    """How long a recording is, or how many pages a document has; "" for everything else."""
    if shown.seconds >= SECONDS_PER_MINUTE:
        minutes = round(shown.seconds / SECONDS_PER_MINUTE)
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    if shown.seconds:
        return _("less than a minute")
    pages = shown.page_count
    return ngettext("%(n)d page", "%(n)d pages", pages) % {"n": pages} if pages > 1 else ""
