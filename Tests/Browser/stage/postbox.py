"""A mail server that takes everything and keeps it."""

import email
import email.message
import email.policy
import time

from aiosmtpd.controller import Controller

from .program import free_port


class Postbox:
    def __init__(self):
        self.letters: dict[str, email.message.EmailMessage] = {}
        self._controller = Controller(self, hostname="127.0.0.1", port=free_port())
        self._controller.start()

    @property
    def settings(self) -> dict[str, str]:
        """Of a house that sends its mail here."""
        return {
            "POLYCLINIC_SMTP_URL": f"smtp://127.0.0.1:{self._controller.port}?tls=none",
            "POLYCLINIC_MAIL_FROM": "Riverside <post@riverside.example>",
        }

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.letters[message["Message-ID"].strip("<>").partition("@")[0]] = message
        return "250 OK"

    def wait_for(self, ids: list[str]):
        deadline = time.monotonic() + 60
        while missing := [id for id in ids if id not in self.letters]:
            assert time.monotonic() < deadline, f"{len(missing)} of {len(ids)} letters did not come"
            time.sleep(0.1)

    def close(self):
        self._controller.stop()
