"""Forms about moving classes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.choices.forming import needed
from santong.domains.campus.choices.models import KEEP, ChoiceRound, GroupMember, MovingPlan, TeachingGroup
from santong.domains.campus.choices.moving_queries import groups_of, members_of, sizes_of
from santong.domains.campus.places.public import Room, rooms_of
from santong.domains.campus.staff.public import Staff
from santong.kit.access import Viewer


class PlanForm(forms.ModelForm):
    """The bands, how large groups are, how many can be held at once."""

    class Meta:
        model = MovingPlan
        fields = ["round", "bands", "largest", "together", "all_subjects"]

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            rows = ChoiceRound.objects.visible_to(viewer, KEEP).filter(
                kind=ChoiceRound.Kind.COMBINATION, state__in=ChoiceRound.GIVEN
            )
            _offer(self, "round", rows.exclude(plans__removed_at=None, plans__isnull=False).order_by("-pk"))
        else:
            del self.fields["round"]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        fewest = 6 if found.get("all_subjects") else 3
        if found.get("bands", fewest) < fewest:
            self.add_error("bands", _t("Everybody has %(n)s subjects here, so at least %(n)s bands are needed.")
                           % {"n": fewest})  # fmt: skip
        return found


class GroupForm(forms.ModelForm):
    """Who teaches a group, and where."""

    class Meta:
        model = TeachingGroup
        fields = ["teacher", "room"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        school = self.instance.plan.round.school
        staff = Staff.objects.belonging_to(school=school).filter(status=Staff.Status.ACTIVE)
        _offer(self, "teacher", staff.select_related("person").order_by("person__pinyin", "pk"))
        rooms = [each.pk for each in rooms_of(school, timezone.localdate())]
        _offer(self, "room", Room.objects.noted(rooms).select_related("building").order_by("building", "name"))


class AddGroupForm(forms.Form):
    """A subject and level of which there is to be one group more."""

    subject = forms.ChoiceField(label=_("Subject"))

    def __init__(self, data: QueryDict | None, row: MovingPlan, viewer: Viewer) -> None:
        super().__init__(data)
        words = dict(TeachingGroup.Level.choices)
        field = self.fields["subject"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(f"{name}|{level}", f"{name} · {words[level]}") for name, level in sorted(needed(row))]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        name, _bar, level = found.get("subject", "").partition("|")
        return {"subject": name, "level": level}


class DropGroupForm(forms.Form):
    """A group in which nobody is."""

    group = forms.ModelChoiceField(label=_("Group without pupils"), queryset=TeachingGroup.objects.none())

    def __init__(self, data: QueryDict | None, row: MovingPlan, viewer: Viewer) -> None:
        super().__init__(data)
        sizes = sizes_of(row)
        empty = [each.pk for each in groups_of(row) if not sizes[each.pk]]
        _offer(self, "group", TeachingGroup.objects.noted(empty).order_by("subject", "level", "number"))


class _MemberChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        where = obj.group or f"{obj.subject} · {_t('no group yet')}"
        return f"{obj.pupil.person.name} · {obj.pupil.school_class or ''} · {where}"


class _GroupChoice(forms.ModelChoiceField):
    sizes: Any

    def label_from_instance(self, obj: Any) -> str:
        said = {"group": obj, "band": obj.band, "n": self.sizes[obj.pk]}
        return _t("%(group)s · band %(band)s · %(n)s pupils") % said


class MoveForm(forms.Form):
    """Who goes to which group of the same subject."""

    member = _MemberChoice(label=_("Pupil and subject"), queryset=GroupMember.objects.none())
    group = _GroupChoice(label=_("To the group"), queryset=TeachingGroup.objects.none())

    def __init__(self, data: QueryDict | None, row: MovingPlan, viewer: Viewer) -> None:
        super().__init__(data)
        _offer(self, "member", members_of(row))
        field = self.fields["group"]
        assert isinstance(field, _GroupChoice)
        field.sizes = sizes_of(row)
        keys = [each.pk for each in groups_of(row) if each.band]
        _offer(self, "group", TeachingGroup.objects.noted(keys).order_by("subject", "level", "number"))


def _offer(form: forms.BaseForm, name: str, rows: QuerySet[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows
