"""The forms of signing in, of one's own account and of the people screens."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from helpline.accounts import passphrases
from helpline.accounts.models import User
from helpline.accounts.roles import Role
from helpline.programmes.models import Programme

_PASSPHRASE_HELP = _(
    "At least 12 characters. A sentence of a few words is easy to remember and hard to guess."
)


class SignInForm(forms.Form):
    email = forms.CharField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True, "spellcheck": "false"}),
    )
    passphrase = forms.CharField(
        label=_("Passphrase"),
        max_length=passphrases.LONGEST * 2,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class CodeForm(forms.Form):
    """A code of the app, or a backup code."""

    code = forms.CharField(
        label=_("Code"),
        help_text=_("Six digits from your app, or one of your backup codes."),
        max_length=30,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "none",
                "spellcheck": "false",
                "autofocus": True,
            }
        ),
    )


class AppCodeForm(forms.Form):
    """The first code of a new authenticator."""

    code = forms.CharField(
        label=_("Code from your app"),
        help_text=_("Six digits."),
        max_length=10,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
        ),
    )


class PassphraseForm(forms.Form):
    """A new passphrase, typed once and shown on request by the browser; the rules are checked against the person."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    passphrase = forms.CharField(
        label=_("New passphrase"),
        help_text=_PASSPHRASE_HELP,
        max_length=passphrases.LONGEST * 2,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The same passphrase again"),
        max_length=passphrases.LONGEST * 2,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_passphrase(self) -> str:
        text: str = self.cleaned_data["passphrase"]
        found = passphrases.problems(text, email=self.user.email, name=self.user.name)
        if found:
            raise forms.ValidationError(found)
        return text

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("passphrase") and cleaned.get("again") not in (None, cleaned["passphrase"]):
            self.add_error("again", _("The two are not the same."))
        return cleaned


class RolesForm(forms.Form):
    """One row of boxes per programme, and whether the person is an administrator."""

    administrator = forms.BooleanField(
        label=_("Administrator"),
        help_text=_("Manages people and the installation, in every programme. Cannot read chats or figures."),
        required=False,
    )

    def __init__(self, *args: Any, programmes: Iterable[Programme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programmes = list(programmes)
        for programme in self.programmes:
            self.fields[_field_of(programme)] = forms.MultipleChoiceField(
                label=programme.name,
                choices=Role.choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )

    def role_fields(self) -> list[forms.BoundField]:
        return [self[_field_of(programme)] for programme in self.programmes]

    def roles(self) -> set[tuple[int, str]]:
        """What was ticked, as pairs of a programme's key and a role."""
        return {
            (programme.pk, role)
            for programme in self.programmes
            for role in self.cleaned_data[_field_of(programme)]
        }

    @staticmethod
    def held(user: User) -> dict[str, Any]:
        """The form's initial values for a person."""
        initial: dict[str, Any] = {"administrator": user.is_administrator}
        for membership in user.memberships.select_related("programme"):
            initial.setdefault(_field_of(membership.programme), []).append(membership.role)
        return initial


class InviteForm(RolesForm):
    name = forms.CharField(
        label=_("Name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    email = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    field_order = ("name", "email", "administrator")


def _field_of(programme: Programme) -> str:
    return f"roles_{programme.slug}"
