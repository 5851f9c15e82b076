"""The demonstration's library: everything is what it is called, by who teaches it, and it comes to an end."""

from __future__ import annotations

import zipfile
from random import Random

import pypdfium2
import pytest
from django.utils import timezone

from santong.domains.campus.staff.models import Staff
from santong.domains.learning.resources.demo import filling, further
from santong.domains.learning.resources.demo.authors import Author, Cast
from santong.domains.learning.resources.demo.contents import EXPERIMENTS, FILMED, FORMS, Lesson, form_of, lines_of
from santong.domains.learning.resources.demo.workshop import Order, made_in
from santong.domains.learning.resources.models import Kind, Part, Resource
from santong.domains.platform.files.public import Rendition
from santong.kit.jobs.public import Job
from santong.lib.chinese_fonts import NoChineseFont, chinese_font

REASON = "a test"


def has_font() -> bool:
    try:
        chinese_font()
    except NoChineseFont:
        return False
    return True


needs_font = pytest.mark.skipif(not has_font(), reason="no Chinese font here (Debian: apt-get install fonts-noto-cjk)")


@pytest.fixture
def author(cast) -> Author:
    viewer = cast.viewer("author")
    return Author(viewer, cast.school)


def test_nothing_is_added_to_more_than_is_wanted(cast, author, monkeypatch):
    cast.admitted()
    cast.admitted(title="移项")
    monkeypatch.setattr(further, "WANTED", 1)
    made = Cast({"author": author}, {("junior", "数学"): [author]})
    monkeypatch.setattr(further, "cast_of_accounts", lambda: made)
    assert len(further._bare_lessons(made)) > 1
    further.add_resources.func(1)
    assert Resource.objects.unscoped(REASON).count() == 2
    assert not Job.objects.unscoped(REASON).filter(result__task_path__endswith="add_resources").exists()


@pytest.mark.parametrize("subject", ["语文", "数学", "英语", "科学", "音乐", "历史"])
@pytest.mark.parametrize("form", sorted(set(FORMS) - {"film", "sound", "experiment"}))
def test_what_is_said_is_about_the_lesson(subject, form):
    lesson = Lesson("校园的四季", "第一单元", subject, f"统编版{subject}三年级上册")
    said = "".join(lines_of(lesson, form))
    assert lesson.name in said
    assert "{" not in said


def test_films_and_experiments_belong_to_lessons_that_they_are_about():
    for name in (*FILMED, *EXPERIMENTS):
        lesson = Lesson(name, "单元", "物理", "物理八年级上册")
        assert form_of(lesson, 0) == ("film" if name in FILMED else "experiment")
    assert form_of(Lesson("童年", "单元", "音乐", "音乐三年级上册"), 1) == "sound"
    assert form_of(Lesson("童年", "单元", "语文", "语文三年级上册"), 1) != "sound"


@needs_font
def test_every_form_is_a_file_with_the_words_in_it(author, tmp_path):
    lesson = Lesson("数轴", "有理数", "数学", "人教版数学七年级上册")
    law = Lesson("密度", "质量与密度", "物理", "人教版物理八年级上册")
    orders = [
        Order(None, law if form == "experiment" else lesson, form, author, number) for number, form in enumerate(FORMS)
    ]
    assert made_in(tmp_path, orders) == orders
    by_form = {order.form: order.path(tmp_path) for order in orders}
    with zipfile.ZipFile(by_form["plan"]) as package:
        assert "用自己的话说明“数轴”的意思" in package.read("word/document.xml").decode()
    with zipfile.ZipFile(by_form["experiment"]) as package:
        page = package.read("index.html").decode()
    assert "密度 ρ = m÷V" in page and "(x/y)" in page
    for form in ("plan", "case", "questions", "slides"):
        beside = by_form[form].with_name(f"{by_form[form].name}.pdf")
        assert len(pypdfium2.PdfDocument(beside)) == (6 if form == "slides" else 1)
        text = by_form[form].with_name(f"{by_form[form].name}.txt").read_text(encoding="utf-8")
        assert "数轴" in text


@needs_font
def test_a_resource_is_by_who_teaches_it_and_its_days_lie_in_the_past(cast, author, home):
    node = next(node for node in further._bare_lessons(Cast({}, {("junior", "数学"): [author]})))
    made = Cast({"author": author}, {(node.textbook.stage, node.textbook.subject): [author]})
    filling.add_for_lessons(made, [node], 0, Random(3))
    row = Resource.objects.unscoped(REASON).get(node=node)
    assert (row.author_id, row.kind, row.status) == (author.person_id, Kind.PLAN, Resource.Status.ADMITTED)
    assert node.name in row.title
    assert row.created_at < row.admitted_at < timezone.now()
    assert (timezone.now() - row.created_at).days >= 3
    file = Part.objects.get(version__resource=row).file
    assert row.title in file.name
    assert set(Rendition.objects.filter(blob=file.blob, state="ready").values_list("kind", flat=True)) == {
        "pdf",
        "text",
    }


def test_teachers_write_in_their_own_subject(cast, monkeypatch):
    teacher = cast.people["author"]
    school = cast.school
    Staff.objects.create(person=teacher, school=school, path=school.path, subjects="数学", stage="junior")
    found = Cast({})
    assert [each.person_id for each in found.authors_of("junior", "数学")] == [teacher.pk]
    assert [each.person_id for each in found.authors_of("primary", "数学")] == [teacher.pk]
    assert found.authors_of("junior", "语文") == []
