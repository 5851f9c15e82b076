"""Forms about files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.files import wording
from santong.domains.platform.files.models import Allowance, File, Subtitle
from santong.domains.platform.files.webvtt import BadTrack, parse
from santong.domains.platform.identity.public import Person, PersonField
from santong.domains.platform.organisations.public import Organisation, PlaceField
from santong.kit.access import Viewer

LANGUAGES = (
    ("zh-Hans", _("Chinese")),
    ("en", _("English")),
    ("zh-Hant", _("Traditional Chinese")),
    ("ug", _("Uyghur")),
    ("bo", _("Tibetan")),
    ("mn", _("Mongolian")),
    ("ja", _("Japanese")),
    ("ru", _("Russian")),
)
MOST_SUBTITLES = 2_000_000


class RenameForm(forms.ModelForm):
    """Another name; the extension stays."""

    class Meta:
        model = File
        fields = ["name"]
        help_texts = {"name": _("The extension stays, so that other programs know what it is.")}

    def clean_name(self) -> str:
        """A name with words that may not be published is refused while others see the file."""
        name: str = self.cleaned_data["name"]
        if problem := wording.refusal_of(self.instance.pk, {"name": name}):
            raise forms.ValidationError(problem)
        return name


class SubtitleForm(forms.Form):
    """Subtitles typed or from a file, checked line by line."""

    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    upload = forms.FileField(
        label=_("Subtitle file"),
        required=False,
        help_text=_("WebVTT or SRT. It replaces the text below."),
        widget=forms.FileInput(attrs={"accept": ".vtt,.srt"}),
    )
    text = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=MOST_SUBTITLES,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "true", "class": "code"}),
    )

    def __init__(self, *args: Any, subtitle: Subtitle | None = None, **kwargs: Any) -> None:
        if subtitle is not None:
            kwargs["initial"] = {"language": subtitle.language, "text": subtitle.text}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        given = data.get("upload")
        try:
            text = given.read(MOST_SUBTITLES).decode("utf-8-sig") if given else data.get("text", "")
        except UnicodeDecodeError:
            self.add_error("upload", _("The file isn't in UTF-8. Save it in that encoding and send it again."))
            return data
        try:
            data["track"] = parse(text)
        except BadTrack as problem:
            self.add_error("upload" if given else "text", str(problem))
        return data


class AllowanceForm(forms.Form):
    """How much somebody may store."""

    what = forms.ChoiceField(label=_("For whom"), choices=Allowance.For.choices)
    organisation = PlaceField(
        label=_("Organisation"),
        queryset=Organisation.objects.none(),
        help_text=_("It holds for everything below, unless something nearer is allowed there."),
    )
    person = PersonField(required=False, help_text=_("Only for one person: name, pinyin, initials or username."))
    gigabytes = forms.DecimalField(label=_("Gigabytes"), min_value=0, max_value=1_000_000, decimal_places=2)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        person = self.fields["person"]
        assert isinstance(person, PersonField)
        person.viewer = viewer
        rows = Organisation.objects.visible_to(viewer, "files.allocate").exclude(kind__in=("class", "grade"))
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows.select_related("parent").order_by("path")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("what") != Allowance.For.PERSON:
            data["person"] = None
        elif data.get("organisation") and "person" not in self.errors:
            self._check_home(data.get("person"), data["organisation"])
        return data

    def _check_home(self, person: Person | None, organisation: Organisation) -> None:
        if person is None or not person.path.startswith(organisation.path):
            self.add_error("person", _("This person doesn't belong to the organisation. Choose another one."))
