"""Tokens with which other systems use the [API](api.md), and as whom they act."""

from django.utils.translation import gettext_lazy as _

from santong.domains.platform.duplicates.public import MergeRule
from santong.kit.access.roles import Permission
from santong.kit.audit import Action
from santong.kit.handbook import HandbookSection
from santong.kit.menu import MenuItem
from santong.kit.palette import Verb
from santong.kit.registry import Module

MODULE = Module(
    name="tokens",
    label=_("API tokens"),
    declares=(
        Permission(
            "tokens.view",
            _("See which systems use the API"),
            ("region_administrator", "security_officer", "auditor", "principal", "school_it"),
        ),
        Permission("tokens.change", _("Give out API tokens"), ("region_administrator", "school_it")),
        MenuItem(_("API tokens"), "tokens:tokens", "key", "tokens.view", topic="settings", order=860),
        Verb(_("Give out an API token"), "key", "tokens.change", "tokens:new", words=_("connect interface"), order=60),
        Action("tokens.issue", _("Issued a token")),
        Action("tokens.revoke", _("Revoked a token")),
        Action("tokens.rotate", _("Changed a token")),
        Action("tokens.use", _("Used a token")),
        MergeRule("tokens", stays={"tokens.Token.holder": "belongs to the account; a closed one opens nothing"}),
        HandbookSection("tokens", _("API tokens"), ("tokens:tokens",)),
    ),
)
