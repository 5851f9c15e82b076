"""What the server does for players: places, notes, reports that come twice, and copies that leave."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from santong.domains.learning.resources.actions.playing import KEPT, forget_pieces
from santong.domains.learning.resources.models import Mark, Playing, Resource, Stretch
from santong.domains.learning.resources.offline.archive import Archive, asked_range, entry_of_bytes
from santong.domains.learning.resources.receivers import duration
from santong.domains.platform.files.public import Rendition
from santong.domains.platform.records.models import OutboxEntry

CEILING = 14
"""Queries of a page, as `tests/guards/test_queries.py` sets it for lists."""


def url(name: str, *args: object) -> str:
    return reverse(f"resources:{name}", args=args)


def piece(row, file, begin=0.0, end=10.0, seconds=10.0, **other):
    given = {"id": str(uuid4()), "resource": row.pk, "file": file.pk, "begin": begin, "end": end, "seconds": seconds}
    return given | other


def report(client, *pieces):
    return client.post(url("watched"), json.dumps({"pieces": pieces}), content_type="application/json")


def told() -> list[dict]:
    """Statements about watching, in their order."""
    found = [entry.statement for entry in OutboxEntry.objects.order_by("at", "id")]
    return [each for each in found if each["verb"]["id"].rsplit("/", 1)[-1] in ("played", "completed")]


@pytest.fixture
def book(shelf):
    return shelf.put("plan.pdf")


def test_a_player_opens_for_readers_and_for_nobody_else(cast, book):
    row, file = book
    page = cast.client("colleague").get(url("play", row.pk, file.pk))
    assert 'data-way="pages"' in page.content.decode()
    assert "media-src 'self' blob:" in page.headers["Content-Security-Policy"]
    assert cast.client("stranger").get(url("play", row.pk, file.pk)).status_code == 404
    assert cast.client("colleague").get(url("play", row.pk, file.pk + 1)).status_code == 404


@pytest.mark.parametrize(("name", "way"), [("picture.png", "picture"), ("sound.wav", "sound")])
def test_each_kind_has_its_player(cast, shelf, name, way):
    row, file = shelf.put(name)
    assert f'data-way="{way}"' in cast.client("colleague").get(url("play", row.pk, file.pk)).content.decode()


def test_while_it_is_converted_the_page_says_so_and_when_it_failed_why(cast, shelf):
    row, file = shelf.put("plan.pdf", converted=False)
    client = cast.client("colleague")
    page = client.get(url("player", row.pk, file.pk)).content.decode()
    assert 'hx-trigger="every 4s"' in page and "<progress" in page
    Rendition.objects.filter(blob=file.blob).update(state="failed", reason="The document is damaged.")
    page = client.get(url("player", row.pk, file.pk)).content.decode()
    assert "every 4s" not in page and "The document is damaged." in page and "retry" not in page
    assert "retry" in cast.client("author").get(url("player", row.pk, file.pk)).content.decode()


def test_a_report_counts_once_however_often_it_comes(cast, book):
    row, file = book
    client, one = cast.client("colleague"), piece(*book, begin=1, end=1, seconds=20)
    assert report(client, one).json() == {"taken": [one["id"]]}
    assert report(client, one, piece(row, file, begin=2, end=2, seconds=5)).status_code == 200
    found = Playing.objects.get()
    assert (found.at, found.seconds, found.is_complete) == (2, 25, False)
    assert len(told()) == 2
    statement = told()[0]
    assert statement["result"]["duration"] == duration(20) == "PT20S"
    assert statement["object"]["id"].endswith(url("play", row.pk, file.pk).rstrip("/"))


def test_the_last_page_completes_it_once(cast, book):
    client = cast.client("colleague")
    for _again in range(2):
        report(client, piece(*book, begin=3, end=3, seconds=30))
    assert Playing.objects.get().is_complete
    assert [each["result"].get("completion") for each in told()] == [None, True, None]


def test_an_authors_own_looks_dont_count(cast, book):
    report(cast.client("author"), piece(*book))
    assert Playing.objects.get().seconds == 10 and not told()


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "[]",
        '{"pieces": [{"id": "x"}]}',
        '{"pieces": [1]}',
        '{"pieces": 5}',
        '{"pieces": [{"resource": 1, "file": 1, "begin": 0, "end": 1, "seconds": 1, "id": 5}]}',
        pytest.param("[" * 100_000, id="nested too deep"),
    ],
)
def test_reports_that_cant_be_read_are_refused(cast, wrong):
    assert cast.client("colleague").post(url("watched"), wrong, content_type="application/json").status_code == 400


@pytest.mark.parametrize("wrong", [{"begin": -1}, {"end": 1e300}, {"seconds": float("nan")}, {"id": "x"}])
def test_places_that_cant_be_are_refused(cast, book, wrong):
    assert report(cast.client("colleague"), piece(*book, **wrong)).status_code == 400
    assert not Playing.objects.exists()


def test_what_one_may_no_longer_see_is_taken_and_forgotten(cast, book):
    one = piece(*book)
    assert report(cast.client("stranger"), one).json() == {"taken": [one["id"]]}
    assert not Playing.objects.exists()


def test_ids_of_pieces_are_kept_as_long_as_browsers_send_them(cast, book):
    report(cast.client("colleague"), piece(*book))
    assert forget_pieces() == 0
    Stretch.objects.update(taken_at=timezone.now() - KEPT - timedelta(days=1))
    assert forget_pieces() == 1


def test_notes_are_ones_own_and_removing_can_be_taken_back(cast, book):
    row, file = book
    client = cast.client("colleague")
    page = client.post(url("mark", row.pk, file.pk), {"at": "2", "text": "这里停一下"}).content.decode()
    note = Mark.objects.get()
    assert note.at == 2 and "这里停一下" in page
    assert "这里停一下" not in cast.client("author").get(url("play", row.pk, file.pk)).content.decode()
    assert cast.client("author").post(url("unmark", row.pk, file.pk, note.pk)).status_code == 404
    gone = client.post(url("unmark", row.pk, file.pk, note.pk))
    assert not Mark.objects.exists()
    client.post(json.loads(gone.headers["HX-Trigger"])["toast"]["undo"])
    assert Mark.objects.get().text == "这里停一下"


def test_an_empty_note_says_what_to_do_and_chapters_are_the_authors(cast, book):
    row, file = book
    client = cast.client("colleague")
    assert client.post(url("mark", row.pk, file.pk), {"at": "1", "text": " "}).status_code == 422
    assert client.post(url("mark", row.pk, file.pk), {"at": "x", "text": "a"}).status_code == 422
    refused = client.post(url("mark", row.pk, file.pk), {"at": "1", "text": "引入", "chapter": "1"})
    assert refused.status_code == 422 and "引入" in refused.content.decode()
    cast.client("author").post(url("mark", row.pk, file.pk), {"at": "1", "text": "引入", "chapter": "1"})
    assert "引入" in client.get(url("play", row.pk, file.pk)).content.decode()


def test_a_basket_is_presented_to_its_owner(cast, shelf, book):
    basket = shelf.basket(book[0])
    page = cast.client("colleague").get(url("present-collection", basket.pk)).content.decode()
    assert page.count("data-slide ") == 3 and 'data-page="3"' in page
    assert cast.client("author").get(url("present-collection", basket.pk)).status_code == 404


def test_a_copy_holds_what_licences_allow(cast, shelf, book):
    bought, _file = shelf.put("picture.png", licence="bought")
    basket = shelf.basket(book[0], bought)
    response = cast.client("colleague").get(url("copy", basket.pk, "small"))
    content = b"".join(response.streaming_content)
    assert int(response.headers["Content-Length"]) == len(content)
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert archive.testzip() is None
    assert {"index.html", "deck.js", "deck.css", "files/01-1-003.webp", "files/01-1.pdf"} <= set(archive.namelist())
    page = archive.read("index.html").decode()
    assert bought.title in page and not [name for name in archive.namelist() if name.startswith("files/02")]
    assert Resource.objects.get(pk=book[0].pk).downloads == 1
    assert cast.client("author").get(url("copy", basket.pk, "small")).status_code == 404
    download = cast.client("colleague").get(url("download", bought.pk, _file.pk))
    assert download.status_code == 302 and "/files/" not in download.headers["Location"]


def test_what_may_not_be_copied_is_shown_but_not_given_away(cast, shelf):
    row, file = shelf.put("plan.pdf", licence="bought")
    client, author = cast.client("colleague"), cast.client("author")
    assert b"paper-page" in client.get(url("play", row.pk, file.pk)).content
    for address in ("download", "content"):
        refused = client.get(reverse(f"files:{address}", args=[file.pk]))
        assert refused.status_code == 403 and "许可" in refused.content.decode()
        assert author.get(reverse(f"files:{address}", args=[file.pk])).status_code == 200
    row.licence = "cc-by"
    row.save()
    assert client.get(reverse("files:download", args=[file.pk])).status_code == 200


def test_its_pages_keep_the_ceiling_of_queries(cast, shelf):
    row, file = shelf.put("picture.png")
    basket = shelf.basket(row, shelf.put("plan.pdf", converted=False)[0], shelf.put("sound.wav", converted=False)[0])
    client, asked = cast.client("colleague"), {}
    for name, keys in {
        "play": (row.pk, file.pk), "present": (row.pk,), "present-collection": (basket.pk,), "copy-choose": (basket.pk,)
    }.items():  # fmt: skip
        client.get(url(name, *keys))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url(name, *keys)).status_code == 200
        asked[name] = len(queries)
    assert {name: number for name, number in asked.items() if number > CEILING} == {}


def test_a_broken_download_goes_on_where_it_stopped(cast, shelf, book):
    address, client = url("copy", shelf.basket(book[0]).pk, "large"), cast.client("colleague")
    whole = client.get(address)
    content, tag = b"".join(whole.streaming_content), whole.headers["ETag"]
    rest = client.get(address, headers={"Range": "bytes=1000-", "If-Range": tag})
    assert rest.status_code == 206
    assert content[:1000] + b"".join(rest.streaming_content) == content
    assert client.get(address, headers={"Range": "bytes=1000-", "If-Range": '"other"'}).status_code == 200
    assert Resource.objects.get(pk=book[0].pk).downloads == 2, "a part of it isn't another download"


def test_the_size_of_an_archive_is_known_before():
    archive = Archive([entry_of_bytes("第一课.txt", b"x" * 999), entry_of_bytes("b", b"")])
    assert archive.size == sum(map(len, archive.pieces()))
    assert asked_range({"Range": "bytes=5-9"}, 100, "t") == (5, 10)
    assert asked_range({"Range": "bytes=200-"}, 100, "t") == (0, 100)


def test_a_basket_without_anything_to_copy_says_so(cast, shelf):
    basket = shelf.basket()
    page = cast.client("colleague").get(url("copy", basket.pk, "small"))
    assert page.status_code == 200 and "没有可以带走的内容" in page.content.decode()
