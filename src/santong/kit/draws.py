"""Draws by lot that anybody can draw again: what a row about one keeps, and how it is shown, asked and sealed.

The lots themselves are `santong.lib.lots`: list and secret are committed to before a number is drawn in public, and all
lots follow from both (docs/adr/0036-lots.md).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar
from urllib.parse import quote
from zipfile import ZIP_DEFLATED, ZipFile

from django import forms
from django.conf import settings
from django.db import models
from django.http import HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from santong.kit.access import Viewer
from santong.lib import lots

HOW = "README.txt"


class PublicDraw(models.Model):
    """What a row keeps about its draw. `sealed_for` stands in ciphers and never changes.

    `digest` is that of the list as it was published, `commitment` binds to the list and to a secret, `drawn` is the
    number that was drawn in public afterwards.
    """

    sealed_for: ClassVar[str]

    secret_cipher = models.CharField(max_length=200, blank=True, editable=False)
    digest = models.CharField(_("digest of the list"), max_length=64, blank=True, editable=False)
    commitment = models.CharField(_("commitment"), max_length=64, blank=True, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    drawn = models.CharField(_("number drawn in public"), max_length=60, blank=True, editable=False)
    drawn_how = models.CharField(_("how it was drawn"), max_length=200, blank=True, editable=False)
    drawn_at = models.DateTimeField(_("moment of the draw"), null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def secret(self) -> str:
        """The secret, "" before the list is published; it is told when the lots have fallen."""
        if not self.secret_cipher:
            return ""
        return str(settings.FIELD_KEYS.open(self.secret_cipher, f"{self.sealed_for}|{self.pk}"))

    def seal_secret(self, secret: str) -> None:
        """Put the secret into the row, "" takes it out; saving is the caller's."""
        self.secret_cipher = settings.FIELD_KEYS.seal(secret, f"{self.sealed_for}|{self.pk}") if secret else ""

    @property
    def seed(self) -> str:
        """What all lots follow from."""
        return lots.seed_of(self.secret, self.drawn)

    def commit_to(self, digest: str) -> None:
        """Bind the row to a list, by its digest, and to a new secret; saving is the caller's."""
        secret = lots.new_secret()
        self.seal_secret(secret)
        self.digest, self.commitment = digest, lots.commitment_of(secret, digest)
        self.published_at = timezone.now()

    def release(self) -> None:
        """Forget list, secret and number, before lots have fallen; saving is the caller's."""
        self.seal_secret("")
        self.digest = self.commitment = self.drawn = self.drawn_how = ""
        self.published_at = self.drawn_at = None

    def note_number(self, drawn: str, drawn_how: str) -> None:
        """Write down the number as it was drawn, and how; saving is the caller's."""
        self.drawn, self.drawn_how, self.drawn_at = drawn.strip(), drawn_how.strip(), timezone.now()


def reseal_secrets(rows: Any) -> int:
    """Seal the secrets of rows anew with the newest key; returns how many had an older one."""
    done = 0
    for row in rows.exclude(secret_cipher=""):
        if not settings.FIELD_KEYS.is_newest(row.secret_cipher):
            row.seal_secret(row.secret)
            done += rows.filter(pk=row.pk).update_quietly(secret_cipher=row.secret_cipher)
    return done


class DrawForm(forms.Form):
    """The number, and where anybody can look it up."""

    drawn = forms.RegexField(
        r"^\s*[0-9 ,，-]{3,60}\s*$", label=_("Number drawn in public"), max_length=60,
        help_text=_("Exactly as it was drawn, such as the number of a lottery that is drawn after publication."),
        error_messages={"invalid": _("Write at least three digits; blanks, commas, hyphens may stand between them.")},
    )  # fmt: skip
    drawn_how = forms.CharField(
        label=_("How it was drawn"), max_length=200,
        help_text=_("So that anybody can look it up: which lottery and day, or which dice before whom."),
    )  # fmt: skip

    def __init__(self, data: QueryDict | None, row: PublicDraw, viewer: Viewer) -> None:
        super().__init__(data)


def archive_of(name: str, record: Mapping[str, Any], program: ModuleType) -> HttpResponse:
    """An archive to download: the record of a draw, and the program that draws again from it, which needs no other."""
    command = f"python {Path(str(program.__file__)).name} record.json"
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("record.json", json.dumps(record, ensure_ascii=False, indent=1))
        archive.writestr(HOW, _t("With Python 3.11 or newer, in this folder: %(command)s") % {"command": command})
        for module in (lots, program):
            archive.write(str(module.__file__), Path(str(module.__file__)).name)
    response = HttpResponse(file.getvalue(), content_type="application/zip")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.zip"
    return response
