"""State, agent profiles and activity profiles; what is known about activities."""

from __future__ import annotations

from django.db import models


class Document(models.Model):
    """A document of one of the three document resources.

    Documents belong to an organisation: its providers share them, others can't see them.
    `activity` and `agent` are lists (see `xapi/terms.py`), 0 where the resource has none;
    `registration` is "" for a state without one.
    """

    class Kind(models.TextChoices):
        STATE = "state"
        AGENT_PROFILE = "agent"
        ACTIVITY_PROFILE = "activity"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    organisation_id = models.BigIntegerField()
    activity = models.BigIntegerField(default=0)
    agent = models.BigIntegerField(default=0)
    registration = models.CharField(max_length=36, blank=True)
    name = models.CharField(max_length=1024)
    content = models.BinaryField()
    content_type = models.CharField(max_length=200)
    etag = models.CharField(max_length=40)
    updated = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "kind", "activity", "agent", "registration", "name"],
                name="records_document_once",
            )
        ]
        indexes = [models.Index(fields=["kind", "agent"], name="records_document_agent")]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class ActivityDefinition(models.Model):
    """What an organisation's providers have said about an activity, merged."""

    organisation_id = models.BigIntegerField()
    activity = models.BigIntegerField()
    iri = models.TextField()
    definition = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "organisation_id"], name="records_activity_once")]

    def __str__(self) -> str:
        return self.iri
