"""Reads on the audit record."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from django.apps import apps
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.access.roles import roles_by_name
from santong.kit.models import AuditEntry
from santong.kit.pages.changed import model_of, names_of
from santong.kit.registry import Label

NUMBERED: dict[str, Label] = {
    "person": _("person"),
    "pupil": _("pupil"),
    "transfer of pupil": _("pupil"),
    "staff": _("member of staff"),
    "file": _("file"),
    "note": _("file"),
    "account": "",
    **dict.fromkeys(("comment", "review", "certificate", "complaint", "price of", "answer"), _("resource")),
}
"""Whose number it is in the names that tables give their rows (`audit_name`)."""
_NUMBER = re.compile(r"[-+]?\d+")
_NOW, _PLACES = "name_now", "place_names"
_PLACE = re.compile(r"@ ((?:[0-9A-Z]{4})+)\b")
_CODED = re.compile(r"([a-z_ ]+?) (?=[@\d])")


def entries(viewer: Viewer) -> QuerySet[AuditEntry]:
    """All entries, with name and username of whoever acted, for those who audit the whole region."""
    if not viewer.can("audit.view"):
        return AuditEntry.objects.none()
    usernames = Person.objects.unscoped("auditors see who acted").filter(pk=OuterRef("person_id"))
    return AuditEntry.objects.annotate(
        username=Subquery(usernames.values("username")[:1]), actor=Subquery(usernames.values("name")[:1])
    )


def actor_name(row: AuditEntry) -> str:
    """Who acted; the installation itself where nobody did."""
    return row.actor or str(_("The platform") if row.person_id is None else row.person_id)  # type: ignore[attr-defined]


def entry(viewer: Viewer, pk: int) -> AuditEntry:
    """One entry; 404 for everybody else."""
    found = entries(viewer).filter(pk=pk).first()
    if found is None:
        raise Http404(str(pk))
    name_objects([found])
    return found


def tables() -> list[tuple[str, str]]:
    """The audited tables as choices: label in the record, name for people."""
    return sorted(_table_names(get_language() or "").items(), key=lambda item: item[1])


@cache
def _table_names(language: str) -> dict[str, str]:
    """The names of the audited tables in the language in force, by their labels."""
    models = [model for model in apps.get_models() if hasattr(model, "audit_hidden")]
    return {model._meta.label_lower: str(model._meta.verbose_name) for model in models}


def table_name(label: str) -> str:
    """A table's name for people; the label itself when the table is no more."""
    known = _table_names(get_language() or "").get(label)
    return known or gettext("a former table (%(label)s)") % {"label": label}


def object_name(entry: AuditEntry) -> str:
    """What an object is called: by its name now where it has one, else by the words of the record."""
    said, now = recorded_name(entry), entry.__dict__.get(_NOW, "")
    places = entry.__dict__.get(_PLACES, {})
    said = _PLACE.sub(lambda found: places.get(found[1], found[0]), said)
    if not now or _NUMBER.fullmatch(now):
        return f"{table_name(entry.model)} {said}" if entry.model and _NUMBER.fullmatch(said) else said
    if now in said:
        return said
    return f"{now} · {said}" if re.search(r"\d|@", said) else now


def name_objects(rows: Sequence[AuditEntry]) -> None:
    """Look up what the objects of entries are called now, with one query for each table and one for places."""
    places = _place_names(rows)
    by_table: dict[str, list[AuditEntry]] = {}
    for row in rows:
        row.__dict__[_PLACES] = places
        if row.kind != AuditEntry.Kind.DELETE:
            by_table.setdefault(row.model, []).append(row)
    for label, found in by_table.items():
        model = model_of(label)
        names = names_of(model, [row.object_id for row in found]) if model is not None else {}
        for row in found:
            row.__dict__[_NOW] = names.get(row.object_id, "")


def _place_names(rows: Sequence[AuditEntry]) -> dict[str, str]:
    """The names of the places in the labels of entries, by path."""
    paths = {path for row in rows for path in _PLACE.findall(row.label)}
    named = Organisation.with_removed.open_to_everyone().filter(path__in=paths)
    return {path: f"@ {name}" for path, name in named.values_list("path", "name")} if paths else {}


def recorded_name(entry: AuditEntry) -> str:
    """What the record calls an object, for people: rows without a name are known by whose they are, or by a role."""
    found = _CODED.match(entry.label)
    word = found[1] if found else ""
    if found and word in NUMBERED:
        return f"{NUMBERED[word]} {entry.label[found.end() :]}".strip()
    if found and word in roles_by_name():
        return f"{roles_by_name()[word].label} {entry.label[found.end() :]}"
    return entry.label
