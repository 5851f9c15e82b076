"""The program that makes PDFs: rare characters, numbers of pages, and what it refuses to load."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from santong.kit.printing.press import NoPress, PressFailed, press

RARE = "龘㛃𬴃䶮𠮷堃"


def text_of(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    return [page.get_textpage().get_text_range() for page in document]


def test_rare_characters_are_on_the_paper():
    assert RARE in text_of(press(f"<p>{RARE}</p>"))[0]


def test_each_page_says_its_number_and_how_many_there_are():
    heard: list[int] = []
    foot = '<div class="running-pages">第 <b class="page"></b> 页，共 <b class="pages"></b> 页</div>'
    lines = "".join(f"<p>行 {number}</p>" for number in range(120))
    pages = text_of(press(foot + lines, heard.append))
    assert len(pages) > 2 and f"第2页，共{len(pages)}页" in "".join(pages[1].split())
    assert max(heard) >= len(pages)


def test_nothing_outside_of_the_document_is_loaded(tmp_path: Path):
    secret = tmp_path / "secret.txt"
    secret.write_text("geheim")
    html = f'<p>there</p><img src="file://{secret}"><a rel="attachment" href="file://{secret}">x</a>'
    pdf = press(html)
    assert b"geheim" not in pdf and "there" in text_of(pdf)[0]
    assert not pypdfium2.PdfDocument(pdf).count_attachments()


def test_somebody_who_stops_it_ends_the_program():
    class Stopped(Exception):
        pass

    def stop(page: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        press("<p>一</p>", stop)


def test_a_machine_without_the_libraries_says_so(monkeypatch, tmp_path: Path):
    """A `weasyprint` that fails as the real one does where Pango is missing."""
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library pango')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(NoPress):
        press("<p>一</p>")


def test_a_failure_keeps_what_the_program_said(tmp_path: Path):
    with pytest.raises(PressFailed, match=r"missing\.css"):
        press("<p>一</p>", style=tmp_path / "missing.css")


def test_a_document_may_have_a_layout_of_its_own(tmp_path: Path):
    style = tmp_path / "small.css"
    style.write_text("@page { size: 100mm 50mm; margin: 5mm }")
    page = pypdfium2.PdfDocument(press("<p>一</p>", style=style))[0]
    assert [round(length * 25.4 / 72) for length in page.get_size()] == [100, 50]
