"""How the leak guard plants tokens."""

from datetime import timedelta

from django.utils import timezone

from santong.kit.testing.planting import Planting

PLANTING = Planting(how={"tokens.Token": lambda world, number: {"expires": timezone.now() + timedelta(days=9)}})
