"""What is made of files, by the real programs. Without them these tests say so loudly."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import docx
import pypdfium2
import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from PIL import Image, ImageDraw, ImageFont

from santong.domains.platform.files import converting, store
from santong.domains.platform.files.actions import keep_file, keep_renditions, retry_conversion
from santong.domains.platform.files.conversion import Made, documents, office, recognition
from santong.domains.platform.files.models import Rendition
from santong.domains.platform.files.public import FileConverted, show, text_of
from santong.domains.platform.files.tests.cast import client, kept, viewer
from santong.kit.access import SYSTEM
from santong.kit.events import subscribe, unsubscribe
from santong.kit.jobs.testing import run_due
from santong.lib import ffmpeg
from santong.lib.ffmpeg import ffmpeg_program

# What programs make of a file is the same on every database; that it is kept is tested in test_killing.py on both.
pytestmark = pytest.mark.only_on("sqlite")
needs_office = pytest.mark.skipif(
    office.office_program() is None, reason="no LibreOffice here (Debian: apt-get install libreoffice-writer)"
)


def generated(path: Path, *arguments: str) -> Path:
    subprocess.run([ffmpeg_program(), "-v", "error", "-y", *arguments, str(path)], check=True)
    return path


@pytest.fixture
def clip(tmp_path) -> Path:
    picture = ("-f", "lavfi", "-i", "testsrc2=size=1280x720:rate=15:duration=5")
    sound = ("-f", "lavfi", "-i", "sine=frequency=440:duration=5")
    return generated(tmp_path / "clip.mp4", *picture, *sound, "-preset", "ultrafast")


@pytest.fixture
def heard():
    events: list[FileConverted] = []
    subscribe(FileConverted, events.append, inside=True)
    yield events
    unsubscribe(FileConverted, events.append)


def test_a_video_becomes_a_stream_a_poster_and_seek_pictures(cast, clip, heard):
    file = kept(cast["owner"], clip)
    run_due()
    shown = show(viewer(cast["owner"]), file.pk)
    assert shown.renditions["hls"].data["heights"] == [360, 720]
    assert abs(shown.seconds - 5) < 0.1
    assert not shown.is_preparing
    asking = client(cast["owner"])
    master = asking.get(shown.hls)
    assert master.headers["Content-Type"] == "application/vnd.apple.mpegurl"
    listing = b"".join(master.streaming_content).decode()
    assert "RESOLUTION=640x360" in listing
    assert "RESOLUTION=1280x720" in listing
    for name in [line for line in listing.splitlines() if line.endswith(".m3u8") and not line.startswith("#")]:
        rung = b"".join(asking.get(shown.hls.replace("master.m3u8", name)).streaming_content).decode()
        assert "#EXT-X-BYTERANGE" in rung
    track = b"".join(asking.get(shown.seek_track).streaming_content).decode()
    assert track.startswith("WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nsprite.jpg#xywh=0,0,160,90")
    sheet = asking.get(shown.seek_track.replace("seek.vtt", "sprite.jpg"))
    assert Image.open(io.BytesIO(b"".join(sheet.streaming_content))).size == (1600, 900)
    assert {event.kind for event in heard} == {"hls", "poster", "sprite"}


def test_sound_becomes_aac_and_a_waveform(cast, tmp_path):
    file = kept(cast["owner"], generated(tmp_path / "a.wav", "-f", "lavfi", "-i", "sine=frequency=440:duration=3"))
    run_due()
    shown = show(viewer(cast["owner"]), file.pk)
    assert file.kind == "audio"
    assert shown.audio.endswith("sound.m4a")
    assert abs(shown.seconds - 3) < 0.1
    peaks = client(cast["owner"]).get(shown.peaks).getvalue()
    assert peaks.startswith(b"[0.1")


def test_a_damaged_video_fails_with_a_reason_and_can_be_tried_again(cast, clip, monkeypatch):
    content = bytearray(clip.read_bytes())
    content[content.index(b"mdat") + 4 : content.index(b"moov")] = b"\0" * (
        content.index(b"moov") - content.index(b"mdat") - 4
    )
    clip.write_bytes(content)
    file = kept(cast["owner"], clip)
    assert [job.state for job in run_due()] == ["failed"]
    making = show(viewer(cast["owner"]), file.pk).making
    assert [row.state for row in making] == ["failed"]
    assert "损坏" in making[0].reason
    page = client(cast["owner"]).get(f"/files/{file.pk}/").content.decode()
    assert "重试" in page
    client(cast["owner"]).post(f"/files/{file.pk}/retry/")
    assert Rendition.objects.filter(state="waiting").count() == 3


@needs_office
def test_a_document_becomes_pdf_pages_and_text(cast, tmp_path):
    document = docx.Document()
    document.add_heading("光合作用", 1)
    document.add_paragraph("绿色植物利用光能。")
    document.add_page_break()
    document.add_paragraph("第二页")
    document.save(tmp_path / "教案.docx")
    file = kept(cast["owner"], tmp_path / "教案.docx")
    run_due()
    shown = show(viewer(cast["owner"]), file.pk)
    assert len(shown.pages) == 2
    assert shown.pages[0].width == 1280
    assert "绿色植物利用光能" in text_of(file)
    assert client(cast["owner"]).get(shown.pdf).getvalue().startswith(b"%PDF")
    assert client(cast["owner"]).get(shown.pages[1].url).headers["Content-Type"] == "image/webp"


def _lesson_plan(folder: Path) -> Path:
    document = docx.Document()
    document.add_paragraph("绿色植物利用光能。")
    document.save(folder / "教案.docx")
    return folder / "教案.docx"


def test_without_libreoffice_a_document_is_kept_and_no_job_fails(cast, tmp_path, monkeypatch):
    """It is the operators' matter, said once by `santong doctor`, and not a failure of every file."""
    monkeypatch.setattr(office, "PROGRAMS", ())
    file = kept(cast["owner"], _lesson_plan(tmp_path))
    (job,) = run_due()
    assert (job.state, "LibreOffice" in job.outcome["text"]) == ("succeeded", True)
    page = client(cast["owner"]).get(f"/files/{file.pk}/").content.decode()
    assert "未安装 LibreOffice" in page
    assert client(cast["owner"]).get(show(viewer(cast["owner"]), file.pk).download).status_code == 200


