"""The cast of the library: a city, a county, two schools, authors and officers."""

from santong.domains.learning.resources.tests.conftest import cast

__all__ = ["cast"]
