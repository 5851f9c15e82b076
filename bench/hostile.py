"""Files that mean harm, made in code: `made()` gives name, content and what must become of it.

"refused": not taken in, with a reason. "tamed": taken in, but never as what it pretends to be or as something
that runs: under another name or type, in a sandbox, or shown only in part.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
DOCX = {"[Content_Types].xml": TYPES, "word/document.xml": "<w/>"}
PPTX = {"[Content_Types].xml": TYPES, "ppt/presentation.xml": "<p/>"}
XLSX = {"[Content_Types].xml": TYPES, "xl/workbook.xml": "<x/>"}
XXE = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
LAUGHS = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;">]><a>&d;</a>'
SCRIPT = "<script>document.documentElement.dataset.ran='1';parent.ran=1;fetch('/files/')</script>"
PNG = b"\x89PNG\r\n\x1a\n"
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


@dataclass(frozen=True)
class Hostile:
    """A file to send. `outcome` is "refused" or "tamed"."""

    name: str
    content: bytes
    outcome: str


def made() -> Iterator[Hostile]:
    """All of them."""
    for group in (programs, bombs, traversals, documents, active, media, pictures, pdfs, names, broken):
        yield from group()


def zipped(files: dict[str, str | bytes], **how: int) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", how.get("method", zipfile.ZIP_DEFLATED), compresslevel=9) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return held.getvalue()


def programs() -> Iterator[Hostile]:
    """Programs under harmless names."""
    yield Hostile("照片.jpg", b"MZ\x90\0" + b"\0" * 500, "refused")
    yield Hostile("课件.pptx", b"\x7fELF\x02\x01\x01" + b"\0" * 500, "refused")
    yield Hostile("a.pdf", b"\xca\xfe\xba\xbe\0\0\0\x34" + b"\0" * 500, "refused")
    yield Hostile("a.png", b"\xcf\xfa\xed\xfe" + b"\0" * 500, "refused")
    yield Hostile("a.txt", b"dex\n035\0" + b"\0" * 500, "refused")
    yield Hostile("作业.docx", b"L\0\0\0\x01\x14\x02\0" + b"\0" * 500, "refused")
    yield Hostile("a.jar", zipped({"META-INF/MANIFEST.MF": "x", "A.class": b"\xca\xfe\xba\xbe"}), "refused")
    yield Hostile("a.apk", zipped({"AndroidManifest.xml": "x", "classes.dex": "x"}), "refused")
    for name in ("a.bat", "a.ps1", "a.vbs", "a.js", "a.hta", "a.cmd"):
        yield Hostile(name, b"echo hello\r\n" * 20, "tamed")
    yield Hostile("a.sh", b"#!/bin/sh\nrm -rf /\n", "tamed")


def bombs() -> Iterator[Hostile]:
    """Little that becomes much."""
    zeros = b"\0" * 120_000_000
    yield Hostile("bomb.zip", zipped({"zeros": zeros}), "refused")
    yield Hostile("bomb.docx", zipped({**DOCX, "word/media.xml": zeros}), "refused")
    yield Hostile("bomb.h5p", zipped({"h5p.json": b"[" + b" " * 60_000_000 + b"]"}), "refused")
    yield Hostile(
        "many.zip", zipped({str(number): "" for number in range(21_000)}, method=zipfile.ZIP_STORED), "refused"
    )
    yield Hostile("lying.zip", _lying(), "refused")
    yield Hostile("overlap.zip", _overlapping(), "refused")
    yield Hostile("laughs.zip", zipped({"imsmanifest.xml": LAUGHS}), "refused")
    yield Hostile("deep.h5p", zipped({"h5p.json": "[" * 200_000}), "refused")
    yield Hostile("nested.zip", zipped({"inner.zip": zipped({"zeros": zeros})}), "tamed")
    yield Hostile("sheet.xlsx", zipped({**XLSX, "xl/sheet.xml": b"<a/>" * 30_000_000}), "refused")


def _lying() -> bytes:
    """Declares four bytes and unpacks to forty million."""
    content = bytearray(zipped({"imsmanifest.xml": b"<" * 40_000_000}))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = content.rindex(mark) + at
        content[start : start + 4] = struct.pack("<L", 4)
    return bytes(content)


def _overlapping() -> bytes:
    """Entries of the directory that all name the same packed bytes."""
    content = zipped({"a": b"\0" * 40_000_000})
    start, end = content.rindex(b"PK\x01\x02"), content.rindex(b"PK\x05\x06")
    count, entry, tail = 1000, content[start:end], bytearray(content[end:])
    struct.pack_into("<HHL", tail, 8, count, count, len(entry) * count)
    return content[:start] + entry * count + bytes(tail)


def traversals() -> Iterator[Hostile]:
    """Archives that write elsewhere."""
    for name in ("../../etc/cron.d/x", "/etc/passwd", "a/../../../b", "..\\..\\x.exe", "C:\\windows\\x", "a\0/../b"):
        yield Hostile("t.zip", zipped({name.replace("\0", "_"): "x"}).replace(b"a_/../b", b"a\0/../b"), "refused")
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        entry = zipfile.ZipInfo("link")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    yield Hostile("link.zip", held.getvalue(), "refused")


def documents() -> Iterator[Hostile]:
    """Documents with macros, entities, and things that fetch."""
    for name, parts, folder in (("a.docx", DOCX, "word"), ("a.pptx", PPTX, "ppt"), ("a.xlsx", XLSX, "xl")):
        yield Hostile(name, zipped({**parts, f"{folder}/vbaProject.bin": "x"}), "refused")
        yield Hostile(name, zipped({**parts, f"{folder}/evil.xml": XXE}), "refused")
    yield Hostile("wide.docx", zipped({**DOCX, "word/evil.xml": XXE.encode("utf-16")}), "refused")
    kind = "application/vnd.oasis.opendocument.text"
    yield Hostile("a.odt", zipped({"mimetype": kind, "Basic/script-lc.xml": "<x/>", "content.xml": "<x/>"}), "refused")
    yield Hostile("b.odt", zipped({"mimetype": kind, "content.xml": LAUGHS}), "refused")
    yield Hostile("a.doc", _ole("WordDocument", "Macros", "_VBA_PROJECT"), "refused")
    yield Hostile("a.xls", _ole("Workbook", "_VBA_PROJECT_CUR"), "refused")
    yield Hostile("locked.docx", _ole("EncryptedPackage"), "refused")
    yield Hostile("scorm.zip", zipped({"imsmanifest.xml": XXE}), "refused")


def _ole(*names: str) -> bytes:
    entries = b""
    for name in names:
        raw = name.encode("utf-16-le") + b"\0\0"
        entries += raw.ljust(64, b"\0") + struct.pack("<HBB", len(raw), 2, 1) + b"\0" * 60
    return OLE + b"\0" * 504 + entries.ljust(512, b"\0")


def active() -> Iterator[Hostile]:
    """What browsers would run."""
    page = f"<!doctype html><html><body>{SCRIPT}</body></html>".encode()
    vector = f'<svg xmlns="http://www.w3.org/2000/svg" onload="x()">{SCRIPT}</svg>'.encode()
    yield Hostile("a.html", page, "tamed")
    yield Hostile("a.png", page, "tamed")
    yield Hostile("a.txt", page, "tamed")
    yield Hostile("a.svg", vector, "tamed")
    yield Hostile("b.jpg", vector, "tamed")
    yield Hostile("c.svg", LAUGHS.replace("<a>", "<svg>").replace("</a>", "</svg>").encode(), "refused")
    yield Hostile("d.xhtml", b'<html xmlns="http://www.w3.org/1999/xhtml">' + SCRIPT.encode() + b"</html>", "tamed")
    gif = b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0, 0, 0) + b"\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0"
    yield Hostile("polyglot.gif", gif + b"/*" + SCRIPT.encode() + b"*/;", "tamed")
    yield Hostile("polyglot.jpg", _jpeg() + zipped({"a.html": page}), "tamed")
    yield Hostile("polyglot.pdf", page + b"\n%PDF-1.7\n", "tamed")


def _jpeg() -> bytes:
    from PIL import Image

    held = io.BytesIO()
    Image.new("RGB", (40, 30), "blue").save(held, "JPEG")
    return held.getvalue()


def media() -> Iterator[Hostile]:
    """Recordings that end too early or aren't any."""
    ftyp = b"\0\0\0\x10ftypmp42\0\0\0\0"
    yield Hostile("cut.mp4", ftyp + b"\0\x10\0\0mdat" + b"x" * 5000, "refused")
    yield Hostile("no-moov.mp4", ftyp + b"\0\0\0\x10mdat12345678", "refused")
    yield Hostile("box.mp4", ftyp + b"\0\0\0\x01mdat" + b"\xff" * 8, "refused")
    yield Hostile("cut.wav", b"RIFF\xff\xff\xff\x0fWAVEfmt " + b"\0" * 100, "refused")
    yield Hostile("list.mp4", b"#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:1,\nfile:///etc/passwd\n", "tamed")
    yield Hostile("concat.mp4", b"ffconcat version 1.0\nfile /etc/passwd\n", "tamed")


