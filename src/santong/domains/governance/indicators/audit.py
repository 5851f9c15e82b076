"""What people read in the audit record about indicators and plans."""

from django.utils.translation import gettext_lazy as _

from santong.kit.audit import Action

ACTIONS = (
    Action("indicators.put", _("Wrote an indicator")),
    Action("indicators.publish", _("Published a version of an indicator")),
    Action("indicators.retire", _("Retired an indicator")),
    Action("indicators.copy", _("Copied an indicator")),
    Action("indicators.put_plan", _("Wrote a plan")),
    Action("indicators.copy_plan", _("Copied a plan")),
    Action("indicators.set_target", _("Set a target")),
    Action("indicators.drop_target", _("Took a target out of a plan")),
    Action("indicators.add_milestone", _("Added a milestone to a plan")),
    Action("indicators.reach_milestone", _("Noted that a milestone of a plan was reached")),
)
