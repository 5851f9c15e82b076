"""What the audit record calls the actions of this module."""

from django.utils.translation import gettext_lazy as _

from santong.kit.audit import Action

ACTIONS = (
    Action("files.abandon", _("Gave up an upload")),
    Action("files.allow", _("Set an allowance")),
    Action("files.complete", _("Completed an upload")),
    Action("files.disallow", _("Removed an allowance")),
    Action("files.keep", _("Kept a file")),
    Action("files.refuse", _("Refused a file by its content")),
    Action("files.remove", _("Removed a file")),
    Action("files.rename", _("Renamed a file")),
    Action("files.restore", _("Restored a file")),
    Action("files.retry", _("Converted a file again")),
    Action("files.subtitle", _("Wrote subtitles")),
    Action("files.subtitle_remove", _("Removed subtitles")),
    Action("files.take_in", _("Took a file in")),
    Action("files.upload", _("Began an upload")),
)
