"""Recordings as cameras, browsers and screen recorders really leave them, each made here in small."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from PIL import Image

from santong.domains.platform.files import converting
from santong.domains.platform.files.conversion import ConversionFailed, Made, documents, office, video
from santong.domains.platform.files.conversion.media import probe
from santong.domains.platform.files.models import File, Rendition
from santong.domains.platform.files.public import Shown, show, text_of
from santong.domains.platform.files.tests.cast import client, kept, viewer
from santong.domains.platform.files.tests.test_conversion import generated, needs_office
from santong.kit.jobs.testing import run_due
from santong.lib.ffmpeg import ffmpeg_program

# What programs make of a file is the same on every database.
pytestmark = pytest.mark.only_on("sqlite")
QUICK = ("-preset", "ultrafast", "-pix_fmt", "yuv420p")


def picture(size: str, seconds: float, rate: int = 25) -> tuple[str, ...]:
    return ("-f", "lavfi", "-i", f"testsrc2=size={size}:rate={rate}:duration={seconds}")


def sound(seconds: float) -> tuple[str, ...]:
    return ("-f", "lavfi", "-i", f"sine=frequency=330:duration={seconds}")


def recorder(folder: Path) -> Path:
    """What a browser's recorder writes: to a pipe, so that the length is nowhere."""
    at = folder / "recorder.webm"
    command = [ffmpeg_program(), "-v", "error", *picture("320x180", 3), *sound(3), "-c:v", "vp8", "-c:a", "libopus"]
    made = subprocess.run([*command, "-f", "webm", "-"], check=True, capture_output=True)
    at.write_bytes(made.stdout)
    return at


def still_after_start(folder: Path) -> Path:
    return generated(folder / "still.mp4", *picture("640x360", 0.4, 5), *sound(12), *QUICK)


def single_picture(folder: Path) -> Path:
    return generated(folder / "one.mp4", *picture("640x360", 1), "-frames:v", "1", *QUICK)


def anamorphic(folder: Path) -> Path:
    return generated(folder / "wide.mp4", *picture("720x576", 3), "-vf", "setsar=64/45", *QUICK)


def upright(folder: Path) -> Path:
    """A phone held upright writes a lying picture, and that it is to be turned."""
    lying = generated(folder / "lying.mp4", *picture("640x480", 2), *QUICK)
    turn = ("-display_rotation", "90") if _turns_on_reading() else ()
    old = () if turn else ("-metadata:s:v:0", "rotate=90")
    return generated(folder / "upright.mp4", *turn, "-i", str(lying), "-c", "copy", *old)


def _turns_on_reading() -> bool:
    told = subprocess.run([ffmpeg_program(), "-h", "full"], check=True, capture_output=True, text=True)
    return "display_rotation" in told.stdout


def converted(cast, source: Path) -> tuple[File, Shown]:
    file = kept(cast["owner"], source)
    assert [job.state for job in run_due()] == ["succeeded"]
    return file, show(viewer(cast["owner"]), file.pk)


def drawn(cast, url: str) -> Image.Image:
    answer = client(cast["owner"]).get(url)
    return Image.open(io.BytesIO(b"".join(answer.streaming_content)))


@pytest.mark.parametrize(
    ("made", "seconds", "size"),
    [
        (recorder, 3, (320, 180)),
        (still_after_start, 12, (640, 360)),
        (single_picture, 0.04, (640, 360)),
        (anamorphic, 3, (640, 360)),
        (upright, 2, (360, 480)),
    ],
)
def test_every_recording_is_shown_whole_and_in_its_shape(cast, tmp_path, made, seconds, size):
    _file, shown = converted(cast, made(tmp_path))
    assert abs(shown.seconds - seconds) < 0.1
    stream = shown.renditions["hls"].data
    assert (stream["width"], stream["height"]) == size
    assert drawn(cast, shown.poster).size == size
    sheet = drawn(cast, shown.seek_track.replace("seek.vtt", "sprite.jpg"))
    tile = shown.renditions["sprite"].data
    assert sheet.size == (tile["width"] * 10, tile["height"] * 10)


