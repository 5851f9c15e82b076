"""Who reads what, in which parts, and as what."""

from __future__ import annotations

import pytest
from django.core import signing

from santong.domains.platform.files import store
from santong.domains.platform.files.naming import disposition
from santong.domains.platform.files.readers import FileReaders
from santong.domains.platform.files.tests.cast import client, kept, viewer
from santong.kit.registry import registry

TEXT = bytes(range(32, 127)) * 20
HTML = b"<!doctype html><html><body><script>parent.stolen=1</script><p>hello</p></body></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_bytes(TEXT)
    return path


@pytest.fixture
def file(cast, source):
    return kept(cast["owner"], source, "教案 第1课.txt")


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def get(cast, file, who="owner", page="content", **headers):
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return client(cast[who]).get(f"/files/{file.pk}/{page}/", headers=given)


def test_the_owner_reads_and_others_find_nothing(cast, file, stranger):
    assert body(get(cast, file)) == TEXT
    for who in ("other", "it", "pupil"):
        for page in ("content", "download", "state", "shown"):
            assert get(cast, file, who, page).status_code == 404
        assert client(cast[who]).get(f"/files/{file.pk}/").status_code == 404
        assert client(cast[who]).get(f"/files/{file.pk}/made/text/text.txt").status_code == 404
        for page in ("retry", "remove"):
            assert client(cast[who]).post(f"/files/{file.pk}/{page}/").status_code in (403, 404)
    assert stranger.get(f"/files/{file.pk}/content/").status_code == 302


def test_what_holds_a_file_lets_others_read_it(cast, file):
    with registry.declaring(FileReaders(lambda viewer, ids: ids if viewer.person_id == cast["other"].pk else ())):
        assert body(get(cast, file, "other")) == TEXT
        assert get(cast, file, "pupil").status_code == 404
        client(cast["owner"]).post(f"/files/{file.pk}/remove/")
        assert get(cast, file, "other").status_code == 200, "what others rely on stays"
        assert get(cast, file, "owner").status_code == 404


@pytest.mark.parametrize(
    ("asked", "status", "first", "end"),
    [
        ("bytes=0-9", 206, 0, 10),
        ("bytes=10-", 206, 10, len(TEXT)),
        ("bytes=-7", 206, len(TEXT) - 7, len(TEXT)),
        ("bytes=0-99999999", 206, 0, len(TEXT)),
        ("bytes=5-2", 200, 0, len(TEXT)),
        pytest.param(f"bytes=0-{'9' * 5000}", 200, 0, len(TEXT), id="a number too long to be read"),
        ("bytes=0-1,4-5", 200, 0, len(TEXT)),
        ("lines=0-1", 200, 0, len(TEXT)),
    ],
)
def test_ranges(cast, file, asked, status, first, end):
    answer = get(cast, file, Range=asked)
    assert answer.status_code == status
    assert body(answer) == TEXT[first:end]
    assert answer.headers["Content-Length"] == str(end - first)
    if status == 206 and end - first < len(TEXT):
        assert answer.headers["Content-Range"] == f"bytes {first}-{end - 1}/{len(TEXT)}"


def test_a_range_outside_is_refused(cast, file):
    answer = get(cast, file, Range=f"bytes={len(TEXT)}-")
    assert (answer.status_code, answer.headers["Content-Range"]) == (416, f"bytes */{len(TEXT)}")


def test_bytes_that_are_gone_are_answered(cast, file):
    store.remove(store.blob_name(file.blob.sha256))
    assert [get(cast, file, "owner", page).status_code for page in ("content", "download")] == [404, 404]


def test_what_the_browser_has_is_not_sent_again(cast, file):
    tag = get(cast, file).headers["ETag"]
    assert get(cast, file, If_None_Match=tag).status_code == 304
    assert get(cast, file, Range="bytes=0-4", If_Range=tag).status_code == 206
    assert get(cast, file, Range="bytes=0-4", If_Range='"another"').status_code == 200
    head = client(cast["owner"]).head(f"/files/{file.pk}/content/")
    assert (head.status_code, head.headers["Content-Length"], head.content) == (200, str(len(TEXT)), b"")


def test_names_survive_saving(cast, file):
    said = get(cast, file, page="download").headers["Content-Disposition"]
    assert said.startswith("attachment; ")
    assert "filename*=UTF-8''%E6%95%99%E6%A1%88%20%E7%AC%AC1%E8%AF%BE.txt" in said
    assert "\n" not in disposition('a"\n;b.txt', inline=True)


@pytest.mark.parametrize(
    ("name", "content", "media_type"), [("a.html", HTML, "text/html"), ("a.svg", SVG, "image/svg+xml")]
)
def test_active_content_runs_in_a_sandbox(cast, source, settings, stranger, name, content, media_type):
    source.write_bytes(content)
    file = kept(cast["owner"], source, name)
    assert "脚本" in file.reason
    answer = get(cast, file)
    assert answer.headers["Content-Type"] == media_type
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    settings.FILES_ORIGIN = "https://files.example.org"
    elsewhere = get(cast, file).headers["Location"]
    assert elsewhere.startswith("https://files.example.org/files/sandboxed/")
    assert body(stranger.get(elsewhere.removeprefix("https://files.example.org"))) == content
    assert stranger.get(f"/files/sandboxed/{signing.dumps(file.pk, salt='other')}/").status_code == 404


def test_text_and_renditions_have_addresses(cast, file):
    from santong.domains.platform.files.public import address_of, rendition_of, show, text_of
    from santong.kit.jobs.testing import run_due

    assert text_of(file) == ""
    run_due()
    assert text_of(file) == TEXT.decode()
    address = address_of(file, rendition_of(file, "text"))
    assert body(client(cast["owner"]).get(address)) == TEXT
    assert client(cast["owner"]).get(address.replace("text.txt", "other.txt")).status_code == 404
    assert not show(viewer(cast["owner"]), file.pk).is_preparing
