"""The front door of the demonstration."""

from django.utils.translation import gettext_lazy as _

from santong.kit.demo import DemoStep
from santong.kit.registry import Module

MODULE = Module(
    name="demonstration",
    label=_("Demonstration"),
    declares=(DemoStep("people with accounts", "santong.domains.platform.demonstration.people.add_people", order=20),),
)
