"""Forms look the same wherever they come from."""

from __future__ import annotations

from django import forms

from santong.domains.platform.organisations.public import Organisation


def test_the_empty_line_of_a_drop_down_has_one_form(db):
    class Form(forms.ModelForm):
        own = forms.ChoiceField(choices=[("", "—"), ("a", "A")])

        class Meta:
            model = Organisation
            fields = ("parent", "kind")

    html = Form().as_p()
    assert html.count('<option value="" selected>—</option>') == 3 and "---" not in html
