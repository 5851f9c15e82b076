"""Finding a Chinese font: the best there is, and the fonts of other countries left aside."""

import shutil
from pathlib import Path

import pytest

from santong.lib import chinese_fonts
from santong.lib.chinese_fonts import NoChineseFont, chinese_font


@pytest.fixture
def folders(monkeypatch):
    """Put other folders in the place of the system's."""

    def use(*paths: Path) -> None:
        monkeypatch.setattr(chinese_fonts, "FOLDERS", paths)
        chinese_font.cache_clear()

    yield use
    chinese_font.cache_clear()


def test_a_system_without_one_says_so(folders, tmp_path):
    folders(tmp_path)
    with pytest.raises(NoChineseFont):
        chinese_font()


def test_a_broken_file_is_passed_over(folders, tmp_path):
    (tmp_path / "NotoSansCJK-Regular.ttc").write_bytes(b"no font")
    folders(tmp_path)
    with pytest.raises(NoChineseFont):
        chinese_font()


def test_in_a_collection_the_simplified_one_is_taken(folders, tmp_path):
    installed = next(Path("/usr/share/fonts").rglob("NotoSansCJK-Regular.ttc"), None)
    if installed is None:
        pytest.skip("NO FONT: apt-get install fonts-noto-cjk")
    folders(tmp_path)
    shutil.copy(installed, tmp_path)
    chinese_font.cache_clear()
    assert chinese_font().path.parent == tmp_path and chinese_font().number > 0
