"""Sends cells one after the other on a line of its own, and holds the answers to what they must be."""

import re
import uuid

from ..house import House
from .asking import Line, Reply, encoded
from .belongings import Belongings, sign_in
from .canaries import CANARY
from .cells import Cell, random_token
from .crossing import Seen
from .knowledge import ENDLESS, GROWING, OTHERWISE, WITH_FILES
from .routes import Routes

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Asker:
    def __init__(self, house: House, routes: Routes, own: Belongings, other: Belongings):
        self._house, self._routes, self._own, self._other = house, routes, own, other
        self._line = Line(house.server.port, f"{own.slug}.localhost")
        self._tokens = {**own.sessions, "nobody": random_token()}
        self._known = own.all | other.all
        self._csrf: dict[str, str] = {}
        # Every answer to what is nobody's, so that it is not asked for again.
        self._nobodys: set[tuple[int, str]] = set()

    def fault(self, cell: Cell) -> str:
        """An act that goes through is told otherwise when it comes again, so that a difference counts if it stays."""
        for _ in range(3):
            reply, sent = self.ask(cell, cell.seen, dict(cell.cookies))
            if fault := self._leak(reply, sent) or self._unexpected(cell, reply):
                return fault
            if cell.route.pattern in GROWING:
                return ""
            answer = reply.without(sent, self._known)
            if answer in self._nobodys:
                return ""
            plain, sent = self.ask(cell, cell.nobodys, {name: random_token() for name, _ in cell.cookies})
            expected = plain.without(sent, self._known)
            self._nobodys.add(expected)
            if answer == expected:
                return ""
        lines = [f"{one.strip()[:150]!r} and not {two.strip()[:150]!r}" for one, two
                 in zip(answer[1].splitlines(), expected[1].splitlines(), strict=False) if one != two]
        return f"{answer[0]}, and {expected[0]} for what is nobody's; {'; '.join(lines[:3])}"

    def ask(self, cell: Cell, seen: Seen, cookies: dict[str, str]) -> tuple[Reply, list[str]]:
        """The answer, and what was sent that may come back in it."""
        jar = cookies or {"__Host-visit": self._tokens[cell.role]}
        body, headers = None, dict(cell.headers)
        if cell.method in ("POST", "PUT", "PATCH", "DELETE"):
            fields = {"csrf": self._csrf_of(jar["__Host-visit"]), **dict(seen.fields)}
            if "key" in fields:
                fields["key"] = str(uuid.uuid4())
            body, headers["Content-Type"] = encoded(fields, cell.as_multipart or cell.route.pattern in WITH_FILES)
        # Another address for every cell, as guesses of one network are counted.
        number = hash(cell) & 0xFFFFFF
        headers["X-Forwarded-For"] = f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"
        method = "HEAD" if cell.route.pattern in ENDLESS and cell.method == "GET" else cell.method
        reply = self._line.send(method, seen.address(cell.route), jar, body, **headers)
        if not cookies and (reply.new_token or cell.disturbs):
            self.renew(cell.role)
        return reply, [value for value in [*seen.values, *dict(seen.query).values(), *dict(seen.fields).values(), *jar.values()]
                       if len(value) > 3]

    def renew(self, role: str):
        """Another session, in place of one that was ended or is about to be."""
        if role != "nobody":
            stage = {"halfway": "second-factor", "enrolling": "enrolling"}.get(role, "full")
            self._tokens[role] = sign_in(self._house, self._own.slug, self._own.staff.get(role, self._own.staff["patient"]), stage)

    def _csrf_of(self, token: str) -> str:
        if token not in self._csrf:
            page = self._line.send("GET", "/password/forgotten", {"__Host-visit": token}).body.decode()
            self._csrf[token] = re.search(r'name="csrf" value="([^"]*)"', page)[1]
        return self._csrf[token]

    def _leak(self, reply: Reply, sent: list[str]) -> str:
        text = reply.everything
        for value in sent:
            text = text.replace(value, "")
        if CANARY in text.lower():
            at = text.lower().index(CANARY)
            return f"{reply.status} shows the other clinic's words: {text[max(0, at - 100) : at + 40]!r}"
        shown = [id for id in set(_UUID.findall(text)) if id in self._other.all]
        return f"{reply.status} shows the other clinic's ids: {shown}" if shown else ""

    def _unexpected(self, cell: Cell, reply: Reply) -> str:
        if reply.status >= 500:
            return f"{reply.status}"
        # What another clinic's id names in an address does not exist here.
        if cell.what.startswith("path") and reply.status not in (403, 404, OTHERWISE.get(str(cell.route))):
            return f"{reply.status}, and not 404"
        # Who is not let in sees nothing, whether the door or the address is looked at first.
        if cell.method == cell.route.method and not self._routes.admits(cell.route, cell.role) and not cell.cookies:
            if reply.status not in (303, 401, 403, 404) and not cell.route.access.startswith("step:"):
                return f"{reply.status} for who is not let in"
        return ""
