"""Tries every cell, and then whether one's own ids arrive where the cells went."""

import concurrent.futures

from ..house import House
from .asker import Asker
from .belongings import Belongings
from .cells import MIGHTIEST, Cell, Cells
from .crawl import Crawl
from .neighbour import Neighbour
from .routes import Route, Routes


class Matrix:
    def __init__(self, house: House, routes: Routes, crawl: Crawl, own: Belongings, other: Belongings, neighbour: Neighbour):
        self._house, self._routes, self._crawl, self._own, self._other = house, routes, crawl, own, other
        self.cells = list(Cells(routes, crawl, own, other, neighbour))
        self.faults: list[str] = []
        self.unreached: list[str] = []

    def run(self):
        by_role: dict[str, list[Cell]] = {}
        for cell in self.cells:
            if not cell.disturbs:
                by_role.setdefault(cell.role, []).append(cell)
        with concurrent.futures.ThreadPoolExecutor(3) as pool:
            list(pool.map(self._try, by_role.values()))
        # A cell may have moved it to whoever has the earliest time of the day.
        doctor, visit = self._own.names["doctor"], self._own.names["visit"]
        self._house.database.query(f"UPDATE appointment SET practitioner_id = '{doctor}' WHERE id = '{visit}'")
        self._reach()
        # An account that is closed is closed for good.
        self._try(sorted((cell for cell in self.cells if cell.disturbs), key=lambda cell: "closure" in cell.route.pattern))

    def _try(self, cells: list[Cell]):
        asker = self._asker
        self.faults += [f"{cell}: {fault}" for cell in cells if (fault := asker.fault(cell))]

    @property
    def _asker(self) -> Asker:
        return Asker(self._house, self._routes, self._own, self._other)

    def _reach(self):
        """With one's own ids a form that names something in its address arrives, or its cells would show nothing."""
        asker = self._asker
        named = {parameter for route, roles in self._crawl.shown.items() if roles for parameter in route.parameters}
        for route in self._routes.all:
            if route.method == "POST" and not named.issuperset(route.parameters) and self._arrives(asker, route):
                named |= set(route.parameters)
        self.unreached = [str(route) for route in self._routes.all if not named.issuperset(route.parameters)]

    def _arrives(self, asker: Asker, route: Route) -> bool:
        for role in MIGHTIEST:
            if self._routes.admits(route, role):
                asker.renew(role)
                for seen in self._crawl.seen[route].values():
                    reply, _ = asker.ask(Cell("POST", route, role, "own", seen, seen), seen, {})
                    if reply.status not in (401, 403, 404):
                        return True
        return False
