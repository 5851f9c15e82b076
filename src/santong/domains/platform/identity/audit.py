"""What the audit record calls the actions of this module."""

from django.utils.translation import gettext_lazy as _

from santong.kit.audit import Action

ACTIONS = (
    Action("identity.activate", _("Activated an account")),
    Action("identity.change_own_password", _("Changed one's own password")),
    Action("identity.change_preferences", _("Changed one's settings")),
    Action("identity.change_second_factor", _("Changed a second factor")),
    Action("identity.create_people", _("Entered people")),
    Action("identity.create_person", _("Entered a person")),
    Action("identity.give_time", _("Gave time to set up a second factor")),
    Action("identity.issue_activation_codes", _("Issued activation slips")),
    Action("identity.rehash_password", _("Stored a password more safely at sign-in")),
    Action("identity.remove_second_factor", _("Removed a second factor")),
    Action("identity.rename_person", _("Corrected a person's name")),
    Action("identity.reset_password", _("Reset a password")),
    Action("identity.reveal_id_number", _("Looked at an identity number")),
    Action("identity.reveal_phone", _("Looked at a phone number")),
    Action("identity.see_security_events", _("Read the notices about the account")),
    Action("identity.sign_out", _("Signed somebody out")),
    Action("identity.switch_account", _("Switched an account on or off")),
    Action("identity.tell_holder", _("Told the holder of an account")),
    Action("identity.unite", _("United a person's accounts")),
    Action("identity.unlock", _("Unlocked an account")),
    Action("identity.void_activation_codes", _("Made activation slips void")),
)
