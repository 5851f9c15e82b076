"""What the audit record calls the actions of this module."""

from django.utils.translation import gettext_lazy as _

from santong.kit.audit import Action

ACTIONS = (
    Action("notices.put", _("Wrote a notice")),
    Action("notices.add_audience", _("Chose whom a notice is for")),
    Action("notices.drop_audience", _("Left people out of a notice")),
    Action("notices.send", _("Sent a notice")),
    Action("notices.schedule", _("Set when a notice goes out")),
    Action("notices.stop", _("Stopped a notice before it went out")),
    Action("notices.begin", _("A notice went out")),
    Action("notices.deliver", _("Delivered a notice")),
    Action("notices.withdraw", _("Withdrew a notice")),
    Action("notices.remind", _("Reminded those who hadn't acknowledged a notice")),
    Action("notices.tell", _("Told people something")),
    Action("notices.take_back_told", _("Took back what people had been told")),
)
