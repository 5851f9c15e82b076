"""The certificate of a resource, to be framed."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from santong.domains.learning.sourcing.models import Certificate
from santong.domains.learning.sourcing.permissions import CERTIFY
from santong.kit.access import Viewer
from santong.kit.printing.declare import Printable, Sheet


def certificate(acting: Viewer, row: Certificate) -> Sheet:
    """One page that says what was certified, by whom, and when."""
    return Sheet(gettext("Certificate"), issuer=row.organisation.name, context={"row": row, "resource": row.resource})


CERTIFICATE = Printable(
    "resource-certificate",
    _("Certificate"),
    "sourcing.Certificate",
    "sourcing/print/certificate.html",
    permission=CERTIFY,
    content=certificate,
    applies=lambda row: row.revoked_at is None,
    landscape=True,
    icon="award",
)
