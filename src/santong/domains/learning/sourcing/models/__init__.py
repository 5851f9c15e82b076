"""Calls for resources and what answers them."""

from santong.domains.learning.sourcing.models.calls import Call, Contribution

__all__ = ["Call", "Contribution"]
