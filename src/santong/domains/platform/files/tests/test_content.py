"""What a file is, by its content: taken, taken under another name, or refused with a reason."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from santong.domains.platform.files.content.inspect import look
from santong.domains.platform.files.content.refusals import Refused
from santong.domains.platform.files.inspection import fitting_name, inspect
from santong.domains.platform.files.problems import NotTaken

TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
MANIFEST = """<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3">
<metadata><schema>ADL SCORM</schema><schemaversion>2004 4th Edition</schemaversion></metadata>
<organizations><organization><title>光合作用</title><item><title>第一节</title></item></organization></organizations>
<resources><resource type="webcontent" adlcp:scormType="sco" href="index.html"/></resources></manifest>"""


def archive(**files: str | bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return held.getvalue()


def found(tmp_path: Path, content: bytes, name: str = "x"):
    path = tmp_path / "held"
    path.write_bytes(content)
    return look(path, name)


def refusal(tmp_path: Path, content: bytes, name: str = "x") -> str:
    with pytest.raises(Refused) as caught:
        found(tmp_path, content, name)
    return caught.value.code


def test_text_in_the_encodings_used_here(tmp_path):
    for encoding in ("utf-8", "gb18030", "utf-16"):
        assert found(tmp_path, "春天的故事,第一课".encode(encoding)).kind == "text"
    assert found(tmp_path, bytes(range(256)) * 8).kind == "other"


@pytest.mark.parametrize(
    ("name", "media_type"), [("a.html", "text/html"), ("a.bat", "text/plain"), ("a.csv", "text/csv")]
)
def test_kinds_of_text(tmp_path, name, media_type):
    assert found(tmp_path, b"one,two\nthree,four\n", name).media_type == media_type


def test_programs_are_refused(tmp_path):
    for head in (b"MZ\x90\0", b"\x7fELF\x02", b"\xca\xfe\xba\xbe", b"dex\n035"):
        assert refusal(tmp_path, head + b"\0" * 100, "作业.jpg") == "program"


def test_office_documents_by_their_parts(tmp_path):
    for folder, kind in (
        ("word/document.xml", "document"),
        ("ppt/presentation.xml", "slides"),
        ("xl/workbook.xml", "sheet"),
    ):
        content = archive(**{"[Content_Types].xml": TYPES, folder: "<a/>"})
        assert found(tmp_path, content).kind == kind


def test_documents_with_macros_or_entities_are_refused(tmp_path):
    parts = {"[Content_Types].xml": TYPES, "word/document.xml": "<a/>"}
    assert refusal(tmp_path, archive(**parts, **{"word/vbaProject.bin": "x"})) == "macros"
    macro = TYPES.replace("/>", ' a="application/vnd.ms-word.document.macroEnabled.main+xml"/>')
    assert refusal(tmp_path, archive(**{**parts, "[Content_Types].xml": macro})) == "macros"
    evil = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    assert refusal(tmp_path, archive(**{**parts, "word/document.xml": evil})) == "entities"
    wide = evil.encode("utf-16")
    assert refusal(tmp_path, archive(**{**parts, "word/document.xml": wide})) == "entities"


def test_packages_are_described(tmp_path):
    scorm = found(tmp_path, archive(**{"imsmanifest.xml": MANIFEST, "index.html": "x"}))
    assert (scorm.details["package"], scorm.details["title"], scorm.details["items"]) == (
        "scorm",
        "光合作用",
        ["第一节"],
    )
    h5p = found(tmp_path, archive(**{"h5p.json": '{"title": "测验", "mainLibrary": "H5P.QuestionSet"}'}))
    assert (h5p.details["package"], h5p.details["title"]) == ("h5p", "测验")
    qti = (
        MANIFEST.replace("ADL SCORM", "QTIv2.1 Package")
        .replace("webcontent", "imsqti_item_xmlv2p1")
        .replace("adlcp:scormType", "a")
    )
    assert found(tmp_path, archive(**{"imsmanifest.xml": qti})).details["package"] == "qti"
    cartridge = MANIFEST.replace("ADL SCORM", "IMS Common Cartridge").replace("adlcp:scormType", "a")
    assert found(tmp_path, archive(**{"imsmanifest.xml": cartridge})).details["package"] == "common_cartridge"
    laughs = '<!DOCTYPE m [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><m>&b;</m>'
    assert refusal(tmp_path, archive(**{"imsmanifest.xml": laughs})) == "broken_manifest"
    assert refusal(tmp_path, archive(**{"h5p.json": "[" * 100_000})) == "broken_manifest"


def test_dangerous_archives_are_refused(tmp_path):
    for name in ("../../etc/cron.d/x", "/etc/passwd", "a\\..\\..\\b", "C:/windows/x"):
        assert refusal(tmp_path, archive(**{name: "x"})) == "traversal"
    assert refusal(tmp_path, archive(zeros=b"\0" * 80_000_000)) == "bomb"
    link = io.BytesIO()
    with zipfile.ZipFile(link, "w") as made:
        entry = zipfile.ZipInfo("link")
        entry.external_attr = 0o120777 << 16
        made.writestr(entry, "/etc/passwd")
    assert refusal(tmp_path, link.getvalue()) == "link"
    assert refusal(tmp_path, archive(a="x" * 1000)[:-30]) == "broken_archive"
    many = archive(**{str(number): "" for number in range(20_001)})
    assert refusal(tmp_path, many) == "too_many_entries"


def test_names_from_chinese_windows(tmp_path):
    raw = archive(xxxxxxxx="x").replace(b"xxxxxxxx", "第一课件".encode("gb18030"))
    assert found(tmp_path, raw).details["names"] == ["第一课件"]


def test_pictures_by_their_head(tmp_path):
    held = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(held, "PNG")
    assert refusal(tmp_path, held.getvalue()) == "too_many_pixels"
    assert refusal(tmp_path, b"\x89PNG\r\n\x1a\n" + b"x" * 50) == "broken_picture"


def test_svg_with_entities_is_refused(tmp_path):
    assert (
        refusal(tmp_path, b'<!DOCTYPE svg [<!ENTITY x "y">]><svg xmlns="http://www.w3.org/2000/svg">&x;</svg>')
        == "entities"
    )


def test_an_incomplete_recording_is_refused(tmp_path):
    ftyp = b"\0\0\0\x10ftypmp42\0\0\0\0"
    assert refusal(tmp_path, ftyp + b"\0\0\x10\0mdat" + b"x" * 100) == "truncated"
    assert refusal(tmp_path, b"RIFF\xff\xff\x00\x00WAVEfmt ") == "truncated"


def test_the_name_follows_the_content(tmp_path):
    assert fitting_name("讲义.pdf", [".png"]) == "讲义.pdf.png"
    assert fitting_name("照片.JPEG", [".jpg", ".jpeg"]) == "照片.JPEG"


def test_reasons_are_in_the_reader_s_language(tmp_path):
    path = tmp_path / "held"
    path.write_bytes(b"MZ" + b"\0" * 100)
    with pytest.raises(NotTaken, match="可执行程序"):
        inspect(path, "作业.jpg")


def test_an_inspector_that_runs_out_of_bounds_refuses(tmp_path, monkeypatch):
    from santong.domains.platform.files import inspection
    from santong.domains.platform.files.programs import Limits

    monkeypatch.setattr(inspection, "LIMITS", Limits(cpu=1, clock=0.01))
    path = tmp_path / "held"
    path.write_bytes(b"text")
    with pytest.raises(NotTaken, match="结构异常"):
        inspect(path, "a.txt")
