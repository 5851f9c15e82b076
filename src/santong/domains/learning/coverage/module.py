"""In which classes the library is used, counted from use itself, from the city down to the class."""

from django.utils.translation import gettext_lazy as _

from santong.domains.learning.coverage.measures import MEASURES
from santong.domains.learning.coverage.models import PERMISSION
from santong.kit.access.roles import Permission
from santong.kit.demo import DemoStep
from santong.kit.handbook import HandbookSection
from santong.kit.menu import MenuItem
from santong.kit.registry import Module

VIEWERS = ("region_administrator", "bureau_officer", "county_officer", "inspector", "principal", "teaching_affairs")

MODULE = Module(
    name="coverage",
    label=_("Use of resources in classes"),
    declares=(
        Permission(PERMISSION, _("See how resources are used in classes"), VIEWERS),
        MenuItem(
            _("Use in classes"),
            "coverage:page",
            icon="chart-bar",
            permission=PERMISSION,
            topic="data",
            order=11,
        ),
        *MEASURES,
        DemoStep("coverage", "santong.domains.learning.coverage.demo.fill_uses", order=65),
        HandbookSection("use-in-classes", _("Use in classes"), ("coverage:page",)),
    ),
)
