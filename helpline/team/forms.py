"""What colleagues type."""

from django import forms
from django.utils.translation import gettext_lazy as _

from helpline.drafts import guarding
from helpline.guard.forms import GuardedText
from helpline.team.actions import LONGEST_DEBRIEF, LONGEST_REMARK


class RemarkForm(forms.Form):
    """Something to say to the team."""

    remark_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    text = GuardedText(
        label=_("Say something to your team"),
        one_line=True,
        max_length=LONGEST_REMARK,
        allowed=guarding.allowed,
    )


class DebriefForm(forms.Form):
    """A note to the shift lead."""

    text = GuardedText(
        label=_("What do you want your shift lead to know?"),
        max_length=LONGEST_DEBRIEF,
        allowed=guarding.allowed,
    )
    wants_talk = forms.BooleanField(label=_("I would like to talk about it"), required=False)
