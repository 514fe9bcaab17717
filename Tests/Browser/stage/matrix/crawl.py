"""Looks at every page of one's own clinic as each role, and notes what it offers: forms with their fields, links with their queries."""

import concurrent.futures

from .. import forms
from ..house import House
from .asking import Line
from .belongings import Belongings
from .crossing import Seen
from .knowledge import BUTTONS, ENDLESS, PARAMETERS, TAUGHT
from .routes import Route, Routes

# Followed once for each set of names in its query; what is offered for every day looks the same every day.
_ENOUGH = 600


class Crawl:
    def __init__(self, house: House, routes: Routes, own: Belongings):
        self._house, self._routes, self._own = house, routes, own
        self.seen: dict[Route, dict[tuple, Seen]] = {route: {} for route in routes.all}
        self.shown: dict[Route, set[str]] = {route: set() for route in routes.all}
        self.untaught: list[str] = []
        self._offering: set[str] = set()
        for route in routes.all:
            values = self._values(route)
            if values is not None:
                self._note(route, Seen(values))
                for named in TAUGHT.get(str(route), []):
                    given = tuple((name, value.format(**own.names)) for name, value in named.items())
                    self._note(route, Seen(values, given) if route.method == "GET" else Seen(values, (), given))
        with concurrent.futures.ThreadPoolExecutor(3) as pool:
            list(pool.map(self._look, [*own.sessions, "nobody"]))
        known = self._offering | TAUGHT.keys() | BUTTONS
        self.untaught += [f"{route}: what does its form have?" for route in routes.all
                          if route.method == "POST" and str(route) not in known]

    def richest(self, route: Route) -> Seen:
        """The request in which the most is said."""
        return max(self.seen[route].values(), key=lambda seen: len(seen.places))

    def _values(self, route: Route) -> tuple[str, ...] | None:
        missing = [parameter for parameter in route.parameters if parameter not in PARAMETERS]
        self.untaught += [f"{route}: what stands at {parameter}?" for parameter in missing]
        return None if missing else tuple(PARAMETERS[p].format(**self._own.names) for p in route.parameters)

    def _note(self, route: Route, seen: Seen) -> bool:
        key = (tuple(name for name, _ in seen.query), tuple(name for name, _ in seen.fields))
        fresh = key not in self.seen[route]
        self.seen[route].setdefault(key, seen)
        return fresh

    def _look(self, role: str):
        line = Line(self._house.server.port, f"{self._own.slug}.localhost")
        cookies = {"__Host-visit": self._own.sessions.get(role, "A" * 43)}
        waiting = [seen.address(route) for route in self._routes.all if route.method == "GET" and route.pattern not in ENDLESS
                   for seen in list(self.seen[route].values())]
        count = 0
        while waiting and count < _ENOUGH:
            path = waiting.pop(0)
            count += 1
            reply = line.send("GET", path, cookies)
            if reply.status >= 500:
                self.untaught.append(f"GET {path} as {role}: {reply.status}")
            found = self._routes.of("GET", path)
            if reply.status != 200 or not found:
                continue
            self.shown[found[0]].add(role)
            if b"<html" in reply.body[:200]:
                waiting += self._offered(path, reply.body.decode())

    def _offered(self, path: str, page: str) -> list[str]:
        """Notes what a page offers; returns the links to look at, too."""
        found, links = forms.read(page)
        for form in found:
            action = form.action or path
            target = self._routes.of(form.method, action)
            if target and form.method == "POST":
                self._offering.add(str(target[0]))
                fields = {name: value for name, value in form.fields.items() if name != "csrf"}
                self._note(target[0], Seen(tuple(target[1]), tuple(forms.query_of(action).items()), tuple(fields.items())))
            elif target:
                self._note(target[0], Seen(tuple(target[1]), tuple({**forms.query_of(action), **form.fields}.items())))
        fresh = []
        for link in links:
            target = self._routes.of("GET", link)
            if target and self._note(target[0], Seen(tuple(target[1]), tuple(forms.query_of(link).items()))):
                fresh.append(link)
        return fresh
