"""The only module that speaks SMTP: one answer, from a neutral sender, with a neutral subject, and no more."""

import smtplib
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.utils import translation
from django.utils.translation import gettext as _

from helpline.environment_post import Bridge
from helpline.mail.errors import BridgeFailed

PATIENCE = 20


class _Quiet(EmailBackend):
    """Django's backend, that does not tell the mail server what this machine is called: headers would show it."""

    def __init__(self, bridge: Bridge) -> None:
        server = bridge.outgoing
        super().__init__(
            host=server.host, port=server.port, username=server.user, password=server.password,
            use_tls=server.start_tls, use_ssl=server.tls, timeout=PATIENCE,
        )  # fmt: skip
        self._says = bridge.domain

    @property
    def connection_class(self) -> Any:
        kind = smtplib.SMTP_SSL if self.use_ssl else smtplib.SMTP

        def connect(host: str, port: int, **how: Any) -> smtplib.SMTP:
            return kind(host, port, **{**how, "local_hostname": self._says})

        return connect


def send(
    bridge: Bridge, *, to: str, text: str, reference: str, language: str, automatic: bool = False
) -> None:
    """Hand one mail to the server. Raises BridgeFailed, permanent when this recipient is refused for good.

    An answer of a person carries no Auto-Submitted: none means "no" (RFC 3834, 5). What a machine wrote says so, and
    every mail asks not to be answered by one.
    """
    with translation.override(language):
        subject = _("Answer")
    headers = {
        # ours, and random: Django's own would hold the name of this machine
        "Message-ID": f"<{reference}@{bridge.domain}>",
        "X-Auto-Response-Suppress": "All",
    }
    if automatic:
        headers["Auto-Submitted"] = "auto-replied"
    mail = EmailMessage(
        subject=subject,
        body=text,
        from_email=bridge.address,
        to=[to],
        headers=headers,
        connection=_Quiet(bridge),
    )
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as refused:
        codes = [code for code, _told in refused.recipients.values()]
        raise BridgeFailed("refused", permanent=all(code >= 500 for code in codes)) from None
    except smtplib.SMTPResponseException as error:
        raise BridgeFailed("refused", permanent=False) from error
    except (smtplib.SMTPException, OSError) as error:
        raise BridgeFailed(type(error).__name__) from None
    except ValueError:  # an address that no header takes
        raise BridgeFailed("no address", permanent=True) from None
