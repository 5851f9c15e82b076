"""What other modules may use of moving classes: the groups in force of pupils and teachers, and who is in a group."""

from santong.domains.campus.choices.models import TeachingGroup
from santong.domains.campus.choices.moving_queries import groups_of_pupil, groups_of_teacher, members_of_group

__all__ = ["TeachingGroup", "groups_of_pupil", "groups_of_teacher", "members_of_group"]
