"""A person's files, the uploads that bring them, and subtitles beside a video."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.files.models.blobs import Blob
from santong.domains.platform.files.models.kinds import Kind
from santong.kit.access import Holder
from santong.kit.models import PathField, ScopedModel, SoftDeletedModel


class File(SoftDeletedModel):
    """Something that a person put on the platform, with a name of their own.

    `path` is the organisation whose allowance it counts on; `size` is in bytes, promised until the
    upload is complete; `reason` says to its owner why it was refused.
    """

    class State(models.TextChoices):
        UPLOADING = "uploading", _("Uploading")
        CHECKING = "checking", _("Being checked")
        READY = "ready", _("Ready")
        REFUSED = "refused", _("Not accepted")

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("owner"))
    path = PathField(editable=False)
    name = models.CharField(_("name of the file"), max_length=255)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.OTHER)
    size = models.BigIntegerField(_("size"))
    media_type = models.CharField(_("media type"), max_length=100, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.UPLOADING)
    reason = models.TextField(blank=True)
    blob = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="files")
    job_id = models.UUIDField(null=True, editable=False)
    created_at = models.DateTimeField(_("added"), auto_now_add=True)

    scope = Holder(view="files.upload", owner="owner_id")

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        indexes = [
            models.Index(fields=["owner", "-id"], name="file_owner"),
            models.Index(fields=["path"], name="file_path"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(state="ready") | Q(blob__isnull=False), name="file_ready_has_content"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def audit_name(self) -> str:
        return f"file {self.pk}"

    @property
    def is_ready(self) -> bool:
        """Whether it is complete, checked and may be used."""
        return self.state == self.State.READY

    @property
    def icon(self) -> str:
        """The icon of its kind."""
        return Kind(self.kind).icon


class Upload(ScopedModel):
    """A file on its way. How far it is, the staged file itself says, so both can't disagree.

    `id` is the last part of its address in the tus protocol.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    file = models.OneToOneField(File, models.CASCADE, related_name="upload")
    length = models.BigIntegerField()
    expires_at = models.DateTimeField(db_index=True)
    sha256 = models.CharField(max_length=64, blank=True)

    scope = Holder(view="files.upload", owner="file__owner_id")

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")

    def __str__(self) -> str:
        return str(self.id)


class Subtitle(ScopedModel):
    """Subtitles of a video or a recording in one language, as WebVTT."""

    file = models.ForeignKey(File, models.CASCADE, related_name="subtitles")
    language = models.CharField(_("language"), max_length=10)
    text = models.TextField(_("text of the subtitles"))
    changed_at = models.DateTimeField(auto_now=True)

    scope = Holder(view="files.upload", owner="file__owner_id")

    class Meta:
        verbose_name = _("subtitles")
        verbose_name_plural = _("subtitles")
        constraints = [models.UniqueConstraint(fields=["file", "language"], name="subtitle_once")]

    def __str__(self) -> str:
        return f"{self.file_id} {self.language}"