def test_without_ffmpeg_a_recording_is_kept_and_no_job_fails(cast, clip, monkeypatch):
    monkeypatch.setattr(ffmpeg, "which", lambda name: None)
    monkeypatch.setattr(ffmpeg, "BROUGHT_BY", "no_such_package.binaries")
    kept(cast["owner"], clip)
    assert [job.state for job in run_due()] == ["succeeded"]
    assert set(Rendition.objects.values_list("state", flat=True)) == {"failed"}


def test_what_the_writer_of_a_document_made_along_with_it_is_shown(cast, tmp_path, monkeypatch):
    monkeypatch.setattr(office, "PROGRAMS", ())
    file = keep_file(
        acting=SYSTEM, owner_id=cast["owner"].pk, path=cast["owner"].path, name="教案.docx",
        source=_lesson_plan(tmp_path), convert=False,
    )  # fmt: skip
    Image.new("RGB", (600, 800), "white").save(tmp_path / "plan.docx.pdf", "PDF")
    made = [Made("pdf", "plan.docx.pdf", note="Drawn from the same content.")]
    with pytest.raises(PermissionDenied):
        keep_renditions(acting=viewer(cast["owner"]), file=file, folder=tmp_path, made=made)
    keep_renditions(acting=SYSTEM, file=file, folder=tmp_path, made=made)
    with transaction.atomic():
        converting.convert_what_is_missing(file.blob, file)
    assert [job.state for job in run_due()] == ["succeeded"]
    shown = show(viewer(cast["owner"]), file.pk)
    assert (len(shown.pages), shown.notes) == (1, ["Drawn from the same content."])


