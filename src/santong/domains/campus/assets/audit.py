"""What people read in the audit record about the register."""

from django.utils.translation import gettext_lazy as _

from santong.kit.audit import Action

ACTIONS = (
    Action("assets.enter", _("Entered an asset")),
    Action("assets.change", _("Changed an asset")),
    Action("assets.lend", _("Lent an asset")),
    Action("assets.take_back", _("Took a lent asset back")),
    Action("assets.rest", _("Set an asset to idle")),
    Action("assets.use", _("Set an asset to in use")),
    Action("assets.lose", _("Noted an asset as lost")),
    Action("assets.report_fault", _("Reported a fault")),
    Action("assets.take_in", _("Took a repair in hand")),
    Action("assets.mend", _("Mended an asset")),
    Action("assets.give_up", _("Gave a repair up")),
    Action("assets.withdraw_fault", _("Withdrew the report of a fault")),
    Action("assets.collect", _("Put assets on a list of retirements")),
    Action("assets.take_off", _("Took an asset off a list of retirements")),
    Action("assets.ask_retirement", _("Sent retirements for approval")),
    Action("assets.approve_retirement", _("Approved retirements")),
    Action("assets.refuse_retirement", _("Refused retirements")),
    Action("assets.begin_round", _("Began a stock-taking")),
    Action("assets.count_room", _("Counted a room")),
    Action("assets.end_count", _("Ended the count of a stock-taking")),
    Action("assets.end_round", _("Finished a stock-taking")),
    Action("assets.take_over", _("Let the register follow a stock-taking")),
    Action("assets.leave", _("Left the register in spite of a stock-taking")),
)
