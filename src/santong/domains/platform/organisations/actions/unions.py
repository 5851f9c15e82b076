"""School unions: which schools take part, wherever they stand in the tree."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from santong.domains.platform.organisations.models import Kind, Organisation, UnionMember
from santong.domains.platform.organisations.models.tree import day_before
from santong.kit.access import Viewer
from santong.kit.audit import named


class NotAMember(ValueError):
    """A school can't take part in a union; the text says why."""


def join_union(
    *, acting: Viewer, union: Organisation, school: Organisation, leads: bool = False, on: date | None = None
) -> UnionMember:
    """Let a school take part in a union from a day (today) on; its own place stays."""
    acting.demand("organisations.change", union.path)
    if union.kind != Kind.UNION or school.kind != Kind.SCHOOL:
        raise NotAMember(_("Only schools can take part in a union. Choose a school."))
    rows = UnionMember.objects.belonging_to(union=union).filter(valid_until=None)
    with transaction.atomic(), named("organisations.join_union"):
        if rows.filter(school=school).exists():
            raise NotAMember(_("This school takes part already."))
        if leads:
            rows.filter(leads=True).update(leads=False)
        return UnionMember.objects.create(
            union=union, school=school, leads=leads, valid_from=on or timezone.localdate()
        )


def leave_union(*, acting: Viewer, member: UnionMember) -> None:
    """End a membership with yesterday; one that began today never was."""
    acting.demand("organisations.change", member.union.path)
    today = timezone.localdate()
    with transaction.atomic(), named("organisations.leave_union"):
        if member.valid_from >= today:
            member.delete()
        else:
            member.valid_until = day_before(today)
            member.save(update_fields=["valid_until"])
