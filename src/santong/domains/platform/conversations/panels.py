"""Writing to somebody from their page, the groups of a place from its page, and which conversations a minor has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from santong.domains.platform.access.public import is_kin
from santong.domains.platform.conversations.models import TAKE_PART, Conversation
from santong.domains.platform.conversations.relations import Wanted, groups, sources
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import Panel

People = Callable[[Viewer, Any], list[int]]


def reachable(viewer: Viewer, relation: str, people: list[int]) -> list[dict[str, str]]:
    """Those of some people to whom the viewer may write by a relation: name, who they are, the address."""
    source = sources().get(relation)
    if source is None or not people or not viewer.can(TAKE_PART):
        return []
    found = source.find(viewer, Wanted(only=frozenset(people), most=len(people)))
    return [
        {"name": each.name, "note": each.note, "url": reverse("conversations:to", args=[relation, each.person])}
        for each in found
    ]


@dataclass(frozen=True)
class WritePanel(Panel):
    """To whom the viewer may write because of a row: `people` names them, by relation."""

    people: tuple[tuple[str, People], ...] = ()

    def html(self, request: Request, row: Any) -> SafeString | str:
        viewer = request.viewer
        found = [each for name, of in self.people for each in reachable(viewer, name, of(viewer, row))]
        return render_to_string("conversations/write_panel.html", {"people": found}, request) if found else ""


@dataclass(frozen=True)
class GroupsPanel(Panel):
    """The groups that follow the roster of a place, for those who are in them."""

    def html(self, request: Request, row: Any) -> SafeString | str:
        held = {grant.role for grant in request.viewer.grants if grant.path == row.path}
        found = [
            {"name": str(each.label), "url": reverse("conversations:group", args=[each.name, row.pk])}
            for each in groups().values()
            if held & set(each.roles) and row.kind in each.kinds
        ]
        return render_to_string("conversations/groups_panel.html", {"groups": found}, request) if found else ""


@dataclass(frozen=True)
class WithMinorPanel(Panel):
    """With which adults a pupil has a conversation: for guardians and the class teacher; never what is said.

    `person` is the row's attribute with the pupil's key, `leads` the role that leads the place of the row.
    """

    person: str = "person_id"
    leads: str = "class_teacher"

    def html(self, request: Request, row: Any) -> SafeString | str:
        viewer, pupil = request.viewer, getattr(row, self.person)
        leads = any(grant.role == self.leads and grant.path == row.path for grant in viewer.grants)
        if not leads and not is_kin(pupil, viewer.person_id):
            return ""
        names = adults_of(pupil)
        return render_to_string("conversations/minor_panel.html", {"names": names}, request) if names else ""


def adults_of(pupil: int) -> list[str]:
    """The adults with whom a pupil has a conversation, by name; whoever asks may know that it is there."""
    watched = [source.name for source in sources().values() if source.with_minors]
    rows = Conversation.objects.numbers_only().filter(
        Q(first=pupil) | Q(second=pupil), relation__in=watched, last_at__isnull=False
    )
    pairs = rows.values_list("first_id", "first__name", "second__name")
    return sorted({second if first == pupil else name for first, name, second in pairs})
