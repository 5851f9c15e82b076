"""E-mail by SMTP, with STARTTLS or TLS."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator, Sequence
from email.utils import formataddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.channels.adapters.answers import (
    DELIVERED,
    Adapter,
    Answer,
    Outcome,
    Parcel,
    Problem,
    Said,
    Setting,
    Trouble,
    later,
    never,
)

PATIENCE = 15
PORTS = frozenset({25, 465, 587, 2525})
"""Ports that mail is handed in at. Others are for tests alone: a mail server may stand in the own network, and whoever
enters its name mustn't be able to ask everything that listens there."""
OPEN, STARTTLS, TLS = "open", "starttls", "tls"


class EmailAdapter(Adapter):
    """Each message goes to one address; a connection serves many."""

    repeats = True
    settings = (
        Setting("host", _("Mail server"), _("Its name, such as smtp.example.cn.")),
        Setting("port", _("Port"), _("465 with TLS, 587 with STARTTLS."), initial="465"),
        Setting(
            "safety", _("Protection on the way"), initial=TLS,
            choices=((TLS, _("TLS from the first byte")), (STARTTLS, "STARTTLS"), (OPEN, _("No protection"))),
        ),
        Setting("user", _("User at the mail server"), is_required=False),
        Setting("password", _("Password at the mail server"), is_secret=True, is_required=False),
        Setting("sender", _("Sender's address"), _("Replies to it aren't read.")),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._backend: EmailBackend | None = None

    def send(self, parcels: Sequence[Parcel]) -> Iterator[Said]:
        for parcel in parcels:
            yield [(parcel, self._send(parcel))]

    def close(self) -> None:
        backend, self._backend = self._backend, None
        if backend is not None:
            try:
                backend.close()
            except (smtplib.SMTPException, OSError):
                return  # the connection is gone anyhow

    def _send(self, parcel: Parcel) -> Answer:
        answer = self._handed_in(parcel)
        if answer is not None:
            return answer
        # The server ends connections that were quiet for long, or that have carried many messages.
        self.close()
        answer = self._handed_in(parcel)
        if answer is None:
            raise Trouble(Problem.UNREACHABLE, "the server closed the connection")
        return answer

    def _handed_in(self, parcel: Parcel) -> Answer | None:
        """What the server said, None when it hung up before it took the message."""
        backend = self._opened()
        try:
            backend.send_messages([letter(parcel, self.given["sender"])])
        except smtplib.SMTPRecipientsRefused as problem:
            (code, text), *_others = problem.recipients.values()
            return judged(code, text, Problem.ADDRESS)
        except smtplib.SMTPServerDisconnected:
            return None
        except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as problem:
            return judged(problem.smtp_code, problem.smtp_error, Problem.CONTENT)
        except ValueError as problem:
            # An address or a title that no header takes.
            return never(Problem.ADDRESS, f"{type(problem).__name__}")
        except (smtplib.SMTPException, OSError) as problem:
            self.close()
            raise Trouble(Problem.UNREACHABLE, f"{type(problem).__name__}: {problem}") from None
        return DELIVERED

    def _opened(self) -> EmailBackend:
        if self._backend is not None:
            return self._backend
        backend = self._made()
        try:
            backend.open()
        except smtplib.SMTPAuthenticationError as problem:
            raise Trouble(Problem.KEY, _said(problem.smtp_code, problem.smtp_error)) from None
        except smtplib.SMTPResponseException as problem:
            kind = Problem.BUSY if 400 <= problem.smtp_code < 500 else Problem.RIGHT
            raise Trouble(kind, _said(problem.smtp_code, problem.smtp_error)) from None
        except (smtplib.SMTPException, ssl.SSLError, OSError) as problem:
            raise Trouble(Problem.UNREACHABLE, f"{type(problem).__name__}: {problem}") from None
        self._backend = backend
        return backend

    def _made(self) -> EmailBackend:
        given = self.given
        port = int(given["port"] or 0)
        if port not in PORTS and not given.loopback:
            raise Trouble(Problem.SET_UP, f"port {port}")
        return EmailBackend(
            host=given["host"], port=port, username=given["user"], password=given["password"],
            use_tls=given["safety"] == STARTTLS, use_ssl=given["safety"] == TLS, timeout=PATIENCE, fail_silently=False,
        )  # fmt: skip


def letter(parcel: Parcel, sender: str) -> EmailMessage:
    """The message: the title, the way back, and nothing else. Its id is the same when it is sent again."""
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    product = settings.PRODUCT_NAME
    if parcel.code:
        lines = [parcel.title, "", _now("Whoever didn't ask for it needs to do nothing.")]
    else:
        lines = [parcel.title, "", _now("Read it here: %(link)s") % {"link": parcel.link}]
    own_settings = f"{settings.PUBLIC_URL}/account/channels/"
    lines += [
        "",
        "-- ",
        product,
        _now("Which messages come here you choose yourself: %(link)s") % {"link": own_settings},
    ]
    headers = {
        "Message-ID": f"<{parcel.key}@{host}>",
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": f"<{own_settings}>",
        "Importance": "high" if parcel.is_urgent else "normal",
    }
    return EmailMessage(parcel.title, "\n".join(lines), formataddr((product, sender)), [parcel.to], headers=headers)


def judged(code: int, text: bytes | str, refused: Problem) -> Answer:
    """What an answer of SMTP means (RFC 5321, 4.2.1): 4xx not now, 5xx not at all."""
    said = _said(code, text)
    if 400 <= code < 500:
        return Answer(Outcome.LATER, Problem.PACE.value if code in (421, 450, 451, 452) else Problem.BUSY.value, said)
    return never(refused, said) if code >= 500 else later(Problem.STRANGE, said)


def _said(code: int, text: bytes | str) -> str:
    return f"{code} {text.decode('utf-8', 'replace') if isinstance(text, bytes) else text}"[:200]
