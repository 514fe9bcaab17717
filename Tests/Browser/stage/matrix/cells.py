"""What is tried: each cell is a request with something of the other clinic in it, and the same with what is nobody's."""

import dataclasses
import secrets
from collections.abc import Iterator

from ..guests import text_of
from .belongings import Belongings
from .crawl import Crawl
from .crossing import Crossing, Seen
from .knowledge import DISTURBING
from .neighbour import Neighbour
from .routes import Route, Routes

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
# Who is let in furthest comes first.
MIGHTIEST = ("admin", "front-desk", "practitioner", "patient", "enrolling", "halfway", "nobody")
# Where somebody of the same clinic has no more business than somebody of another.
_OWN = ("keep-own", "see-own", "book-for-oneself")
# By which a handler might ask for a clinic or for somebody's record, and what would stand there.
_NAMES = {
    "tenant": "tenant", "tenant_id": "tenant", "clinic": "slug", "host": "host", "id": "visit", "account": "patient_account",
    "patient": "patient", "practitioner": "doctor", "doctor": "doctor", "service": "service", "appointment": "visit",
    "place": "place", "location": "room", "offer": "offer", "code": "code", "token": "feed_token", "link": "account_link",
    "practitioner_id": "doctor", "ticket": "ticket", "with": "patient", "merge": "merge", "who": "doctor",
}  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Cell:
    method: str
    route: Route
    role: str
    what: str
    seen: Seen
    nobodys: Seen
    as_multipart: bool = False
    headers: tuple[tuple[str, str], ...] = ()
    cookies: tuple[tuple[str, str], ...] = ()

    @property
    def disturbs(self) -> bool:
        return self.method == "POST" and self.route.pattern.startswith(DISTURBING)

    def __str__(self) -> str:
        return f"{self.method} {self.route.pattern} as {self.role}: {self.what}"


class Cells:
    def __init__(self, routes: Routes, crawl: Crawl, own: Belongings, other: Belongings, neighbour: Neighbour):
        self._routes, self._crawl, self._own, self._other = routes, crawl, own, other
        self._crossing, self._beside = Crossing(own, other), Crossing(own, neighbour)
        self._roles = [role for role in MIGHTIEST if role in own.sessions or role == "nobody"]

    def __iter__(self) -> Iterator[Cell]:
        for route in self._routes.all:
            if self._crawl.seen[route]:
                for role in self._roles:
                    yield from self._crossed(route, role)
                yield from self._methods(route)
                yield from self._hosts_and_cookies(route)

    def _crossed(self, route: Route, role: str) -> Iterator[Cell]:
        """For who is let in, each id of each request that a page offers, alone; then all, in each encoding; then ids in names
        that mean nothing. For who is not let in, all of that at once."""
        richest = self._crawl.richest(route)
        crossed = richest.having(self._crossing.twins(richest))
        if self._routes.admits(route, role):
            if role == next(role for role in MIGHTIEST if self._routes.admits(route, role)):
                for seen in self._crawl.seen[route].values():
                    for (kind, name), twin in self._crossing.twins(seen).items():
                        if kind != "path" or seen is richest:
                            yield self._cell(route, role, f"{kind} {name}", seen.having({(kind, name): twin}))
            if crossed != richest:
                yield self._cell(route, role, "all ids", crossed)
            if crossed != richest and route.method == "POST":
                yield self._cell(route, role, "all ids, multipart", crossed, as_multipart=True)
            if role in ("patient", "practitioner") and route.access.startswith(_OWN):
                beside = richest.having(self._beside.twins(richest))
                if beside != richest:
                    yield Cell(route.method, route, role, "somebody else's", beside, self._beside.nobodys_of(beside))
        yield self._cell(route, role, "names that mean nothing", self._flooded(crossed, route.method))

    def _methods(self, route: Route) -> Iterator[Cell]:
        """Those that a path does not have, once for each path."""
        beside = [other for other in self._routes.all if other.pattern == route.pattern]
        if beside[0] == route:
            for method in METHODS:
                if method not in [other.method for other in beside]:
                    yield dataclasses.replace(self._cell(route, "admin", "method", self._whole(route)), method=method)

    def _hosts_and_cookies(self, route: Route) -> Iterator[Cell]:
        host = f"{self._other.slug}.localhost"
        named = (("X-Forwarded-Host", host), ("Forwarded", f"host={host}"), ("X-Host", host), ("X-Tenant", self._other.slug))
        yield self._cell(route, "admin", "host", self._whole(route), headers=named)
        # One's own offer with a form would keep a time for whose cookies they are.
        own = self._crawl.richest(route) if route.method == "GET" else self._whole(route)
        for role, token in self._other.sessions.items():
            if self._routes.admits(route, role):
                jar = {"visit": token, "hold": self._other.names["hold_cookie"], "device": self._other.names["device_token"]}
                cookies = tuple((f"__Host-{name}", value) for name, value in jar.items())
                yield Cell(route.method, route, "nobody", f"cookies of {role}", own, self._crossing.nobodys_of(own), cookies=cookies)

    def _cell(self, route: Route, role: str, what: str, seen: Seen, **more) -> Cell:
        return Cell(route.method, route, role, what, seen, self._crossing.nobodys_of(seen), **more)

    def _whole(self, route: Route) -> Seen:
        seen = self._crawl.richest(route)
        return seen.having(self._crossing.twins(seen))

    def _flooded(self, seen: Seen, method: str) -> Seen:
        names = {**self._other.names, "tenant": self._other.tenant, "host": f"{self._other.slug}.localhost"}
        flood = {name: names[what] for name, what in _NAMES.items()}
        query = tuple((name, value) for name, value in flood.items() if name not in dict(seen.query))
        fields = tuple((name, value) for name, value in flood.items() if name not in dict(seen.fields))
        return dataclasses.replace(seen, query=seen.query + query, fields=seen.fields + fields if method == "POST" else ())


def random_token() -> str:
    return text_of(secrets.token_bytes(32))
