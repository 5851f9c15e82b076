"""A .fet file into the plan: lines, assignments, rules; what has no rule here is named; all of it is taken back."""

from __future__ import annotations

from typing import Any

import pytest

from santong.domains.campus.staff.public import Teaching
from santong.domains.campus.teaching_plans.fet import NO_PLACE, NO_RULE, FetImport
from santong.domains.campus.teaching_plans.models import PlanLine, Rule
from santong.domains.campus.teaching_plans.tests.conftest import Cast, employ
from santong.domains.platform.access.testing import Region
from santong.kit.imports.targets import NOT_FOUND, Verdict
from santong.kit.testing.importing import ModelImportContract, run, sheet_of

pytestmark = pytest.mark.django_db
FILE = """<?xml version="1.0" encoding="UTF-8"?>
<fet version="6.8.5"><Institution_Name>湖滨</Institution_Name>
<Days_List><Number_of_Days>2</Number_of_Days><Day><Name>一</Name></Day><Day><Name>二</Name></Day></Days_List>
<Hours_List><Hour><Name>1</Name></Hour><Hour><Name>2</Name></Hour><Hour><Name>3</Name></Hour></Hours_List>
<Subjects_List><Subject><Name>地理</Name></Subject></Subjects_List>
<Teachers_List><Teacher><Name>地理老师</Name></Teacher></Teachers_List>
<Students_List><Year><Name>一年级</Name><Group><Name>1班</Name></Group><Group><Name>2班</Name></Group></Year></Students_List>
<Activities_List>
<Activity><Id>1</Id><Activity_Group_Id>1</Activity_Group_Id><Subject>地理</Subject><Teacher>地理老师</Teacher>
 <Students>{first}</Students><Duration>2</Duration><Active>true</Active></Activity>
<Activity><Id>2</Id><Activity_Group_Id>1</Activity_Group_Id><Subject>地理</Subject><Teacher>地理老师</Teacher>
 <Students>{first}</Students><Duration>1</Duration><Active>true</Active></Activity>
<Activity><Id>3</Id><Activity_Group_Id>0</Activity_Group_Id><Subject>合唱</Subject><Teacher>外聘</Teacher>
 <Students>{first}</Students><Students>{second}</Students><Duration>1</Duration><Active>true</Active></Activity>
<Activity><Id>4</Id><Subject>棋</Subject><Students>九班</Students><Duration>1</Duration><Active>true</Active></Activity>
</Activities_List>
<Time_Constraints_List>
<ConstraintBasicCompulsoryTime><Weight_Percentage>100</Weight_Percentage></ConstraintBasicCompulsoryTime>
<ConstraintMinDaysBetweenActivities><Weight_Percentage>95</Weight_Percentage><Number_of_Activities>2</Number_of_Activities>
 <Activity_Id>1</Activity_Id><Activity_Id>2</Activity_Id><MinDays>1</MinDays><Active>true</Active>
</ConstraintMinDaysBetweenActivities>
<ConstraintTeacherNotAvailableTimes><Weight_Percentage>100</Weight_Percentage><Teacher>地理老师</Teacher>
 <Not_Available_Time><Day>一</Day><Hour>1</Hour></Not_Available_Time>
 <Not_Available_Time><Day>二</Day><Hour>1</Hour></Not_Available_Time><Active>true</Active>
</ConstraintTeacherNotAvailableTimes>
<ConstraintTeacherMinHoursDaily><Weight_Percentage>100</Weight_Percentage><Active>true</Active>
</ConstraintTeacherMinHoursDaily>
</Time_Constraints_List>
</fet>"""


def test_a_file_becomes_lines_assignments_and_rules_and_names_the_rest(cast: Cast):
    region = cast.region
    content = FILE.format(first=region.first, second=region.second).encode()
    teacher = employ(region, "geo", "地理")
    type(teacher.person).objects.filter(pk=teacher.person_id).update(name="地理老师")
    target, context = FetImport(), {"school": cast.school.pk}
    before = (PlanLine.objects.count(), Rule.objects.count(), Teaching.objects.count())
    done = run(target, sheet_of(target, content), context)
    assert done.verdicts == {Verdict.CREATE: 4, Verdict.DOUBTFUL: 1, Verdict.LEFT_OUT: 1}, done.problems
    assert done.problems == {("teacher", NOT_FOUND): 1, ("students", NO_PLACE): 1, ("", NO_RULE): 1}
    own = PlanLine.objects.get(subject="地理")
    assert (own.place, own.lessons, own.doubles) == (region.first, 3, 1)
    choir = PlanLine.objects.get(subject="合唱")
    assert choir.joined and choir.place == region.grade
    rules = {row.kind: row for row in Rule.objects.all()}
    assert rules["spread"].weight == "important" and rules["spread"].place == region.first
    assert (rules["teachers_not_at"].teacher, rules["teachers_not_at"].periods) == (teacher, "1")
    assert Teaching.objects.filter(staff=teacher, subject="地理", school_class=region.first).count() == 1
    again = run(target, sheet_of(target, content), context)
    assert again.verdicts[Verdict.SAME] == 4 and not again.written
    undone = target.undo(done.written, acting=cast.viewer)
    assert not undone.kept and (PlanLine.objects.count(), Rule.objects.count(), Teaching.objects.count()) == before


class TestFetImport(ModelImportContract):
    target = FetImport()
    row = {
        "what": "line", "students": "一年级", "subject": "地理", "teacher": "", "lessons": "3", "doubles": "1",
        "rule": "", "days": "", "hours": "", "number": "", "weight": "",
    }  # fmt: skip
    changed = {"lessons": "2"}
    makes = (PlanLine, Rule)

    @pytest.fixture
    def context(self, region: Region) -> dict[str, Any]:
        return {"school": region.lake.pk}
