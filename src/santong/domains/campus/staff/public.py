"""What other modules may use of staff."""

from santong.domains.campus.staff.actions import (
    NewStaff,
    NewTeaching,
    assign_teaching,
    employ,
    end_teaching,
    forget_teaching,
    leave,
)
from santong.domains.campus.staff.contacts import teaching_today
from santong.domains.campus.staff.models import Post, Staff, Teaching

__all__ = [
    "NewStaff",
    "NewTeaching",
    "Post",
    "Staff",
    "Teaching",
    "assign_teaching",
    "employ",
    "end_teaching",
    "forget_teaching",
    "leave",
    "teaching_today",
]
