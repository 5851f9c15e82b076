"""Draws that anybody can check: a list and a secret are committed to, then a number is drawn in public.

A model of what is drawn is a `PublicDraw`; what its list is, and what follows from the seed, the module says. See
`santong.lib.lots` and ADR 36.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
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

from santong.kit.models import AuditedQuerySet
from santong.lib import lots
from santong.lib.lots import commitment_of, new_secret, seed_of


class PublicDraw(models.Model):
    """What is drawn in public.

    `digest` is that of the list as it was published, `commitment` binds to the list and to a secret, `drawn` is the
    number that was drawn in public afterwards.
    """

    sealed_for: ClassVar[str]
    """What its secrets are sealed for; stands in ciphers, never changes."""

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
        return seed_of(self.secret, self.drawn)

    def commit(self, digest: str) -> None:
        """Bind to a list by its digest, and to a secret; saving is the caller's."""
        secret = new_secret()
        self.seal_secret(secret)
        self.digest, self.commitment = digest, commitment_of(secret, digest)
        self.published_at = timezone.now()

    def forget_draw(self) -> None:
        """Take the commitment back; saving is the caller's."""
        self.seal_secret("")
        self.digest = self.commitment = self.drawn = self.drawn_how = ""
        self.published_at = self.drawn_at = None

    def take_number(self, drawn: str, drawn_how: str) -> None:
        """Note the number that was drawn; saving is the caller's."""
        self.drawn, self.drawn_how, self.drawn_at = drawn.strip(), drawn_how.strip(), timezone.now()

    @classmethod
    def reseal(cls, rows: AuditedQuerySet) -> int:
        """Seal the secrets of these rows anew with the newest key; returns how many had an older one."""
        older = [row for row in rows.exclude(secret_cipher="") if not settings.FIELD_KEYS.is_newest(row.secret_cipher)]
        for row in older:
            row.seal_secret(row.secret)
            rows.filter(pk=row.pk).update_quietly(secret_cipher=row.secret_cipher)
        return len(older)


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

    def __init__(self, data: QueryDict | None, row: PublicDraw, viewer: Any) -> None:
        super().__init__(data)


def record_archive(record: Mapping[str, Any], program: ModuleType, name: str) -> HttpResponse:
    """An archive with the record of a draw and the program that draws again from it, which needs nothing else."""
    file = BytesIO()
    programs: Sequence[ModuleType] = (lots, program)
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("record.json", json.dumps(record, ensure_ascii=False, indent=1))
        start = f"python {Path(str(program.__file__)).name} record.json"
        archive.writestr(
            "README.txt", _t("With Python 3.11 or newer, in this folder: %(command)s") % {"command": start}
        )
        for module in programs:
            archive.write(str(module.__file__), Path(str(module.__file__)).name)
    response = HttpResponse(file.getvalue(), content_type="application/zip")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.zip"
    return response
