"""The program's own list of routes, and which of them an address belongs to."""

import dataclasses
import re
import urllib.parse

from ..program import Program


@dataclasses.dataclass(frozen=True)
class Route:
    method: str
    pattern: str
    access: str

    @property
    def parameters(self) -> list[str]:
        """Each as the pattern up to it: `/appointments/:id/papers/:paper` has two."""
        return [self.pattern[: found.end()] for found in re.finditer(r":\w+", self.pattern)]

    def path(self, values: list[str]) -> str:
        left = iter(values)
        return re.sub(r":\w+", lambda _: urllib.parse.quote(next(left), safe=""), self.pattern)

    def __str__(self) -> str:
        return f"{self.method} {self.pattern}"


class Routes:
    def __init__(self, program: Program):
        lines = [line.split() for line in program.run("routes").splitlines()]
        self.all = [Route(*line[:3]) for line in lines]
        # A literal part wins over a named one.
        self._known = sorted(self.all, key=lambda route: [part.startswith(":") for part in route.pattern.split("/")])
        self.permissions = self._permissions(program.run("roles"))

    def admits(self, route: Route, role: str) -> bool:
        if route.access.startswith("step:"):
            return role == {"step:enrolling": "enrolling", "step:second-factor": "halfway"}[route.access]
        return route.access == "anyone" or role in self.permissions[route.access]

    @staticmethod
    def _permissions(table: str) -> dict[str, set[str]]:
        """Which roles have a permission."""
        head, *rows = [line.split() for line in table.splitlines()]
        return {row[0]: {role for role, said in zip(head, row[1:], strict=True) if said == "yes"} for row in rows}

    def of(self, method: str, path: str) -> tuple[Route, list[str]] | None:
        parts = urllib.parse.urlsplit(path).path.split("/")
        for route in self._known:
            wanted = route.pattern.split("/")
            if route.method == method and len(wanted) == len(parts) and all(
                want.startswith(":") or want == part for want, part in zip(wanted, parts, strict=True)
            ):
                values = [urllib.parse.unquote(p) for w, p in zip(wanted, parts, strict=True) if w.startswith(":")]
                return route, values
        return None
