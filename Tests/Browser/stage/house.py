"""A house: one copy of the two demo clinics with a server before it, and who has signed in there."""

import pathlib
import re

from .database import Database
from .people import Person
from .program import Program, Server
from .visitor import Visitor

# A house whose visitors come from anywhere: limits count by network, and all of ours are on one.
BEHIND_A_PROXY = {"POLYCLINIC_TRUSTED_PROXIES": "127.0.0.1"}


class House:
    def __init__(self, template: Database, logs: pathlib.Path, servers: int = 1, **settings: str):
        self.database = Database.create("story", template.name)
        self.program = Program(self.database, **settings)
        self.servers = [
            Server(self.program, logs / f"{self.database.name}-{number}.log") for number in range(servers)
        ]
        self._signed_in: dict[Person, dict[str, str]] = {}

    @property
    def server(self) -> Server:
        return self.servers[0]

    def close(self):
        for server in self.servers:
            server.stop()
        self.database.drop()

    def visitor(
        self, clinic: str = "riverside", server: Server | None = None, network: str | None = None
    ) -> Visitor:
        """`network` is where they come from, for houses that believe this machine as a proxy."""
        return Visitor((server or self.server).port, clinic, network)

    def signed_in(self, person: Person) -> Visitor:
        """A one-time code works once, so everybody signs in once and keeps the cookies."""
        visitor = self.visitor(person.clinic)
        if person not in self._signed_in:
            first = visitor.submit("/sign-in", {"email": person.email, "password": person.password})
            assert first.location.startswith("/sign-in/code"), (first.status, first.heading)
            second = visitor.submit("/sign-in/code", {"code": self.one_time_code(person)})
            assert second.status == 303, (second.status, second.heading)
            self._signed_in[person] = dict(visitor.cookies)
        visitor.cookies = dict(self._signed_in[person])
        return visitor

    def one_time_code(self, person: Person) -> str:
        said = self.program.run("demo", "totp", f"{person.name}@{person.clinic}")
        return re.search(r"\b\d{6}\b", said)[0]

    def letter(self, address: str, clinic: str = "riverside") -> str:
        """The newest letter to somebody, as the mailbox of development shows it."""
        visitor = self.visitor(clinic)
        rows = re.findall(
            r'<a href="(/dev/mail/[^"]+)">.*?To ([^ ]+) ·', visitor.get("/dev/mail").text, re.DOTALL
        )
        path = next(path for path, to in rows if to == address)
        return visitor.get(path).text
