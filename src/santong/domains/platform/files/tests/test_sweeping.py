"""What is left over goes; what is needed stays. Also on S3."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import boto3
import pytest
from django.utils import timezone
from moto.server import ThreadedMotoServer

from santong.domains.platform.files import store, sweeping
from santong.domains.platform.files.models import Blob, File, Upload
from santong.domains.platform.files.tests.cast import client, kept
from santong.kit.jobs.testing import run_due

OLD = timezone.now() - timedelta(days=90)


@pytest.fixture
def file(cast, tmp_path):
    (tmp_path / "a.txt").write_text("文字")
    made = kept(cast["owner"], tmp_path / "a.txt")
    run_due()
    return made


def test_an_upload_given_up_goes_a_live_one_stays(owner):
    old, live = (owner.create(name, 10).headers["Location"] for name in ("old.txt", "live.txt"))
    owner.ask("PATCH", old, b"12345", Upload_Offset=0)
    Upload.objects.filter(file__name="old.txt").update(expires_at=OLD)
    sweeping.end_old_uploads()
    assert [file.name for file in File.with_removed.all()] == ["live.txt"]
    assert list(store.uploads().iterdir()) == []
    assert owner.ask("HEAD", live).status_code == 200


def test_content_goes_with_its_last_file(cast, file, tmp_path, monkeypatch):
    second = kept(cast["other"], tmp_path / "a.txt")
    monkeypatch.setattr(sweeping, "YOUNG", timedelta(0))
    File.objects.filter(pk=file.pk).update(removed_at=OLD)
    sweeping.sweep.func()
    assert [row.pk for row in File.with_removed.all()] == [second.pk]
    assert len(list(store.walk("blobs"))) == len(list(store.walk("renditions"))) == 1
    File.objects.filter(pk=second.pk).update(removed_at=OLD)
    sweeping.sweep.func()
    assert not Blob.objects.exists()
    assert [*store.walk("blobs"), *store.walk("renditions")] == []


def test_what_a_crash_left_goes(file, tmp_path, monkeypatch):
    store.put(tmp_path / "a.txt", "blobs/aa/" + "a" * 64)
    store.put(tmp_path / "a.txt", "renditions/aa/x/text/old/text.txt")
    assert sweeping.delete_orphans() == 0  # young: it may belong to work that goes on
    monkeypatch.setattr(sweeping, "YOUNG", timedelta(0))
    assert sweeping.delete_orphans() == 2
    assert store.holds(file.blob.name, file.size)


@pytest.fixture
def s3(home: Path, settings):
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    address = f"http://127.0.0.1:{server.get_host_and_port()[1]}"
    keys = {"aws_access_key_id": "k", "aws_secret_access_key": "s", "region_name": "us-east-1"}
    boto3.client("s3", endpoint_url=address, **keys).create_bucket(Bucket="files")
    options = {
        "bucket_name": "files", "endpoint_url": address, "access_key": "k", "secret_key": "s",
        "region_name": "us-east-1", "addressing_style": "path", "file_overwrite": False,
    }  # fmt: skip
    backend = {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "default": backend}
    yield
    server.stop()


def test_files_live_in_s3(s3, owner, cast):
    content = "三角形".encode() * 100
    file = owner.send("a.txt", content)
    assert list(store.walk("blobs")) == [file.blob.name]
    asking = client(cast["owner"])
    assert asking.get(f"/files/{file.pk}/content/").getvalue() == content
    part = asking.get(f"/files/{file.pk}/content/", headers={"Range": "bytes=3-8"})
    assert (part.status_code, part.getvalue()) == (206, content[3:9])
    assert asking.get(f"/files/{file.pk}/made/text/text.txt").getvalue() == content
