"""The people of the demonstration region: every one of them is invented."""

from santong.domains.campus.students.demo.filling import fill_schools

__all__ = ["fill_schools"]