def test_a_picture_becomes_webp_without_its_origin(cast, tmp_path):
    image = Image.new("RGB", (3000, 1500), "green")
    exif = Image.Exif()
    exif[0x010E] = "where it was taken"
    image.save(tmp_path / "a.jpg", exif=exif)
    file = kept(cast["owner"], tmp_path / "a.jpg")
    run_due()
    shown = show(viewer(cast["owner"]), file.pk)
    assert [(picture.width, picture.height) for picture in shown.pictures] == [(1920, 960), (960, 480), (320, 160)]
    content = client(cast["owner"]).get(shown.thumbnail).getvalue()
    assert Image.open(io.BytesIO(content)).format == "WEBP"
    assert b"where it was taken" not in content


@pytest.mark.slow
@pytest.mark.skipif(not recognition.is_available(), reason="no recogniser here (the extra `ocr`)")
def test_the_text_of_a_scan_is_recognised(cast, tmp_path):
    found = subprocess.run(["fc-match", "-f", "%{file}", ":lang=zh-cn"], check=True, capture_output=True, text=True)
    page = Image.new("RGB", (800, 240), "#f6f4ee")
    font = ImageFont.truetype(found.stdout, 40)
    ImageDraw.Draw(page).text((60, 90), "绿色植物利用光能放出氧气", font=font, fill="#333")
    page.rotate(0.6, fillcolor="#f6f4ee").save(tmp_path / "scan.pdf", "PDF", resolution=96)
    file = kept(cast["owner"], tmp_path / "scan.pdf")
    run_due()
    shown = show(viewer(cast["owner"]), file.pk)
    assert shown.renditions["text"].data["ocr"]
    assert "植物利用光能" in text_of(file)


def test_of_a_long_pdf_the_first_pages_are_shown(cast, tmp_path, monkeypatch):
    monkeypatch.setattr(documents, "MOST_DRAWN", 4)
    document = pypdfium2.PdfDocument.new()
    for _ in range(6):
        document.new_page(50, 20)
    document.save(tmp_path / "long.pdf")
    file = kept(cast["owner"], tmp_path / "long.pdf")
    run_due()
    shown = show(viewer(cast["owner"]), file.pk)
    assert len(shown.pages) == 4
    assert "前 4 页" in shown.notes[0]


def test_a_conversion_that_was_interrupted_leaves_nothing_half_or_double(cast, tmp_path, monkeypatch):
    """The worker dies after storing and before noting it; the next one makes everything anew, once."""
    (tmp_path / "a.txt").write_text("文字")
    file = kept(cast["owner"], tmp_path / "a.txt")
    real = converting._tell

    class Killed(BaseException):
        pass

    def dies(*arguments: object, **named: object) -> None:
        raise Killed

    monkeypatch.setattr(converting, "_tell", dies)
    with pytest.raises(Killed):
        converting.make_missing(file.blob_id)
    assert Rendition.objects.get().state == "running"
    assert len(list(store.walk("renditions"))) == 1
    monkeypatch.setattr(converting, "_tell", real)
    converting.make_missing(file.blob_id)
    converting.make_missing(file.blob_id)
    row = Rendition.objects.get()
    assert row.is_ready
    assert list(store.walk("renditions")) == [f"{row.folder}/{row.name}"]
    retry_conversion(acting=viewer(cast["owner"]), file=file)
    assert Rendition.objects.get().is_ready


def test_of_two_workers_one_result_stays(cast, tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text("文字")
    file = kept(cast["owner"], tmp_path / "a.txt")
    real = store.put

    def overtaken(source: Path, name: str) -> None:
        monkeypatch.setattr(store, "put", real)
        converting.make_missing(file.blob_id)  # the other worker is done before this one stores
        real(source, name)

    monkeypatch.setattr(store, "put", overtaken)
    converting.make_missing(file.blob_id)
    row = Rendition.objects.get()
    assert list(store.walk("renditions")) == [f"{row.folder}/{row.name}"]
