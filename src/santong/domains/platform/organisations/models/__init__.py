"""The models of organisations."""

from santong.domains.platform.organisations.models.counts import OrganisationCount
from santong.domains.platform.organisations.models.history import OrganisationName, UnionMember
from santong.domains.platform.organisations.models.profiles import (
    ClassProfile,
    GradeProfile,
    SchoolProfile,
    Stage,
)
from santong.domains.platform.organisations.models.schools import School
from santong.domains.platform.organisations.models.tree import Kind, Organisation

__all__ = [
    "ClassProfile",
    "GradeProfile",
    "Kind",
    "Organisation",
    "OrganisationCount",
    "OrganisationName",
    "School",
    "SchoolProfile",
    "Stage",
    "UnionMember",
]
