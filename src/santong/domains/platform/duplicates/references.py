"""What names a row by a foreign key, found in the models themselves, and how it comes to name another one.

A merger deletes rows (the second place on the roll of a pupil): whatever names them, in whichever module, goes over
to the row that stays. What may stand there only once, and does, is joined with its twin in the same way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import IntegrityError, models, transaction


@dataclass(frozen=True)
class Reference:
    """A column that names rows of another table."""

    model: type[models.Model]
    field: models.ForeignKey[models.Model, models.Model]

    @property
    def name(self) -> str:
        """As exceptions are written: "clubs.Member.pupil"."""
        return f"{self.model._meta.label}.{self.field.name}"

    def rows(self, named: models.Model) -> list[models.Model]:
        """The rows that name one, whoever looks."""
        return list(self.model._base_manager.filter(**{self.field.name: named}))

    def may_clash(self) -> bool:
        """Whether a row may stand only once with what it names."""
        return bool(self.field.unique or any(self.field.name in c.fields for c in _unique(self.model)))


class CannotJoin(Exception):
    """Two rows exclude each other, for another reason than that one is there twice; the text names the table."""


def references_to(target: type[models.Model]) -> Iterator[Reference]:
    """All columns of all tables that name rows of a model."""
    wanted = target._meta.concrete_model
    for model in apps.get_models(include_auto_created=True):
        if model._meta.proxy or not model._meta.managed:
            continue
        for field in model._meta.local_fields:
            if isinstance(field, models.ForeignKey) and field.related_model._meta.concrete_model is wanted:
                yield Reference(model, field)


def hand_over(goes: models.Model, stays: models.Model) -> None:
    """Let everything that names `goes` name `stays`.

    Raises:
        CannotJoin: when a row can't, and is no twin of one that does already.
    """
    for reference in references_to(type(goes)):
        for row in reference.rows(goes):
            repoint(row, reference.field.name, stays)


def repoint(row: models.Model, field: str, stays: models.Model) -> None:
    """Let one row name `stays`; one that may do so only once, and does, is joined with its twin and deleted.

    Raises:
        CannotJoin: when a row can't, and is no twin of one that does already.
    """
    setattr(row, field, stays)
    try:
        with transaction.atomic():
            row.save(update_fields=[field])
    except IntegrityError as clash:
        twin = _twin(row, field)
        if twin is None:
            raise CannotJoin(str(row._meta.verbose_name)) from clash
        hand_over(row, twin)
        row.delete()


def _twin(row: models.Model, field: str) -> models.Model | None:
    """The row that stands already where this one should."""
    model = type(row)
    others = model._base_manager.exclude(pk=row.pk)
    alone = [each.name for each in model._meta.concrete_fields if each.unique and each.name == field]
    found = [others.filter(**{name: getattr(row, name)}) for name in alone]
    for rule in _unique(model):
        if field in rule.fields:
            same = others.filter(**{name: getattr(row, name) for name in rule.fields})
            found.append(same.filter(rule.condition) if rule.condition else same)
    return next((twin for rows in found for twin in rows[:1]), None)


def _unique(model: type[models.Model]) -> list[models.UniqueConstraint]:
    declared = [each for each in model._meta.constraints if isinstance(each, models.UniqueConstraint)]
    together = [models.UniqueConstraint(fields=fields, name="together") for fields in model._meta.unique_together]
    return [*declared, *together]
