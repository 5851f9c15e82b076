"""What people read in the audit record about course choices and moving classes."""

from django.utils.translation import gettext_lazy as _

from santong.kit.audit import Action

ACTIONS = (
    Action("choices.put_round", _("Wrote down a course choice")),
    Action("choices.put_offer", _("Wrote down an offer of a course choice")),
    Action("choices.offer_combinations", _("Offered combinations of 3+1+2")),
    Action("choices.open_trial", _("Opened a trial choice")),
    Action("choices.open_final", _("Opened a final choice")),
    Action("choices.take_in", _("Brought the list of a course choice up to date")),
    Action("choices.hand_in", _("Handed wishes in")),
    Action("choices.confirm", _("Confirmed the choice of a child")),
    Action("choices.close", _("Closed a course choice and fixed the list")),
    Action("choices.reopen", _("Opened a closed course choice again")),
    Action("choices.draw", _("Entered the number of a course choice's draw")),
    Action("choices.given", _("Gave the places of a course choice by lot")),
    Action("choices.close_offer", _("Closed an offer with too few pupils")),
    Action("choices.give_place", _("Gave a place of a course choice by hand")),
    Action("choices.announce", _("Announced the result of a course choice")),
    Action("choices.put_plan", _("Wrote down a plan of moving classes")),
    Action("choices.add_group", _("Added a teaching group")),
    Action("choices.drop_group", _("Dropped a teaching group")),
    Action("choices.put_group", _("Gave a teaching group a teacher or room")),
    Action("choices.form_groups", _("Had teaching groups formed")),
    Action("choices.formed", _("Formed teaching groups")),
    Action("choices.stop_forming", _("Stopped forming teaching groups")),
    Action("choices.move_pupil", _("Moved a pupil to another teaching group")),
    Action("choices.put_in_force", _("Put moving classes in force")),
    Action("choices.withdraw_groups", _("Withdrew moving classes")),
)
