"""The library of the demonstration region."""

from santong.domains.learning.resources.demo.filling import fill_library

__all__ = ["fill_library"]
