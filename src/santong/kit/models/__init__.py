"""The base classes of models, and the kit's own tables."""

from santong.kit.models.audit import AuditEntry
from santong.kit.models.base import (
    AuditedModel,
    AuditedQuerySet,
    PathField,
    ScopedModel,
    ScopedQuerySet,
    SoftDeletedModel,
)
from santong.kit.models.undo import UndoStep

__all__ = [
    "AuditEntry",
    "AuditedModel",
    "AuditedQuerySet",
    "PathField",
    "ScopedModel",
    "ScopedQuerySet",
    "SoftDeletedModel",
    "UndoStep",
]
