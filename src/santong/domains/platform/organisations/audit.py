"""What the audit record calls the actions of this module."""

from django.utils.translation import gettext_lazy as _

from santong.kit.audit import Action

ACTIONS = (
    Action("organisations.advance_grade", _("Moved a grade up")),
    Action("organisations.change", _("Changed an organisation")),
    Action("organisations.close", _("Closed an organisation")),
    Action("organisations.create", _("Made an organisation")),
    Action("organisations.join_union", _("Joined a school union")),
    Action("organisations.leave_union", _("Left a school union")),
    Action("organisations.merge", _("Merged schools")),
    Action("organisations.move", _("Moved an organisation")),
    Action("organisations.rename", _("Renamed an organisation")),
    Action("organisations.reopen", _("Reopened an organisation")),
    Action("organisations.take_name_back", _("Took a new name back")),
    Action("organisations.unmerge", _("Took a merger of schools back")),
)
