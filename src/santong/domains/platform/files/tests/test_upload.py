"""Resumable upload: the protocol, interruptions, one copy of equal content."""

from __future__ import annotations

import base64
import hashlib

from santong.domains.platform.files import staging, store
from santong.domains.platform.files.models import Blob, File, Upload
from santong.kit.jobs.testing import run_due

TEXT = "三角形的面积等于底乘高除以二。".encode() * 50


def test_a_file_arrives_in_parts(owner, home):
    file = owner.send("三角形.txt", TEXT)
    assert (file.state, file.kind, file.name) == ("ready", "text", "三角形.txt")
    assert file.blob.sha256 == hashlib.sha256(TEXT).hexdigest()
    assert b"".join(owner.client.get(f"/files/{file.pk}/content/").streaming_content) == TEXT
    assert list(store.uploads().iterdir()) == []


def test_the_server_says_what_it_can(owner):
    answer = owner.ask("OPTIONS", "/uploads/")
    assert answer.headers["Tus-Version"] == "1.0.0"
    assert answer.headers["Tus-Extension"] == "creation,termination,checksum,expiration"
    assert int(answer.headers["Tus-Max-Size"]) > 0


def test_an_upload_goes_on_where_it_stopped(owner):
    url = owner.create("a.txt", len(TEXT)).headers["Location"]
    owner.ask("PATCH", url, TEXT[:100], Upload_Offset=0)
    staging._hashes.clear()  # the server was restarted
    head = owner.ask("HEAD", url)
    assert (head.headers["Upload-Offset"], head.headers["Upload-Length"]) == ("100", str(len(TEXT)))
    assert owner.ask("PATCH", url, TEXT[50:], Upload_Offset=50).status_code == 409
    assert owner.ask("PATCH", url, TEXT[100:], Upload_Offset=100).status_code == 204
    run_due()
    assert Blob.objects.get().sha256 == hashlib.sha256(TEXT).hexdigest()


def test_whoever_missed_the_last_answer_learns_that_it_is_done(owner):
    url = owner.create("a.txt", len(TEXT)).headers["Location"]
    upload = Upload.objects.get()
    store.staged(upload.pk).write_bytes(TEXT)  # all bytes written, then the server died
    assert owner.ask("HEAD", url).headers["Upload-Offset"] == str(len(TEXT))
    run_due()
    assert File.objects.get().state == "ready"
    assert owner.ask("HEAD", url).headers["Upload-Offset"] == str(len(TEXT))
    assert owner.ask("PATCH", url, b"x", Upload_Offset=len(TEXT)).status_code == 409


def test_a_damaged_part_is_not_kept(owner):
    url = owner.create("a.txt", len(TEXT)).headers["Location"]
    good = base64.b64encode(hashlib.sha256(TEXT[:99]).digest()).decode()
    assert owner.ask("PATCH", url, b"x" * 99, Upload_Offset=0, Upload_Checksum=f"sha256 {good}").status_code == 460
    assert owner.ask("HEAD", url).headers["Upload-Offset"] == "0"
    assert owner.ask("PATCH", url, TEXT[:99], Upload_Offset=0, Upload_Checksum=f"sha256 {good}").status_code == 204
    assert owner.ask("PATCH", url, TEXT[99:], Upload_Offset=99, Upload_Checksum="crc32 AAAA").status_code == 400


def test_more_than_promised_is_left_out(owner):
    url = owner.create("a.txt", 10).headers["Location"]
    assert owner.ask("PATCH", url, TEXT, Upload_Offset=0).headers["Upload-Offset"] == "10"


def test_two_people_store_equal_content_once(owner, other):
    first, second = owner.send("mine.txt", TEXT), other.send("theirs.txt", TEXT)
    assert first.blob_id == second.blob_id
    assert (first.name, second.name) == ("mine.txt", "theirs.txt")
    assert len(list(store.walk("blobs"))) == 1


def test_a_checksum_alone_gives_nothing(owner, other):
    """Only bytes count: whoever knows a checksum but not the file can't name it anywhere."""
    file = owner.send("secret.txt", TEXT)
    digest = base64.b64encode(bytes.fromhex(file.blob.sha256)).decode()
    url = other.create("secret.txt", len(TEXT)).headers["Location"]
    answer = other.ask("PATCH", url, b"x", Upload_Offset=0, Upload_Checksum=f"sha256 {digest}")
    assert answer.status_code == 460
    assert other.client.get(f"/files/{file.pk}/content/").status_code == 404


def test_an_upload_is_given_up(owner, other):
    url = owner.create("a.txt", 10).headers["Location"]
    owner.ask("PATCH", url, b"12345", Upload_Offset=0)
    assert other.ask("DELETE", url).status_code == 404
    assert owner.ask("DELETE", url).status_code == 204
    assert not File.with_removed.exists()
    assert list(store.uploads().iterdir()) == []
    assert owner.ask("HEAD", url).status_code == 404


def test_what_is_not_the_protocol_is_refused(owner, stranger):
    url = owner.create("a.txt", 10).headers["Location"]
    assert owner.ask("PATCH", url, b"1", Upload_Offset=0, Tus_Resumable="0.2.2").status_code == 412
    assert owner.client.patch(url, b"1", "text/plain", headers={"Tus-Resumable": "1.0.0"}).status_code == 415
    assert owner.ask("PATCH", url, b"1", Upload_Offset="x").status_code == 400
    assert owner.ask("POST", "/uploads/", Upload_Length=3, Upload_Metadata="filename ***").status_code == 400
    assert owner.ask("GET", url).status_code == 405
    assert stranger.post("/uploads/").status_code == 401
    assert stranger.patch(url).status_code == 401


def test_methods_may_come_in_disguise(owner):
    url = owner.create("a.txt", 10).headers["Location"]
    assert owner.ask("POST", url, b"12345", Upload_Offset=0, X_HTTP_Method_Override="PATCH").status_code == 204


def test_too_large_empty_and_no_room_are_refused_in_words(owner, settings):
    settings.FILES_LIMIT_BYTES = 1000
    assert owner.create("a.mp4", 0).status_code == 400
    assert "文件是空的" in owner.create("a.mp4", 0).content.decode()
    answer = owner.create("a.mp4", 1001)
    assert answer.status_code == 413
    assert "1000" in answer.content.decode()
    settings.FILES_STAFF_BYTES = 500
    assert owner.create("a.mp4", 400).status_code == 201
    assert owner.create("b.mp4", 200).status_code == 413
    assert File.objects.count() == 1


def test_names_lose_what_steers_paths_and_writing(owner):
    file = owner.send("..\\..\\etc/教案\u202egpj.\x07txt", TEXT)
    assert file.name == "教案gpj.txt"


def test_a_file_removed_while_uploading_is_gone_for_good(owner):
    url = owner.create("a.txt", len(TEXT)).headers["Location"]
    file = File.objects.get()
    owner.client.post(f"/files/{file.pk}/remove/")
    assert owner.ask("PATCH", url, TEXT, Upload_Offset=0).status_code in (204, 404)
    assert not File.objects.exists()
