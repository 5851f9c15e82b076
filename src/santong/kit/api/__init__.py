"""What the modules' APIs are made of: problems, and declared lists with details."""

from santong.kit.api.problems import Problem, problem
from santong.kit.api.resources import Resource, add_resource

__all__ = ["Problem", "Resource", "add_resource", "problem"]
