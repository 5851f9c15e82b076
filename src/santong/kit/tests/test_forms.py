"""Fields that every form shares."""

from __future__ import annotations

from datetime import date

import pytest
from django import forms
from django.utils.formats import date_format
from django.utils.translation import override

from santong.kit.forms import DateInput, day_field


class _Form(forms.Form):
    day = forms.DateField(widget=DateInput(), required=False)
    today = day_field("today")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_day_is_written_in_one_form_whatever_the_browser_speaks(language):
    with override(language):
        html = str(_Form(initial={"day": date(2026, 9, 1)})["day"])
        assert 'value="2026-09-01"' in html and 'type="text"' in html and 'type="date"' not in html


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("typed", ["2026-09-01", "2026/9/1", "2026-9-1"])
def test_a_day_is_read_as_people_type_it(language, typed):
    with override(language):
        form = _Form({"day": typed, "today": "2026-09-02"})
        assert form.is_valid(), form.errors
        assert form.cleaned_data["day"] == date(2026, 9, 1)


def test_the_name_of_a_month_tells_months_from_days_in_english():
    with override("en"):
        assert date_format(date(2026, 11, 12), "SHORT_DATE_FORMAT") == "12 Nov 2026"
        assert not _Form({"day": "11/12/2026", "today": "2026-09-02"}).is_valid()
