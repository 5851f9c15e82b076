"""Stored content, once for equal bytes, and what was made from it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.files.models.kinds import Kind
from santong.kit.models import AuditedModel


class Blob(AuditedModel):
    """The bytes of one or more files, stored once.

    `sha256` is in hexadecimal; `size` in bytes; `media_type` and `kind` are judged by the content;
    `name` is where the storage keeps it. `details` is what the content says of itself (the title of
    a package, the entries of an archive); its keys are those of `packages.Description`.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.BigIntegerField(_("size"))
    media_type = models.CharField(_("media type"), max_length=100)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=120, unique=True)
    details = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("stored content")
        verbose_name_plural = _("stored contents")

    def __str__(self) -> str:
        return self.sha256[:12]

    @property
    def folder(self) -> str:
        """Where the storage keeps what was made from it."""
        return f"renditions/{self.sha256[:2]}/{self.sha256}"


class Rendition(models.Model):
    """Something made from a blob by a background job: a stream, pictures of pages, the text.

    `name` is the main stored file below `folder`; `sizes` has the bytes of every file there by name. The
    folder belongs to one attempt of making it, so that a second attempt never mixes with the first.
    `data` by kind: hls `{"heights": [360, 720], "seconds": 61.2}`; poster, webp, sprite `{"width", "height"}`
    (sprite also `{"every": 5, "columns": 10, "count": 37}`); audio `{"seconds"}`; waveform `{"peaks": n}`;
    pdf `{"pages": n}`; pages `{"pages": n, "shown": n, "width": 1280}`; text `{"characters": n, "ocr": bool}`.
    """

    class Kind(models.TextChoices):
        HLS = "hls", _("Video stream")
        POSTER = "poster", _("Poster")
        SPRITE = "sprite", _("Pictures for seeking")
        AUDIO = "audio", _("Sound")
        WAVEFORM = "waveform", _("Waveform")
        PDF = "pdf", _("PDF")
        PAGES = "pages", _("Pictures of the pages")
        WEBP = "webp", _("Pictures in several sizes")
        TEXT = "text", _("Text for search")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Being converted")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Could not be converted")

    blob = models.ForeignKey(Blob, models.CASCADE, related_name="renditions")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    reason = models.TextField(blank=True)
    folder = models.CharField(max_length=160, blank=True)
    name = models.CharField(max_length=120, blank=True)
    sizes = models.JSONField(default=dict)
    data = models.JSONField(default=dict)
    job_id = models.UUIDField(null=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")
        constraints = [models.UniqueConstraint(fields=["blob", "kind"], name="rendition_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.blob_id}"

    @property
    def is_ready(self) -> bool:
        """Whether it can be shown."""
        return self.state == self.State.READY

    @property
    def names(self) -> list[str]:
        """Every file of it, the main one first."""
        return sorted(self.sizes, key=lambda name: (name != self.name, name))

    def take(self, **values: Any) -> None:
        """Set and save some fields."""
        for field, value in values.items():
            setattr(self, field, value)
        self.save(update_fields=[*values, "changed_at"])
