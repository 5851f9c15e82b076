"""What the audit record calls the actions of this module."""

from django.utils.translation import gettext_lazy as _

from santong.kit.audit import Action

ACTIONS = (
    Action("surveys.put", _("Wrote down what a survey is about")),
    Action("surveys.copy", _("Copied a survey")),
    Action("surveys.offer", _("Offered a survey as a template")),
    Action("surveys.withhold", _("Offered a survey as a template no more")),
    Action("surveys.add_audience", _("Chose whom a survey asks")),
    Action("surveys.drop_audience", _("Left people out of a survey")),
    Action("surveys.put_questions", _("Changed the questions of a survey")),
    Action("surveys.revise", _("Began a new version of a survey")),
    Action("surveys.put_in_force", _("Put a new version of a survey in force")),
    Action("surveys.open", _("Opened a survey")),
    Action("surveys.deliver", _("A survey went to those whom it asks")),
    Action("surveys.close", _("Closed a survey")),
    Action("surveys.reopen", _("Opened a survey again")),
    Action("surveys.end", _("A survey was over")),
    Action("surveys.remind", _("Reminded those who hadn't answered a survey")),
    Action("surveys.draft", _("Kept an answer to a survey as a draft")),
    Action("surveys.answer", _("Answered a survey")),
)
