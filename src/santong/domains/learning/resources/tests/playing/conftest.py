"""A library with one real file of each kind, converted once for all tests."""

from __future__ import annotations

import subprocess
import wave
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.core.files.storage import storages
from fpdf import FPDF
from PIL import Image, ImageDraw

from santong.domains.learning.resources.actions.using import begin_collection, collect
from santong.domains.learning.resources.models import Collection, Part, Resource, Version
from santong.domains.learning.resources.tests.conftest import Cast
from santong.domains.platform.files.public import File, Rendition, Subtitle, keep_file
from santong.kit.access import SYSTEM
from santong.kit.jobs.testing import run_due
from santong.lib.ffmpeg import ffmpeg_program

PAGES = 3
KEPT = ("state", "reason", "folder", "name", "sizes", "data")
"""Fields of a rendition that tell what was made."""


@pytest.fixture(scope="session")
def media(tmp_path_factory) -> Path:
    """A video of 6 s with moving content and sound, a sound, a picture, a PDF of three pages."""
    folder = tmp_path_factory.mktemp("media")
    picture = Image.new("RGB", (640, 400), "white")
    ImageDraw.Draw(picture).text((40, 40), "picture", fill="black", font_size=60)
    picture.save(folder / "picture.png")
    plan = FPDF(unit="pt", format=(640, 400))
    plan.set_font("helvetica", size=40)
    for number in range(1, PAGES + 1):
        plan.add_page()
        plan.cell(text=f"page {number} of a plan for a lesson")  # real text, so that nothing has to be recognised
    plan.output(str(folder / "plan.pdf"))
    with wave.open(str(folder / "sound.wav"), "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(bytes(range(256)) * 125)
    subprocess.run(
        [ffmpeg_program(), "-v", "error", "-f", "lavfi", "-i", "testsrc=s=1280x720:d=6:r=10", "-f", "lavfi", "-i",
         "sine=440:d=6", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", str(folder / "film.mp4")],
        check=True,
    )  # fmt: skip
    return folder


@dataclass
class Converted:
    """A storage for all tests, and what was converted in it: the values of renditions by content and kind."""

    files: Path
    made: dict[tuple[str, str], dict[str, object]] = field(default_factory=dict)

    def convert(self, file: File) -> None:
        """Let a file have its renditions: those that an earlier test made, or new ones."""
        assert file.blob is not None
        rows = Rendition.objects.filter(blob=file.blob)
        if any((file.blob.sha256, row.kind) not in self.made for row in rows):
            run_due()
            for row in rows.all():
                self.made[file.blob.sha256, row.kind] = {name: row.__dict__[name] for name in KEPT}
        for row in rows.all():
            rows.filter(pk=row.pk).update(**self.made[file.blob.sha256, row.kind])


@pytest.fixture(scope="session")
def converted(tmp_path_factory) -> Converted:
    return Converted(tmp_path_factory.mktemp("converted"))


@pytest.fixture
def home(tmp_path: Path, settings, converted: Converted) -> Path:
    """A home whose files are those of all these tests."""
    settings.HOME = tmp_path
    place = {"location": str(converted.files)}
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": place}
    settings.STORAGES = {**settings.STORAGES, "default": files}
    assert "default" in storages.backends
    return tmp_path


class Shelf:
    """Resources with files that the author sent and the platform converted."""

    def __init__(self, cast: Cast, media: Path, converted: Converted) -> None:
        self.cast, self.media, self.converted = cast, media, converted

    def put(self, name: str, *, converted: bool = True, **facts: object) -> tuple[Resource, File]:
        """An admitted resource whose one file is this."""
        author = self.cast.people["author"]
        file = keep_file(acting=SYSTEM, owner_id=author.pk, path=author.path, name=name, source=self.media / name)
        row = self.cast.admitted(title=f"课 {name}", **facts)
        version = Version.objects.get(resource=row, state="admitted")
        version.parts.all().delete()
        Part.objects.create(version=version, file=file)
        if converted:
            self.converted.convert(file)
        return row, file

    def basket(self, *rows: Resource) -> Collection:
        """A basket of the colleague's."""
        viewer = self.cast.viewer("colleague")
        made = begin_collection(acting=viewer, name="移项 第一课时", purpose=Collection.Purpose.LESSON)
        for row in rows:
            collect(acting=viewer, collection=made, resource=row)
        return made


@pytest.fixture
def shelf(cast: Cast, home: Path, media: Path, converted: Converted) -> Shelf:
    return Shelf(cast, media, converted)


@pytest.fixture
def film(shelf: Shelf) -> tuple[Resource, File]:
    """A video with subtitles."""
    row, file = shelf.put("film.mp4")
    Subtitle.objects.create(file=file, language="zh", text="WEBVTT\n\n00:00.000 --> 00:05.000\n你好\n")
    return row, file
