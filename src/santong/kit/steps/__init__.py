"""Steps: what can happen to a row, declared once. See `declare.step`."""

from santong.kit.refusals import NotPossible
from santong.kit.steps.back import BACK
from santong.kit.steps.declare import Condition, Objection, Step, Taken, every_step, step
from santong.kit.steps.who import Holds, Is, Who, Whoever

__all__ = [
    "BACK",
    "Condition",
    "Holds",
    "Is",
    "NotPossible",
    "Objection",
    "Step",
    "Taken",
    "Who",
    "Whoever",
    "every_step",
    "step",
]
