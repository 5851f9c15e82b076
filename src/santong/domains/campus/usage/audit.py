"""What people read in the audit record about devices that speak."""

from django.utils.translation import gettext_lazy as _

from santong.kit.audit import Action

ACTIONS = (
    Action("usage.register", _("Registered a device that speaks")),
    Action("usage.renew", _("Gave a device a new credential")),
    Action("usage.change", _("Changed a device that speaks")),
    Action("usage.order", _("Gave devices an order")),
    Action("usage.withdraw", _("Withdrew an order to devices")),
)
