"""What people read in the audit record about rules."""

from django.utils.translation import gettext_lazy as _

from santong.kit.audit import Action

ACTIONS = (
    Action("rules.put", _("Wrote down a rule")),
    Action("rules.publish", _("Published a rule")),
    Action("rules.amend", _("Amended a rule")),
    Action("rules.repeal", _("Repealed a rule")),
)
