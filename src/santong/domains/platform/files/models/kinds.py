"""What a file is, judged by its content."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """The kinds that the platform shows differently."""

    VIDEO = "video", _("Video")
    AUDIO = "audio", _("Audio")
    IMAGE = "image", _("Image")
    SLIDES = "slides", _("Slides")
    DOCUMENT = "document", _("Document")
    SHEET = "sheet", _("Spreadsheet")
    PDF = "pdf", _("PDF")
    PACKAGE = "package", _("Package")
    TEXT = "text", _("Text")
    OTHER = "other", _("Other file")

    @property
    def icon(self) -> str:
        """The name of its icon."""
        return _ICONS[self]


_ICONS = {
    Kind.VIDEO: "video",
    Kind.AUDIO: "music",
    Kind.IMAGE: "photo",
    Kind.SLIDES: "presentation",
    Kind.DOCUMENT: "file-text",
    Kind.SHEET: "file-spreadsheet",
    Kind.PDF: "file-text",
    Kind.PACKAGE: "package",
    Kind.TEXT: "file-text",
    Kind.OTHER: "file",
}
