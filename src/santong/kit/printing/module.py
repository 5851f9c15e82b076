"""What printing declares."""

from django.utils.translation import gettext_lazy as _

from santong.kit.audit import Action
from santong.kit.handbook import HandbookSection
from santong.kit.jobs.declare import ScheduledJob
from santong.kit.printing.tasks import remove_old_documents
from santong.kit.registry import Module

MODULE = Module(
    name="printing",
    label=_("Printing"),
    declares=(
        Action("printing.", _("Printed a document")),
        ScheduledJob("printing.remove_old", "35 3 * * *", remove_old_documents),
        HandbookSection(
            "printing", _("Printing"), ("students:pupils", "sourcing:certificates", "students:transfers"), order=900
        ),
    ),
)
