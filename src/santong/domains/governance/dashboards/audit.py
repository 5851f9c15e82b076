"""What people read in the audit record about dashboards."""

from django.utils.translation import gettext_lazy as _

from santong.kit.audit import Action

ACTIONS = (
    Action("dashboards.put", _("Composed a dashboard")),
    Action("dashboards.add_panel", _("Put a figure on a dashboard")),
    Action("dashboards.arrange", _("Arranged a dashboard")),
    Action("dashboards.copy", _("Copied a dashboard")),
    Action("dashboards.put_boundary", _("Drew or imported a boundary")),
    Action("dashboards.import_boundaries", _("Imported boundaries")),
    Action("dashboards.put_wall", _("Set up a big screen")),
    Action("dashboards.pair", _("Paired a device with a big screen")),
    Action("dashboards.revoke", _("Locked the device of a big screen out")),
    Action("dashboards.new_device", _("A device for a big screen asked for a code")),
)
