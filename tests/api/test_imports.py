"""An import over the API: sheet, dry run, start, progress, undo."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from santong.domains.campus.students import tests as students
from santong.domains.campus.students.public import Pupil
from santong.domains.campus.students.tests.conftest import number
from santong.domains.platform.identity.public import NewPerson, create_people
from santong.domains.platform.organisations.public import create_organisation
from santong.domains.platform.tokens.tests.client import api_for
from santong.kit.access import SYSTEM
from santong.kit.imports.models import ImportRun
from santong.kit.jobs.testing import run_due
from santong.kit.models import AuditEntry

pytestmark = pytest.mark.django_db

HEADS = ["姓名", "性别", "身份证号", "班级"]


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    options = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": options}
    return tmp_path


def sheet(rows, heads=HEADS):
    text = io.StringIO()
    csv.writer(text).writerows([heads, *rows])
    return SimpleUploadedFile("名单.csv", text.getvalue().encode("utf-8-sig"))


ROWS = [
    ["孙一", "男", number(61), "三年级(2)班"],
    ["孙二", "男", number(63), "三年级(2)班"],
    ["孙三", "男", number(65)[:-4], "三年级(2)班"],
]


def send(api, region, rows=ROWS, **more):
    return api.post("imports", {"target": "pupils", "file": sheet(rows), "school": region.school.pk, **more})


def test_from_the_sheet_to_the_undo(api, region, files, django_capture_on_commit_callbacks):
    sent = send(api, region)
    assert sent.status_code == 201, sent.content.decode()
    key = sent.json()["id"]
    assert sent.json()["state"] == "checking"
    run_due()
    checked = api.get(f"imports/{key}").json()
    assert (checked["state"], checked["rows"]["create"], checked["rows"]["doubtful"]) == ("checked", 2, 1)
    rows = api.get(f"imports/{key}/rows").json()["items"]
    assert [(row["row"], row["problems"][0]["cell"]) for row in rows] == [(4, "C4")]
    assert number(65)[:-4] not in api.get(f"imports/{key}/rows").content.decode()
    assert api.post(f"imports/{key}/start").json()["state"] == "running"
    run_due()
    done = api.get(f"imports/{key}").json()
    assert (done["state"], done["taken"], done["can_undo"]) == ("done", 2, True)
    assert Pupil.objects.filter(school=region.school).count() == 7
    created = AuditEntry.objects.filter(model="students.pupil", kind="create").latest("id")
    assert created.person_id == api.token.holder_id
    assert api.post(f"imports/{key}/start").status_code == 409
    api.post(f"imports/{key}/undo")
    run_due()
    assert api.get(f"imports/{key}").json()["state"] == "undone"
    assert Pupil.objects.filter(school=region.school).count() == 5
    with django_capture_on_commit_callbacks(execute=True):
        assert api.client.delete(f"/api/v1/imports/{key}", headers=api.headers).status_code == 204
    assert not list((files / "imports").iterdir())
    assert [row["id"] for row in api.get("imports").json()["items"]] == [key]


def test_columns_can_be_named(api, region):
    strange = api.post(
        "imports",
        {
            "target": "pupils",
            "school": region.school.pk,
            "file": sheet([["x", *row] for row in ROWS], heads=["甲", "姓名", "乙", "身份证号", "丙"]),
        },
    ).json()
    fields = [column["field"] for column in strange["columns"]]
    assert len(fields) == 5
    body = {"columns": [None, "name", "sex", "identity_number", "class"]}
    known = {each["name"] for each in api.get("imports/targets").json()[0]["fields"]}
    body["columns"][4] = next(name for name in ("class", "school_class", "class_name") if name in known)
    answer = api.client.put(
        f"/api/v1/imports/{strange['id']}/columns", body, content_type="application/json", headers=api.headers
    )
    if strange["state"] == "checking":
        assert answer.status_code == 409
    else:
        assert answer.json()["state"] == "checking"
    few = api.client.put(
        f"/api/v1/imports/{strange['id']}/columns",
        {"columns": []},
        content_type="application/json",
        headers=api.headers,
    )
    assert few.status_code == 422


@pytest.mark.parametrize(
    ("change", "parameter"),
    [({"target": "cats"}, "target"), ({"school": "999999"}, "school"), ({"file": "not a file"}, "file")],
)
def test_what_is_wrong_is_named(api, region, change, parameter):
    answer = send(api, region, **change)
    assert answer.status_code == 422
    assert [fault["parameter"] for fault in answer.json()["errors"]] == [parameter]
    assert not ImportRun.objects.exists()


def test_an_unreadable_sheet(api, region):
    answer = send(api, region, file=SimpleUploadedFile("x.xlsx", b"PK\x03\x04 broken"))
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["parameter"] == "file"


def test_only_within_the_tokens_reach(api, region):
    assert send(api, region, school=region.other.pk).status_code == 422
    key = send(api, region).json()["id"]
    far = api_for(region.far)
    for path in (f"imports/{key}", f"imports/{key}/rows"):
        assert far.get(path).status_code == 404
    for verb in ("start", "undo", "stop"):
        assert far.post(f"imports/{key}/{verb}").status_code == 404
    reading = api_for(region.school, holder=api.token.holder, scopes=["people.read"])
    assert reading.get(f"imports/{key}").status_code == 403
    assert send(reading, region).status_code == 403


def test_a_region_wide_person_reaches_no_further_than_the_token(region):
    """The holder may import everywhere; the token only at one school."""
    from santong.domains.platform.access.testing import somebody

    admin = somebody("region_administrator", region.city, "admin")
    wide = api_for(region.city, holder=admin, role="region_administrator", scopes=["import"])
    narrow = api_for(region.school, holder=admin, role="region_administrator", scopes=["import"])
    key = send(wide, region, school=region.far.pk).json()["id"]
    assert wide.get(f"imports/{key}").status_code == 200
    assert narrow.get(f"imports/{key}").status_code == 404
    assert send(narrow, region, school=region.far.pk).status_code == 422
    assert send(narrow, region).status_code == 201


FOREIGN = Path(students.__file__).parent / "sheets"


def send_foreign(api, region, start):
    """A sheet of the folder of those that went wrong elsewhere, checked."""
    path = next(each for each in FOREIGN.iterdir() if each.name.startswith(start))
    file = SimpleUploadedFile(path.name, path.read_bytes())
    sent = api.post("imports", {"target": "pupils", "file": file, "school": region.school.pk, "create_classes": "on"})
    assert sent.status_code == 201, sent.content.decode()
    run_due()
    return api.get(f"imports/{sent.json()['id']}").json()


def decide(api, key, code, decision):
    body = {"code": code, "decision": decision}
    answer = api.client.post(
        f"/api/v1/imports/{key}/decisions", body, content_type="application/json", headers=api.headers
    )
    assert answer.status_code == 200, answer.content.decode()
    run_due()
    return api.get(f"imports/{key}").json()


def taken(api, key):
    api.post(f"imports/{key}/start")
    run_due()
    return api.get(f"imports/{key}").json()


def test_rows_about_people_known_elsewhere_are_listed_with_what_is_asked(api, region):
    """They are neither right nor refused: whoever sends the sheet must learn that somebody has to confirm."""
    elsewhere = create_organisation(acting=SYSTEM, kind="county_bureau", name="别处", parent=None)
    create_people(acting=SYSTEM, drafts=[NewPerson("孙一", elsewhere.path, id_number=number(61))])
    key = send(api, region).json()["id"]
    run_due()
    assert api.get(f"imports/{key}").json()["rows"]["ask"] == 1
    rows = api.get(f"imports/{key}/rows").json()["items"]
    assert [(row["row"], row["verdict"], row["problems"][0]["code"]) for row in rows] == [
        (2, "ask", "asks"),
        (4, "doubtful", "too_short"),
    ]


def test_every_sheet_of_a_workbook_is_read_or_named(api, region):
    both = send_foreign(api, region, "01")
    assert [(each["name"], each["rows"], each["is_read"]) for each in both["sheets"]] == [
        ("二年级(2)班", 4, True),
        ("二年级(1)班", 3, True),
    ]
    assert both["rows"]["create"] == 7
    hidden = send_foreign(api, region, "02")
    assert [(each["name"], each["rows"], each["is_read"]) for each in hidden["sheets"]] == [
        ("花名册", 4, True),
        ("数据", 4, False),
    ]
    assert {(each["code"], each["rows"]) for each in hidden["problems"]} == {("formula_without_value", 4)}
    rows = api.get(f"imports/{both['id']}/rows").json()["items"]
    assert rows == []


def test_questions_are_answered_for_all_rows_of_a_kind(api, region):
    checked = send_foreign(api, region, "11")
    [problem] = [each for each in checked["problems"] if each["code"] == "hidden_row"]
    assert problem["answers"] == ["take"] and checked["rows"]["doubtful"] == 1
    wrong = api.client.post(
        f"/api/v1/imports/{checked['id']}/decisions",
        {"code": "hidden_row", "decision": "perhaps"},
        content_type="application/json",
        headers=api.headers,
    )
    assert wrong.status_code == 422
    assert decide(api, checked["id"], "hidden_row", "take")["rows"]["create"] == 3
    assert taken(api, checked["id"])["taken"] == 3


def test_the_rest_is_corrected_in_an_import_of_its_own(api, region):
    first = taken(api, send_foreign(api, region, "30a")["id"])
    assert first["taken"] == 1
    assert api.post(f"imports/{first['id']}/rest").status_code == 409
    second = taken(api, send_foreign(api, region, "30b")["id"])
    assert second["taken"] == 0 and second["rows"]["doubtful"] == 1
    begun = api.post(f"imports/{second['id']}/rest")
    assert begun.status_code == 201
    run_due()
    key = begun.json()["id"]
    assert decide(api, key, "namesake", "same")["rows"]["change"] == 1
    assert taken(api, key)["taken"] == 1
    assert Pupil.objects.filter(person__name="于一").count() == 1
    assert api_for(region.far).post(f"imports/{key}/rest").status_code == 404


def test_a_program_acts_on_what_it_has_read(api, region):
    key = send(api, region).json()["id"]
    run_due()
    read = api.get(f"imports/{key}")
    etag = read["ETag"]
    assert api.get(f"imports/{key}")["ETag"] == etag
    stale = api.client.post(f"/api/v1/imports/{key}/start", headers={**api.headers, "If-Match": '"other"'})
    assert stale.status_code == 412 and stale.json()["errors"][0]["parameter"] == "If-Match"
    started = api.client.post(f"/api/v1/imports/{key}/start", headers={**api.headers, "If-Match": etag})
    assert started.status_code == 200
    run_due()
    assert api.get(f"imports/{key}")["ETag"] != etag
    refused = api.client.delete(f"/api/v1/imports/{key}", headers={**api.headers, "If-Match": etag})
    assert refused.status_code == 412
    assert Pupil.objects.filter(person__name="孙一").exists()


def test_a_start_sent_again_is_answered_like_the_first(api, region):
    key = send(api, region).json()["id"]
    run_due()
    headers = {**api.headers, "Idempotency-Key": "start it"}
    first = api.client.post(f"/api/v1/imports/{key}/start", headers=headers)
    again = api.client.post(f"/api/v1/imports/{key}/start", headers=headers)
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()
    assert api.post(f"imports/{key}/start").status_code == 409
