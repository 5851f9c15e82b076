"""What the demonstration module declares."""

from django.utils.translation import gettext_lazy as _

from santong.kit.registry import DemoStep, Module

MODULE = Module(
    name="demonstration",
    label=_("Demonstration"),
    demo=(DemoStep("people with accounts", "santong.domains.platform.demonstration.people.add_people", order=20),),
)