def pictures() -> Iterator[Hostile]:
    """Pictures too large, or none."""
    for width, height in ((20_000, 20_000), (60_000, 60_000), (20_000, 10)):
        head = struct.pack(">LLBBBBB", width, height, 1, 0, 0, 0, 0)
        rows = zlib.compress(b"\0" * min(200_000_000, height * (width // 8 + 1)), 1)
        parts = ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b""))
        yield Hostile(f"{width}.png", PNG + b"".join(map(_chunk, parts)), "refused")
    yield Hostile("broken.png", PNG + b"\0" * 200, "refused")
    yield Hostile("broken.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 200, "refused")


def _chunk(part: tuple[bytes, bytes]) -> bytes:
    kind, content = part
    return struct.pack(">L", len(content)) + kind + content + struct.pack(">L", zlib.crc32(kind + content))


def pdfs() -> Iterator[Hostile]:
    """PDF that is endless, broken or acts by itself."""
    yield Hostile("long.pdf", pdf(100_000), "tamed")
    yield Hostile("action.pdf", pdf(1, "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"), "tamed")
    yield Hostile("launch.pdf", pdf(1, "/OpenAction << /S /Launch /F (cmd.exe) >>"), "tamed")
    yield Hostile("broken.pdf", b"%PDF-1.7\n" + b"\0" * 300, "refused")


def pdf(pages: int, more: str = "") -> bytes:
    """A PDF with so many small empty pages."""
    kids = " ".join(f"{number + 3} 0 R" for number in range(pages))
    objects = [f"<< /Type /Catalog /Pages 2 0 R {more} >>", f"<< /Type /Pages /Count {pages} /Kids [{kids}] >>"]
    objects += ["<< /Type /Page /Parent 2 0 R /MediaBox [0 0 40 20] >>"] * pages
    content, places = bytearray(b"%PDF-1.4\n"), []
    for number, text in enumerate(objects, start=1):
        places.append(len(content))
        content += f"{number} 0 obj\n{text}\nendobj\n".encode()
    start = len(content)
    content += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    content += "".join(f"{place:010} 00000 n \n" for place in places).encode()
    content += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(content)


def names() -> Iterator[Hostile]:
    """Harmless content under names that deceive."""
    for name in (
        "教案\u202ecod.exe.txt",
        "a\x00b\x1b[31m.txt",
        "../../../etc/passwd",
        "..\\..\\x.txt",
        "\u200b\u2066.txt",
    ):
        yield Hostile(name, b"harmless text", "tamed")
    yield Hostile("x" * 5000 + ".txt", b"harmless text", "tamed")
    gb = zipped({"xxxxxxxx": "x"}).replace(b"xxxxxxxx", "第一课件".encode("gb18030"))
    yield Hostile("课件.zip", gb, "tamed")
    yield Hostile("real.pdf", _jpeg(), "tamed")


def broken() -> Iterator[Hostile]:
    """Nothing, and archives cut off."""
    yield Hostile("empty.txt", b"", "refused")
    yield Hostile("cut.zip", zipped({"a": "x" * 5000})[:-40], "refused")
    yield Hostile("cut.docx", zipped(DOCX)[:-60], "refused")
