"""What people read in the audit record about week plans and duties."""

from django.utils.translation import gettext_lazy as _

from santong.kit.audit import Action

ACTIONS = (
    Action("duty.copy_week", _("Copied a week of the week plan")),
    Action("duty.add_member", _("Added somebody to a duty roster")),
    Action("duty.leave_out", _("Took somebody out of a duty roster")),
    Action("duty.plan", _("Planned duties")),
    Action("duty.ask_swap", _("Asked for a swap of duties")),
    Action("duty.withdraw_swap", _("Withdrew a swap of duties")),
    Action("duty.agree_swap", _("Agreed to a swap of duties")),
    Action("duty.refuse_swap", _("Refused a swap of duties")),
    Action("duty.hand_over", _("Put somebody else on duty")),
    Action("duty.note", _("Wrote into a duty log")),
)
