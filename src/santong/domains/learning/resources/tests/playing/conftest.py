"""A library with one real file of each kind, converted by the programs that convert them for people."""

from __future__ import annotations

import shutil
import subprocess
import wave
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from santong.domains.learning.resources.actions.using import begin_collection, collect
from santong.domains.learning.resources.models import Collection, Part, Resource, Version
from santong.domains.learning.resources.tests.conftest import Cast
from santong.domains.platform.files.public import File, Subtitle, keep_file
from santong.kit.access import SYSTEM
from santong.kit.jobs.testing import run_due

MISSING = "no ffmpeg here, so no recording was played (Debian: apt-get install ffmpeg)"
PAGES = 3


@pytest.fixture(scope="session")
def media(tmp_path_factory) -> Path:
    """A video of 6 s with moving content and sound, a sound, a picture, a PDF of three pages."""
    folder = tmp_path_factory.mktemp("media")
    pages = []
    for number in range(1, PAGES + 1):
        page = Image.new("RGB", (640, 400), "white")
        ImageDraw.Draw(page).text((40, 40), f"page {number}", fill="black", font_size=60)
        pages.append(page)
    pages[0].save(folder / "picture.png")
    pages[0].save(folder / "plan.pdf", save_all=True, append_images=pages[1:])
    with wave.open(str(folder / "sound.wav"), "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(bytes(range(256)) * 125)
    if shutil.which("ffmpeg"):
        subprocess.run(
            ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc=s=1280x720:d=6:r=10", "-f", "lavfi", "-i",
             "sine=440:d=6", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", str(folder / "film.mp4")],
            check=True,
        )  # fmt: skip
    return folder


class Shelf:
    """Resources with files that the author sent and the platform converted."""

    def __init__(self, cast: Cast, media: Path) -> None:
        self.cast, self.media = cast, media

    def put(self, name: str, *, converted: bool = True, **facts: object) -> tuple[Resource, File]:
        """An admitted resource whose one file is this."""
        author = self.cast.people["author"]
        file = keep_file(acting=SYSTEM, owner_id=author.pk, path=author.path, name=name, source=self.media / name)
        row = self.cast.admitted(title=f"课 {name}", **facts)
        version = Version.objects.get(resource=row, state="admitted")
        version.parts.all().delete()
        Part.objects.create(version=version, file=file)
        if converted:
            run_due()
        return row, file

    def basket(self, *rows: Resource) -> Collection:
        """A basket of the colleague's."""
        viewer = self.cast.viewer("colleague")
        made = begin_collection(acting=viewer, name="移项 第一课时", purpose=Collection.Purpose.LESSON)
        for row in rows:
            collect(acting=viewer, collection=made, resource=row)
        return made


@pytest.fixture
def shelf(cast: Cast, home: Path, media: Path) -> Shelf:
    return Shelf(cast, media)


@pytest.fixture
def film(shelf: Shelf, media: Path) -> tuple[Resource, File]:
    """A video with subtitles."""
    if not (media / "film.mp4").exists():
        pytest.skip(MISSING)
    row, file = shelf.put("film.mp4")
    Subtitle.objects.create(file=file, language="zh", text="WEBVTT\n\n00:00.000 --> 00:05.000\n你好\n")
    return row, file
