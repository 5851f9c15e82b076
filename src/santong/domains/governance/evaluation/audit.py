"""What people read in the audit record about evaluation."""

from django.utils.translation import gettext_lazy as _

from santong.kit.audit import Action

ACTIONS = (
    Action("evaluation.put_standard", _("Wrote a standard")),
    Action("evaluation.put_item", _("Wrote an item of a standard")),
    Action("evaluation.put_band", _("Wrote a verdict of a standard")),
    Action("evaluation.publish_standard", _("Published a version of a standard")),
    Action("evaluation.copy_standard", _("Copied a standard")),
    Action("evaluation.put_round", _("Wrote a round of evaluation")),
    Action("evaluation.choose_place", _("Chose a place for a round of evaluation")),
    Action("evaluation.set_quota", _("Set the places of a county")),
    Action("evaluation.announce", _("Announced a round of evaluation")),
    Action("evaluation.compute", _("Computed how places stand")),
    Action("evaluation.recount", _("Computed a place anew")),
    Action("evaluation.say", _("Said something about items that no record answers")),
    Action("evaluation.apply", _("Applied in an evaluation")),
    Action("evaluation.put_forward", _("Put a place forward")),
    Action("evaluation.decline", _("Didn't put a place forward")),
    Action("evaluation.ask_pack", _("Asked for an evidence pack")),
    Action("evaluation.build_pack", _("Built an evidence pack")),
    Action("evaluation.add_expert", _("Took an expert into a group")),
    Action("evaluation.assign", _("Sent an expert to a place")),
    Action("evaluation.bind_lot", _("Bound a lot about experts")),
    Action("evaluation.draw_lot", _("Drew a lot about experts")),
    Action("evaluation.judge", _("Judged an item")),
    Action("evaluation.note_finding", _("Noted a finding")),
    Action("evaluation.answer_finding", _("Said that a finding is put right")),
    Action("evaluation.close_finding", _("Closed a finding")),
    Action("evaluation.reopen_finding", _("Opened a finding again")),
    Action("evaluation.remind", _("Reminded of a finding")),
    Action("evaluation.publish_results", _("Published results of an evaluation")),
    Action("evaluation.object", _("Objected to a result")),
    Action("evaluation.uphold", _("Upheld an objection")),
    Action("evaluation.reject", _("Rejected an objection")),
    Action("evaluation.commend", _("Commended a place")),
    Action("evaluation.seal_results", _("Sealed results of an evaluation")),
)
