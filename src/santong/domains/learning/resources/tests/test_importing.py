"""Trees of textbooks from a school's sheet, through the wizard."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from santong.domains.learning.resources.models import Node, Textbook
from santong.domains.platform.access.testing import signed_in
from santong.kit.imports.models import ImportRun
from santong.kit.imports.tests.conftest import columns_of, sheet
from santong.kit.jobs.testing import run_due

HEADS = ("学段", "学科", "版本", "册次", "修订年份", "单元", "课文", "课时")
ROWS = [
    ("小学", "音乐", "人音版", "三年级上册", "2024", "第一单元 童年", "摇啊摇", 1),
    ("", "", "", "", "", "", "捉迷藏", 2),
    ("", "", "", "", "", "第二单元 草原", "我是草原小牧民", ""),
    ("小学", "不是学科", "人音版", "三年级上册", "2024", "第三单元", "放牛山歌", 1),
]


def test_a_sheet_of_textbooks_becomes_their_trees_once(cast):
    keeper = signed_in("bureau_officer", cast.city)
    for _again in range(2):
        keeper.post("/imports/new/textbooks/", {"file": SimpleUploadedFile("教材.xlsx", sheet(ROWS, heads=HEADS))})
        run = ImportRun.objects.latest("pk")
        keeper.post(f"/imports/{run.pk}/columns/", columns_of(keeper, run))
        run_due()
        keeper.post(f"/imports/{run.pk}/start/")
        run_due()
    book = Textbook.objects.get(subject="音乐")
    assert (book.stage, book.grade, book.term, book.year, book.is_current) == ("primary", 3, 1, 2024, True)
    tree = Node.objects.filter(textbook=book).order_by("position").values_list("position", "name", "hours")
    assert [*tree] == [
        ("01", "第一单元 童年", 1), ("01.01", "摇啊摇", 1), ("01.02", "捉迷藏", 2),
        ("02", "第二单元 草原", 1), ("02.01", "我是草原小牧民", 1),
    ]  # fmt: skip
    assert "第一单元 童年" in cast.client("colleague").get(f"/resources/textbooks/{book.pk}/").content.decode()
