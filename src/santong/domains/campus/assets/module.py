"""Assets of schools: the register, labels, loans, repairs, retirement, and stock-taking by phone."""

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.assets import intake
from santong.domains.campus.assets.audit import ACTIONS
from santong.domains.campus.assets.importing import AssetImport
from santong.domains.campus.assets.measures import MEASURES
from santong.domains.campus.assets.models import APPROVE, CHANGE, COUNT, VIEW
from santong.domains.campus.assets.panels import EQUIPMENT, hub_card
from santong.domains.campus.assets.searching import find
from santong.domains.campus.assets.todos import TODOS
from santong.kit.access.roles import Permission
from santong.kit.changes.publishing import Published
from santong.kit.demo import DemoStep
from santong.kit.handbook import HandbookSection
from santong.kit.menu import MenuItem
from santong.kit.navigation.hubs import HubCard
from santong.kit.pages import PanelOn
from santong.kit.palette import SearchSource, Verb
from santong.kit.registry import Module

KEEPERS = ("principal", "school_it", "teaching_affairs")
OFFICERS = ("region_administrator", "bureau_officer", "county_officer", "inspector")
TEACHERS = ("class_teacher", "subject_teacher")
INTAKE = intake.count_later

MODULE = Module(
    name="assets",
    label=_("Assets"),
    declares=(
        Permission(VIEW, _("See the assets of schools"), (*KEEPERS, *OFFICERS, *TEACHERS)),
        Permission(CHANGE, _("Keep the register of assets"), KEEPERS),
        Permission(COUNT, _("Count assets"), KEEPERS),
        Permission(APPROVE, _("Approve retirements of assets"), ("principal",)),
        MenuItem(
            _("Assets"), "assets:assets", "package", permission=VIEW, topic="devices", order=10,
            categories=("staff",), note=_("Register, labels, who keeps what"),
        ),
        MenuItem(
            _("Repairs"), "assets:repairs", "tools", permission=VIEW, topic="devices", order=12, categories=("staff",),
            note=_("Faults reported and mended"),
        ),
        MenuItem(
            _("Loans"), "assets:loans", "switch-horizontal", permission=VIEW, topic="devices", order=14,
            categories=("staff",), note=_("Who has borrowed what until when"),
        ),
        MenuItem(
            _("Stock-taking"), "assets:stock-takings", "clipboard-check", permission=COUNT, topic="devices", order=16,
            note=_("Room by room, with the phone"),
        ),
        MenuItem(
            _("Retirements"), "assets:retirements", "archive", permission=CHANGE, topic="devices", order=18,
            note=_("What is struck off, and on which paper"),
        ),
        *TODOS,
        AssetImport(),
        Published("assets", "assets.Asset"),
        *MEASURES,
        *ACTIONS,
        HubCard("devices", hub_card, permission=VIEW, order=10),
        PanelOn("places.Room", EQUIPMENT, order=20),
        SearchSource("assets", _("Assets"), find, order=60),
        Verb(_("Enter an asset"), "package", CHANGE, "assets:assets-new", words=_("equipment device buy"), order=61),
        Verb(_("Print labels of assets"), "qrcode", CHANGE, "assets:labels", words=_("label qr sticker"), order=62),
        Verb(_("Take stock"), "clipboard-check", CHANGE, "assets:stock-takings-new", words=_("inventory count"),
             order=63),
        DemoStep("assets", "santong.domains.campus.assets.demo.build_registers", order=78),
        HandbookSection("assets", _("Assets"), ("assets:assets", "assets:repairs", "assets:loans")),
        HandbookSection(
            "stock-taking", _("Stock-taking and retirement"), ("assets:stock-takings", "assets:retirements")
        ),
    ),
)  # fmt: skip
