"""The form in which an editor writes a tree."""

from wagtail.admin.forms import WagtailAdminPageForm


class AdvicePageForm(WagtailAdminPageForm):
    """A draft may hold anything. What is proposed or published has nothing that the gate would refuse."""

    def _post_clean(self) -> None:
        if self.instance.programme_id is None:  # a page that is being made
            self.instance.programme = self.parent_page.specific.programme
        super()._post_clean()
        if self.is_deferred_validation or self.errors:  # a draft is saved with whatever it has
            return
        from selfhelp.advice import gate, wording  # the page names this form, and the gate knows the page

        for sentence in wording.refusal(self.instance, gate.refusal_of(self.instance)):
            self.add_error(None, sentence)
