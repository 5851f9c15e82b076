"""What people read in the audit record about reports."""

from django.utils.translation import gettext_lazy as _

from santong.kit.audit import Action

ACTIONS = (
    Action("reports.put_template", _("Wrote a report template")),
    Action("reports.put_field", _("Wrote a field of a report")),
    Action("reports.publish", _("Published a version of a report template")),
    Action("reports.copy_template", _("Copied a report template")),
    Action("reports.end", _("Ended a report")),
    Action("reports.open", _("Opened a round of reports")),
    Action("reports.open_round", _("Filled the reports of a period")),
    Action("reports.recompute", _("Counted a report anew")),
    Action("reports.explain", _("Explained a figure of a report")),
    Action("reports.confirm", _("Confirmed a report")),
    Action("reports.send_back", _("Sent a report back")),
    Action("reports.correct", _("Issued a corrected edition of a report")),
    Action("reports.remind", _("Reminded of reports to confirm")),
    Action("reports.note_changes", _("Noted later changes of sealed figures")),
)
