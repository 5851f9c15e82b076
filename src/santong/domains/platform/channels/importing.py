"""Ids that people have in a messenger, from the list that its administrator exports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.channels import sealing
from santong.domains.platform.channels.kinds import ENTERED
from santong.domains.platform.channels.models import CHANGE, Address
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation
from santong.kit.imports.model_import import Draft, Key, ModelField, ModelImport, Work, read_as_it_is
from santong.kit.imports.targets import NOT_FOUND, Context, ContextForm, Verdict
from santong.lib.cells import CellValue
from santong.lib.problems import Problem
from santong.lib.readings import Reading, doubtful
from santong.lib.text_ids import is_id

TAKEN = "id_of_another"


class MediumForm(ContextForm):
    """Of which messenger the ids are."""

    medium = forms.ChoiceField(label=_("channel"), choices=[(each.value, each.label) for each in ENTERED])


def read_id(value: CellValue) -> Reading[str]:
    """An id as messengers give them."""
    found = read_as_it_is(value)
    return found if found.value is None or is_id(found.value) else doubtful(Problem.UNKNOWN_WORD)


class AddressImport(ModelImport):
    """One id a person; each confirms their own by a code before anything else is sent there."""

    name = "addresses"
    label = _("Ids in messengers")
    permission = CHANGE
    order = 95
    model = Address
    context_form = MediumForm
    fields = (
        ModelField(
            "username", ("用户名", "登录名", "平台账号", "username"), is_key=True, label=_("username"), required=True,
            read=read_as_it_is, longest=64,
        ),
        ModelField(
            "id", ("账号ID", "用户ID", "成员账号", "userid", "openid", "user id"), is_key=True, label=_("id there"),
            required=True, read=read_id,
        ),
    )  # fmt: skip
    messages = {TAKEN: _("Another person has this id already. Correct one of the two.")}

    def fixed(self, context: Context) -> dict[str, Any]:
        return {"medium": context["medium"]}

    def place(self, context: Context) -> str:
        # Channels are the whole region's; the run is kept where the region is.
        top = Organisation.objects.open_to_everyone().filter(parent=None).order_by("path").first()
        return top.path if top else ""

    def list_url(self, context: Context) -> str:
        return reverse("channels:channels")

    def look_up(self, drafts: Sequence[Draft], work: Work) -> None:
        medium = work.context["medium"]
        names = {draft.values["username"] for draft in drafts} - {None}
        people = dict(Person.objects.keeping_unique().filter(username__in=names).values_list("username", "pk"))
        for draft in drafts:
            _find(draft, medium, people)
        indexes = {draft.found["index"] for draft in drafts if "index" in draft.found}
        rows = Address.objects.keeping_unique().filter(medium=medium)
        work.told["owners"] = dict(rows.filter(index__in=indexes).values_list("index", "person_id"))
        work.known = {(row.person_id,): row for row in rows.filter(person__in=people.values())}

    def keys(self, draft: Draft, work: Work) -> Sequence[Key]:
        return [(draft.found.get("person"),), ("id", draft.found.get("index"))]

    def judge(self, draft: Draft, work: Work) -> Verdict:
        index, person = draft.found["index"], draft.found["person"]
        if work.told["owners"].get(index, person) != person:
            draft.reader.remark("id", TAKEN)
            return Verdict.DOUBTFUL
        if draft.known is None:
            return Verdict.CREATE
        if draft.known.index == index:
            return Verdict.SAME
        draft.known.index, draft.known.cipher = index, draft.found["cipher"]
        # What was confirmed was another id.
        draft.known.confirmed_at, draft.known.refused_at, draft.known.problem = None, None, ""
        return Verdict.CHANGE

    def made(self, draft: Draft, fixed: Mapping[str, Any]) -> Address:
        found = draft.found
        return Address(**fixed, person_id=found["person"], index=found["index"], cipher=found["cipher"])

    def _columns(self) -> list[str]:
        return ["index", "cipher", "confirmed_at", "refused_at", "problem"]


def _find(draft: Draft, medium: str, people: Mapping[str, int]) -> None:
    """Whose id it is, and how it is kept."""
    name, text = draft.values["username"], draft.values["id"]
    if name and name not in people:
        draft.reader.remark("username", NOT_FOUND)
    if name in people and text:
        index = sealing.index_of(medium, text)
        draft.found |= {"person": people[name], "index": index, "cipher": sealing.seal_address(medium, index, text)}
