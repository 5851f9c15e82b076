"""What people read in the audit record about early warnings."""

from django.utils.translation import gettext_lazy as _

from santong.kit.audit import Action

ACTIONS = (
    Action("warnings.warn", _("Looked for early warnings")),
    Action("warnings.see", _("Saw an early warning")),
    Action("warnings.talk", _("Talked about an early warning")),
    Action("warnings.help", _("Arranged help after an early warning")),
    Action("warnings.pass_on", _("Passed an early warning on to the school")),
    Action("warnings.close", _("Closed an early warning")),
    Action("warnings.put_rule", _("Set a threshold of warnings")),
)
