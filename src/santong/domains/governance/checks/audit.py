"""What people read in the audit record about data checks."""

from django.utils.translation import gettext_lazy as _

from santong.kit.audit import Action

ACTIONS = (
    Action("checks.check", _("Checked figures")),
    Action("checks.explain", _("Explained a figure")),
    Action("checks.reopen", _("Asked about a figure again")),
    Action("checks.look_again", _("Checked the figures of a school again")),
    Action("checks.put_rule", _("Wrote a check of figures")),
    Action("checks.settle", _("Settled which source holds")),
    Action("checks.withdraw", _("Withdrew a settlement of sources")),
)
