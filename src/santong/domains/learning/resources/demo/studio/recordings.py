"""Short films about a lesson, and exercises to listen to."""

from __future__ import annotations

import math
import struct
import subprocess
import wave
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw

from santong.domains.learning.resources.demo.studio.pictures import font
from santong.domains.learning.resources.demo.studio.work import Work
from santong.lib.ffmpeg import NoFfmpeg, ffmpeg_program

SIZE = (1280, 720)
RATE = 10
"""Pictures per second of a video."""
SECONDS = 12
SOUND_RATE = 16_000
LOWEST = 220
"""The first tone in hertz."""


def film(at: Path, work: Work) -> None:
    """A video in which a point wanders while the lines appear; nothing where ffmpeg is missing."""
    try:
        program = ffmpeg_program()
    except NoFfmpeg:
        return
    command = [
        program, "-v", "error", "-y",
        "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{SIZE[0]}x{SIZE[1]}", "-r", str(RATE), "-i", "-",
        "-f", "lavfi", "-i", f"sine={LOWEST + 110 * (work.number % 5)}:d={SECONDS}", "-c:v", "libx264",
        "-preset", "veryfast", "-pix_fmt", "yuv420p", "-c:a", "aac", "-shortest", "-f", "mp4", str(at),
    ]  # fmt: skip
    pictures = b"".join(picture.tobytes() for picture in _pictures(work))
    subprocess.run(command, check=True, input=pictures)


def _pictures(work: Work) -> Iterator[Image.Image]:
    ground = Image.new("RGB", SIZE, "white")
    draw = ImageDraw.Draw(ground)
    draw.rectangle((0, 0, SIZE[0], 130), fill=work.colour)
    draw.text((60, 28), work.title, font=font(60), fill="white")
    for moment in range(RATE * SECONDS):
        yield _moment(ground, work, moment / (RATE * SECONDS))


def _moment(ground: Image.Image, work: Work, share: float) -> Image.Image:
    """The picture at a part of the whole, 0 to 1: the lines said so far, and how far it is."""
    picture = ground.copy()
    draw = ImageDraw.Draw(picture)
    said = int(share * len(work.lines)) + 1
    for number, line in enumerate(work.lines[:said]):
        now = number == said - 1
        draw.text((80, 210 + number * 120), line, font=font(44), fill=work.colour if now else (90, 90, 100))
    x = 80 + 1120 * share
    y = 640 - 24 * abs(math.sin(share * math.tau * 6))
    draw.ellipse((x - 18, y - 18, x + 18, y + 18), fill=work.colour)
    draw.rectangle((0, 704, int(SIZE[0] * share), 720), fill=work.colour)
    return picture


def sound(at: Path, work: Work) -> None:
    """A scale up and down in even beats, in another key for each."""
    steps = (0, 2, 4, 5, 7, 9, 11, 12, 11, 9, 7, 5, 4, 2, 0)
    first = LOWEST * 2 ** (work.number % 7 / 12)
    frames = bytearray()
    for step in steps:
        height = first * 2 ** (step / 12)
        for number in range(SOUND_RATE // 2):
            fade = 1 - number / (SOUND_RATE / 2)
            frames += struct.pack("<h", int(9000 * fade * math.sin(math.tau * height * number / SOUND_RATE)))
    with wave.open(str(at), "wb") as recording:
        recording.setparams((1, 2, SOUND_RATE, 0, "NONE", ""))
        recording.writeframes(bytes(frames))