def test_a_picture_that_stays_is_in_every_seek_picture(cast, tmp_path):
    _file, shown = converted(cast, still_after_start(tmp_path))
    sheet = drawn(cast, shown.seek_track.replace("seek.vtt", "sprite.jpg")).convert("L")
    tile = shown.renditions["sprite"].data
    for number in range(12 // tile["every"]):
        place = (number * tile["width"], 0, (number + 1) * tile["width"], tile["height"])
        darkest, lightest = sheet.crop(place).getextrema()
        assert lightest - darkest > 100, f"tile {number} is empty"


def test_the_stream_lasts_as_long_as_the_sound(cast, tmp_path):
    file, _shown = converted(cast, still_after_start(tmp_path))
    row = Rendition.objects.get(blob=file.blob, kind="hls")
    with converting.store.on_disk(f"{row.folder}/0.mp4") as stream:
        command = [ffmpeg_program(), "-v", "error", "-i", str(stream), "-map", "0:v", "-c", "copy"]
        told = subprocess.run(
            [*command, "-progress", "pipe:1", "-f", "null", "-"], check=True, capture_output=True, text=True
        ).stdout
    assert int(told.split("out_time_us=")[-1].split()[0]) > 11_500_000


def test_sound_with_a_cover_is_no_video(tmp_path):
    cover = generated(tmp_path / "cover.png", *picture("64x64", 1), "-frames:v", "1")
    tagged = generated(
        tmp_path / "song.mp3", *sound(2), "-i", str(cover), "-map", "0", "-map", "1", "-c:v", "copy",
        "-disposition:v", "attached_pic",
    )  # fmt: skip
    found = probe(tagged)
    assert (found.has_audio, found.has_video) == (True, False)


def test_a_step_that_fails_does_not_repeat_the_others(cast, tmp_path, monkeypatch):
    """Encoding takes minutes; drawing the poster anew takes none of them."""
    file = kept(cast["owner"], still_after_start(tmp_path))
    real, told = video._drawn, []

    def refuses(folder: Path, name: str) -> str:
        (folder / name).unlink()
        return real(folder, name)

    monkeypatch.setattr(video, "_drawn", refuses)
    assert [job.state for job in run_due()] == ["failed"]
    states = dict(Rendition.objects.filter(blob=file.blob).values_list("kind", "state"))
    assert states == {"hls": "ready", "poster": "failed", "sprite": "failed"}
    stream = Rendition.objects.get(kind="hls").folder
    monkeypatch.setattr(video, "_drawn", real)
    encode = video.encode
    monkeypatch.setattr(video, "encode", lambda arguments, *rest: told.append(arguments) or encode(arguments, *rest))
    client(cast["owner"]).post(f"/files/{file.pk}/retry/")
    assert [job.state for job in run_due()] == ["succeeded"]
    assert "libx264" not in told[0]
    assert set(Rendition.objects.values_list("state", flat=True)) == {"ready"}
    assert Rendition.objects.get(kind="hls").folder == stream


@needs_office
def test_a_document_whose_pages_fail_is_not_opened_again(cast, tmp_path, monkeypatch):
    document = docx.Document()
    document.add_paragraph("绿色植物利用光能。")
    document.save(tmp_path / "教案.docx")
    file = kept(cast["owner"], tmp_path / "教案.docx")
    real = documents.make_of_pdf

    def refuses(*_arguments: object) -> Iterator[Made]:
        raise ConversionFailed("no pages today")

    monkeypatch.setattr(documents, "make_of_pdf", refuses)
    assert [job.state for job in run_due()] == ["failed"]
    assert Rendition.objects.get(kind="pdf").is_ready
    monkeypatch.setattr(documents, "make_of_pdf", real)
    monkeypatch.setattr(office, "PROGRAMS", ())  # whoever opened it again would find no program
    client(cast["owner"]).post(f"/files/{file.pk}/retry/")
    assert [job.state for job in run_due()] == ["succeeded"]
    assert "绿色植物利用光能" in text_of(file)
