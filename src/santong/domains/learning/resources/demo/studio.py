"""Makes the recordings, slides and printed pages of the demonstration: `python -m …studio FOLDER`.

A program of its own: what it needs to draw with is large, and must not stay in a worker's memory.
It writes the files of `WORKS` that it can: pictures and pages with Chinese text need a Chinese
font, videos ffmpeg. What is there already is left as it is.
"""

from __future__ import annotations

import math
import shutil
import struct
import subprocess
import sys
import wave
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from fpdf import FPDF
from PIL import Image, ImageDraw, ImageFont
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.util import Inches, Pt

from santong.lib.chinese_fonts import NoChineseFont, chinese_font

SIZE = (1280, 720)
RATE = 12
"""Pictures per second of a video."""
SECONDS = 12
SOUND_RATE = 16_000
COLOURS = ((37, 84, 199), (15, 140, 110), (190, 80, 30), (130, 60, 170), (180, 40, 90))


@dataclass(frozen=True)
class Work:
    """A file to make. `lines` are what is to be read in it."""

    name: str
    title: str
    lines: tuple[str, ...]
    number: int

    @property
    def colour(self) -> tuple[int, int, int]:
        """The colour that it is kept in."""
        return COLOURS[self.number % len(COLOURS)]


SLIDES = (
    (
        "课件-语文",
        "走进课文",
        ("读一读：圈出不认识的字", "想一想：作者为什么这样写", "说一说：最打动你的一句", "写一写：仿写一段"),
    ),
    (
        "课件-数学",
        "从问题到算式",
        ("情境：操场上有几排树", "画图：把条件画出来", "列式：每一步表示什么", "检验：换一种方法再算"),
    ),
    ("课件-英语", "Let's talk", ("Warm up: listen and point", "New words", "Pair work", "Show time")),
    ("课件-科学", "观察与记录", ("提出问题", "设计实验", "记录现象", "得出结论")),
    ("课件-艺术", "看见美，听见美", ("欣赏：整体感受", "细看：线条与色彩", "尝试：自己动手", "展示：说说想法")),
)
FILMS = (
    ("微课-数轴上的运动", "数轴上的运动", ("向右为正", "向左为负", "到原点的距离是绝对值")),
    ("微课-声音的波", "声音的波", ("振动产生声音", "波的高低是响度", "波的疏密是音调")),
    ("微课-朗读的节奏", "朗读的节奏", ("停顿", "重音", "语速")),
)
SOUNDS = (("听力-节拍练习", 440), ("听力-音阶", 330), ("听力-听写间隔", 550))
PAGES = (
    ("学习单-阅读", "阅读学习单", ("第一遍读：标出段落", "第二遍读：写下问题", "第三遍读：找出依据")),
    ("学习单-计算", "计算学习单", ("口算二十题", "竖式六题", "应用两题")),
    (
        "教研论文-分层作业",
        "分层作业的一次尝试",
        ("问题从哪里来", "三周里做了什么", "学生有哪些变化", "还有什么没有解决"),
    ),
)
PACKAGES = (("虚拟实验-滑块与坡", "滑块与坡"), ("虚拟实验-电路", "简单电路"))


