"""Textbooks with their units and lessons, revision by revision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from santong.domains.learning.resources.models import Node, SynonymGroup, Textbook
from santong.kit.access import Viewer
from santong.kit.audit import named

CHANGE = "resources.change_catalogue"


@dataclass(frozen=True)
class PlannedUnit:
    """A unit with its lessons, in order."""

    name: str
    lessons: Sequence[str] = ()


def add_textbook(*, acting: Viewer, textbook: Textbook) -> Textbook:
    """Add a volume. A later revision of one that is there takes its place; the old one stays to be read."""
    acting.demand(CHANGE)
    with transaction.atomic(), named("resources.add_textbook"):
        before = _same(textbook).filter(is_current=True).first()
        if before is not None and before.year < textbook.year:
            before.is_current = False
            before.save(update_fields=["is_current"])
            textbook.replaces = before
        elif before is not None:
            textbook.is_current = False
        textbook.save()
    return textbook


def add_units(*, acting: Viewer, textbook: Textbook, units: Sequence[PlannedUnit]) -> list[Node]:
    """Give a textbook without units its tree."""
    acting.demand(CHANGE)
    made: list[Node] = []
    with transaction.atomic(), named("resources.add_units"):
        for number, unit in enumerate(units, 1):
            row = Node.objects.create(
                textbook=textbook,
                kind=Node.Kind.UNIT,
                name=unit.name,
                position=f"{number:02}",
                hours=max(len(unit.lessons), 1),
            )
            lessons = [
                Node(textbook=textbook, parent=row, kind=Node.Kind.LESSON, name=name, position=f"{number:02}.{at:02}")
                for at, name in enumerate(unit.lessons, 1)
            ]
            made += [row, *Node.objects.bulk_create(lessons)]
        link_successors(textbook)
    return made


def link_successors(textbook: Textbook) -> None:
    """Let units and lessons of the revision before lead to those of the same name."""
    if textbook.replaces_id is None:
        return
    new = {node.name: node for node in Node.objects.belonging_to(textbook=textbook)}
    for old in Node.objects.open_to_everyone().filter(textbook=textbook.replaces_id, name__in=new):
        old.successor = new[old.name]
        old.save(update_fields=["successor"])


def put_synonyms(*, acting: Viewer, group: SynonymGroup, words: Sequence[str]) -> SynonymGroup:
    """Let words find each other; searches use them at once."""
    acting.demand(CHANGE)
    group.words = " ".join(words)
    with named("resources.put_synonyms"):
        group.save()
    return group


def _same(textbook: Textbook):  # type: ignore[no-untyped-def]
    return Textbook.objects.open_to_everyone().filter(
        subject=textbook.subject, edition=textbook.edition, volume=textbook.volume, stage=textbook.stage
    )
