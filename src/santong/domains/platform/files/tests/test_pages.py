"""The pages: one's files, renaming, removing with undo, subtitles, allowances."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from santong.domains.platform.files.attaching import FilesField
from santong.domains.platform.files.models import Allowance, File
from santong.domains.platform.files.queries import room_of
from santong.domains.platform.files.tests.cast import client, kept, viewer
from santong.domains.platform.files.webvtt import BadTrack, parse, written
from santong.kit.models import UndoStep

SRT = "1\n00:00:01,000 --> 00:00:02,500\n你好 <script>x</script>\n\n2\n00:00:03,000 --> 00:00:04,000\n<b>再见</b>\n"


@pytest.fixture
def file(cast, tmp_path):
    (tmp_path / "notes.txt").write_text("课堂笔记")
    return kept(cast["owner"], tmp_path / "notes.txt", "笔记.txt")


@pytest.fixture
def asking(cast):
    return client(cast["owner"])


def test_the_list_has_one_s_own_files_and_a_place_to_drop_more(cast, file, asking):
    page = asking.get("/files/").content.decode()
    assert "笔记.txt" in page
    assert "把文件拖到这里" in page
    assert 'data-endpoint="/uploads/"' in page
    assert "已用" in page
    assert "笔记.txt" not in client(cast["other"]).get("/files/").content.decode()
    assert "笔记.txt" not in asking.get("/files/?q=别的").content.decode()


def test_a_new_name_keeps_the_extension(file, asking):
    answer = asking.post(f"/files/{file.pk}/edit/", {"name": "第一课/笔记.exe"})
    assert answer.status_code == 302
    assert File.objects.get().name == "笔记.exe.txt"


def test_removing_can_be_taken_back(file, asking):
    asking.post(f"/files/{file.pk}/remove/")
    assert not File.objects.exists()
    asking.post(reverse("kit:undo", args=[UndoStep.objects.get().pk]))
    assert File.objects.get().is_ready


def test_subtitles_are_checked_and_kept(cast, file, asking):
    File.objects.update(kind="video")
    asking.post(f"/files/{file.pk}/subtitles/new/", {"language": "zh-Hans", "text": SRT})
    track = asking.get(f"/files/{file.pk}/subtitles/zh-Hans.vtt").content.decode()
    assert track.startswith("WEBVTT\n\n00:00:01.000 --> 00:00:02.500\n你好 &lt;script&gt;x&lt;/script&gt;\n\n")
    wrong = asking.post(f"/files/{file.pk}/subtitles/new/", {"language": "en", "text": "00:01 -> 00:02\nx"})
    assert wrong.status_code == 422
    assert "第 1 行" in wrong.content.decode()
    assert client(cast["other"]).get(f"/files/{file.pk}/subtitles/zh-Hans.vtt").status_code == 404
    assert client(cast["other"]).get(f"/files/{file.pk}/subtitles/new/").status_code == 404
    asking.post(f"/files/{file.pk}/subtitles/zh-Hans/remove/")
    assert asking.get(f"/files/{file.pk}/subtitles/zh-Hans.vtt").status_code == 404


@pytest.mark.parametrize(
    "text",
    [
        "",
        "WEBVTT",
        "hello",
        "00:02.000 --> 00:01.000\nx",
        "00:99 --> x\ny",
        "WEBVTT\n\nplain\n\n00:01.000 --> 00:02.000\nx",
    ],
)
def test_subtitles_that_no_player_shows_are_refused(text):
    with pytest.raises(BadTrack):
        parse(text)


def test_subtitles_are_written_as_they_are_read():
    cues = parse(
        "WEBVTT\n\nNOTE x\n\n1:00:00.000 --> 1:00:01.000 line:0 onclick:x\na\nb\n\n00:01.000 --> 00:02.000\nc\n"
    )
    assert [cue.text for cue in cues] == ["c", "a\nb"]
    assert cues[1].settings == "line:0"
    assert parse(written(cues)) == cues


def test_school_it_allows_storage(cast, school, settings):
    it = client(cast["it"])
    form = {"what": "staff", "organisation": school.pk, "gigabytes": "2"}
    assert f"{school.name} · {school.parent.name}" in it.get("/allowances/new/").content.decode()
    assert it.post("/allowances/new/", form).status_code == 302
    assert room_of(viewer(cast["owner"]), school.path).allowed == 2 * 1024**3
    assert room_of(viewer(cast["pupil"]), school.path).allowed == settings.FILES_PUPIL_BYTES
    person = {"what": "person", "organisation": school.pk, "gigabytes": "1", "person": "owner"}
    assert it.post("/allowances/new/", person).status_code == 302
    assert room_of(viewer(cast["owner"]), school.path).allowed == 1024**3
    assert it.post("/allowances/new/", {**person, "person": "nobody"}).status_code == 422
    page = it.get("/allowances/").content.decode()
    assert "2.0" in page
    allowed = set(Allowance.objects.values_list("what", "bytes"))
    ids = list(Allowance.objects.values_list("pk", flat=True))
    it.post("/allowances/bulk/", {"action": "disallow", "ids": ids})
    assert not Allowance.objects.exists()
    it.post(f"/kit/undo/{UndoStep.objects.get().pk}/")
    assert set(Allowance.objects.values_list("what", "bytes")) == allowed
    assert client(cast["owner"]).get("/allowances/").status_code == 403
    assert client(cast["owner"]).post("/allowances/new/", form).status_code == 403


def test_a_full_school_takes_no_more(cast, school, owner):
    Allowance.objects.create(path=school.path, what="organisation", bytes=1000)
    assert owner.create("a.txt", 900).status_code == 201
    answer = owner.create("b.txt", 200)
    assert answer.status_code == 413
    assert "学校的存储空间已满" in answer.content.decode()


def test_a_form_takes_one_s_own_files_only(cast, file):
    field = FilesField(most=1)
    field.viewer = viewer(cast["owner"])
    assert field.clean([str(file.pk)]) == [file]
    assert f'name="files" value="{file.pk}"' in field.widget.render("files", [file])
    field.viewer = viewer(cast["other"])
    for wrong in ([str(file.pk)], [], ["x"], [str(file.pk), "2"]):
        with pytest.raises(ValidationError):
            field.clean(wrong)


def test_the_page_says_in_words_what_the_file_is(file, asking):
    page = asking.get(f"/files/{file.pk}/").content.decode()
    assert f"{file.get_kind_display()} · TXT" in page and "媒体类型" not in page
