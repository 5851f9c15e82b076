"""What the audit record calls the actions of this module."""

from django.utils.translation import gettext_lazy as _

from santong.kit.audit import Action

ACTIONS = (
    Action("records.ask_erasure", _("Asked to be taken out of the records")),
    Action("records.change_provider", _("Changed a data provider")),
    Action("records.create_provider", _("Entered a data provider")),
    Action("records.erase", _("Took a person out of the records")),
    Action("records.grant_erasure", _("Granted an erasure")),
    Action("records.issue_credential", _("Issued credentials")),
    Action("records.refuse_erasure", _("Refused an erasure")),
    Action("records.revoke_credential", _("Revoked credentials")),
    Action("records.rotate_secret", _("Changed the secret of credentials")),
    Action("records.set_provider_active", _("Stopped or started a data provider")),
    Action("records.withdraw_erasure", _("Withdrew a request for erasure")),
)