def main() -> None:
    """Make what is missing."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for maker, suffix, made in (
        (slides, "pptx", SLIDES),
        (pages, "pdf", PAGES),
        (film, "mp4", FILMS),
    ):
        for number, (name, title, lines) in enumerate(made):
            _make(maker, folder / f"{name}.{suffix}", Work(name, title, lines, number))
    for number, (name, pitch) in enumerate(SOUNDS):
        _make(sound, folder / f"{name}.wav", Work(name, name, (str(pitch),), number))
    for number, (name, title) in enumerate(PACKAGES):
        _make(package, folder / f"{name}.zip", Work(name, title, (), number))


def _make(maker: Callable[[Path, Work], None], at: Path, work: Work) -> None:
    part = at.with_name(f"part-{at.name}")
    if at.exists():
        return
    try:
        maker(part, work)
    except NoChineseFont:
        return
    if part.exists():
        part.replace(at)


def slides(at: Path, work: Work) -> None:
    """A presentation: a title, then a slide for each line."""
    shown = Presentation()
    shown.slide_width, shown.slide_height = Inches(13.333), Inches(7.5)
    for number, line in enumerate((work.title, *work.lines)):
        slide = shown.slides.add_slide(shown.slide_layouts[6])
        band = slide.shapes.add_shape(1, 0, 0, Inches(13.333), Inches(0.35 if number else 2.2))
        band.fill.solid()
        band.fill.fore_color.rgb = RGBColor(*work.colour)
        band.line.fill.background()
        frame = slide.shapes.add_textbox(
            Inches(0.9), Inches(1.0 if number else 3), Inches(11.5), Inches(1.4)
        ).text_frame
        frame.text = line
        frame.paragraphs[0].runs[0].font.size = Pt(44 if number else 60)
        if number:
            body = slide.shapes.add_textbox(Inches(0.9), Inches(2.6), Inches(11.5), Inches(3)).text_frame
            body.word_wrap = True
            body.text = f"{number}. 先独立完成，再和同桌交流，最后选一名代表发言。"
            body.paragraphs[0].runs[0].font.size = Pt(28)
    shown.save(str(at))


def pages(at: Path, work: Work) -> None:
    """A printed paper of some pages."""
    font = chinese_font()
    paper = FPDF(format="A4")
    paper.add_font("text", fname=str(font.path), collection_font_number=font.number)
    for number, line in enumerate(work.lines, 1):
        paper.add_page()
        paper.set_font("text", size=22)
        paper.cell(text=work.title, new_x="LMARGIN", new_y="NEXT")
        paper.set_font("text", size=14)
        paper.ln(6)
        paper.multi_cell(
            0, 10, f"{number}. {line}\n\n姓名：________    班级：________\n\n请把思考的过程写在下面的横线上。"
        )
        for row in range(12):
            paper.line(15, 110 + row * 12, 195, 110 + row * 12)
    paper.output(str(at))


def film(at: Path, work: Work) -> None:
    """A short video with moving figures, its words and a sound; nothing where ffmpeg is missing."""
    program = shutil.which("ffmpeg")
    if program is None:
        return
    command = [
        program, "-v", "error", "-y",
        "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{SIZE[0]}x{SIZE[1]}", "-r", str(RATE), "-i", "-",
        "-f", "lavfi", "-i", f"sine={220 + 110 * work.number}:d={SECONDS}", "-c:v", "libx264",
        "-preset", "veryfast", "-pix_fmt", "yuv420p", "-c:a", "aac", "-shortest", "-f", "mp4", str(at),
    ]  # fmt: skip
    with subprocess.Popen(command, stdin=subprocess.PIPE) as encoder:
        assert encoder.stdin is not None
        for picture in _pictures(work):
            encoder.stdin.write(picture.tobytes())
        encoder.stdin.close()
    if encoder.returncode:
        raise RuntimeError(f"ffmpeg ended with {encoder.returncode}")


def _pictures(work: Work) -> Iterator[Image.Image]:
    font = chinese_font()
    large, small = (ImageFont.truetype(str(font.path), size, index=font.number) for size in (72, 40))
    ground = Image.new("RGB", SIZE, "white")
    draw = ImageDraw.Draw(ground)
    draw.rectangle((0, 0, SIZE[0], 130), fill=work.colour)
    draw.text((60, 22), work.title, font=large, fill="white")
    draw.line((80, 470, 1200, 470), fill=(60, 60, 70), width=4)
    for mark in range(11):
        draw.line((80 + mark * 112, 455, 80 + mark * 112, 485), fill=(60, 60, 70), width=3)
    for moment in range(RATE * SECONDS):
        yield _moment(ground, work, moment / (RATE * SECONDS), small)


def _moment(ground: Image.Image, work: Work, share: float, font: ImageFont.FreeTypeFont) -> Image.Image:
    """The picture at a part of the whole, 0 to 1: a ball on the line, the line of text that it is about."""
    picture = ground.copy()
    draw = ImageDraw.Draw(picture)
    x = 80 + 1120 * (0.5 - 0.5 * math.cos(share * math.tau * 2))
    y = 430 - 120 * abs(math.sin(share * math.tau * 3))
    draw.ellipse((x - 38, y - 38, x + 38, y + 38), fill=work.colour)
    line = work.lines[min(int(share * len(work.lines)), len(work.lines) - 1)]
    draw.text((80, 560), line, font=font, fill=(30, 30, 40))
    draw.rectangle((0, 704, int(SIZE[0] * share), 720), fill=work.colour)
    return picture


def sound(at: Path, work: Work) -> None:
    """Tones one after the other, as for a listening exercise."""
    pitch = int(work.lines[0])
    frames = bytearray()
    for step in range(12):
        height = pitch * 2 ** (step % 8 / 12)
        for number in range(SOUND_RATE // 2):
            fade = 1 - number / (SOUND_RATE / 2)
            frames += struct.pack("<h", int(9000 * fade * math.sin(math.tau * height * number / SOUND_RATE)))
    with wave.open(str(at), "wb") as recording:
        recording.setparams((1, 2, SOUND_RATE, 0, "NONE", ""))
        recording.writeframes(bytes(frames))


def package(at: Path, work: Work) -> None:
    """A SCORM package with one page, as vendors deliver virtual experiments."""
    identifier = f"experiment-{work.number}"
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<manifest identifier="{identifier}" version="1.0" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" '
        'xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">'
        "<metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>"
        f'<organizations default="o"><organization identifier="o"><title>{work.title}</title>'
        f'<item identifier="i" identifierref="r"><title>{work.title}</title></item></organization></organizations>'
        '<resources><resource identifier="r" type="webcontent" adlcp:scormtype="sco" href="index.html">'
        '<file href="index.html"/></resource></resources></manifest>'
    )
    page = f'<!doctype html><html lang="zh"><meta charset="utf-8"><title>{work.title}</title><h1>{work.title}</h1>'
    with zipfile.ZipFile(at, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("imsmanifest.xml", manifest)
        packed.writestr("index.html", f"{page}<p>移动滑块，观察变化，记录三次结果。</p></html>")


if __name__ == "__main__":
    main()
