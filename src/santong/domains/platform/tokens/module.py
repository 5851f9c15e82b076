"""What the tokens module declares."""

from django.utils.translation import gettext_lazy as _

from santong.kit.registry import MenuItem, Module, Permission, Verb

MODULE = Module(
    name="tokens",
    label=_("API tokens"),
    permissions=(
        Permission(
            "tokens.view",
            _("See which systems use the API"),
            ("region_administrator", "security_officer", "auditor", "principal", "school_it"),
        ),
        Permission("tokens.change", _("Give out API tokens"), ("region_administrator", "school_it")),
    ),
    menu=(MenuItem(_("API tokens"), "tokens:tokens", "key", "tokens.view", section="management", order=860),),
    verbs=(
        Verb(_("Give out an API token"), "key", "tokens.change", "tokens:new", words=_("connect interface"), order=60),
    ),
)
