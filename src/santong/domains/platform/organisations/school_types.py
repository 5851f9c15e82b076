"""Which stages a school of each type (办学类型, JY/T 1001) teaches."""

from __future__ import annotations

from types import MappingProxyType

from santong.domains.platform.organisations.models import Stage

_PRIMARY, _JUNIOR, _SENIOR = Stage.PRIMARY, Stage.JUNIOR, Stage.SENIOR
_BY_TYPE = MappingProxyType(
    {
        "312": (_PRIMARY, _JUNIOR),
        "341": (_JUNIOR, _SENIOR),
        "345": (_PRIMARY, _JUNIOR, _SENIOR),
    }
)
_BY_START = (
    ("11", Stage.PRESCHOOL),
    ("2", _PRIMARY),
    ("31", _JUNIOR),
    ("32", _JUNIOR),
    ("33", _JUNIOR),
    ("34", _SENIOR),
    ("35", _SENIOR),
    ("36", Stage.VOCATIONAL),
    ("37", _JUNIOR),
    ("4", Stage.HIGHER),
    ("5", Stage.SPECIAL),
)


def stages_of_type(education_type: str) -> str:
    """The stages in the form in which `SchoolProfile.stages` keeps them, "" for an unknown type."""
    stages = _BY_TYPE.get(education_type)
    if stages is None:
        stages = tuple(stage for start, stage in _BY_START if education_type.startswith(start))[:1]
    return f",{','.join(stages)}," if stages else ""
