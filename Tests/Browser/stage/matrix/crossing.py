"""What is sent: a request as a page of one's own clinic offers it, with ids of the other clinic in place of some."""

import dataclasses
import random
import re
import secrets
import string
import urllib.parse
import uuid

from .belongings import Belongings
from .neighbour import Neighbour
from .routes import Route

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_OFFER = re.compile(r"[\w-]{80,}\.[\w-]+\.[\w-]{43}")


@dataclasses.dataclass(frozen=True)
class Seen:
    """A request of one's own: what stands in the path's named parts, the query and the form."""

    values: tuple[str, ...] = ()
    query: tuple[tuple[str, str], ...] = ()
    fields: tuple[tuple[str, str], ...] = ()

    @property
    def places(self) -> list[tuple[str, str | int]]:
        return ([("path", number) for number in range(len(self.values))] + [("query", name) for name, _ in self.query]
                + [("form", name) for name, _ in self.fields])

    def at(self, place: tuple[str, str | int]) -> str:
        kind, name = place
        return self.values[name] if kind == "path" else dict(self.query if kind == "query" else self.fields)[name]

    def address(self, route: Route) -> str:
        query = urllib.parse.urlencode(self.query)
        return route.path(list(self.values)) + (f"?{query}" if query else "")

    def having(self, changes: dict[tuple[str, str | int], str]) -> "Seen":
        return Seen(
            tuple(changes.get(("path", number), value) for number, value in enumerate(self.values)),
            tuple((name, changes.get(("query", name), value)) for name, value in self.query),
            tuple((name, changes.get(("form", name), value)) for name, value in self.fields),
        )


class Crossing:
    """Leads from what is one clinic's own to the same of another clinic, and to what is nobody's."""

    def __init__(self, own: Belongings, other: Belongings | Neighbour):
        self.own, self.other = own, other
        self._twins = {own.names[name]: value for name, value in other.names.items() if name in own.names}
        by_table: dict[str, str] = {}
        for id, table in other.all.items():
            by_table.setdefault(table, id)
        for id, table in own.all.items():
            if table in by_table:
                self._twins.setdefault(id, by_table[table])
        # Other times than the one that was chosen are signed alike.
        self._others = sorted((twin for twin in self._twins if not _UUID.fullmatch(twin)), key=len, reverse=True)

    def twins(self, seen: Seen) -> dict[tuple[str, str | int], str]:
        """What stands in a request instead, at each place where something is named."""
        return {place: twin for place in seen.places if (twin := self.twin(seen.at(place)))}

    def nobodys_of(self, seen: Seen) -> Seen:
        return seen.having({place: self.nobodys(seen.at(place)) for place in seen.places})

    def twin(self, text: str) -> str | None:
        """With whatever is named in it named at the other clinic; None where nothing is."""
        crossed = text
        # A signed address holds an id, and is another as a whole.
        for value in self._others:
            crossed = crossed.replace(value, self._twins[value])
        if "offer" in self.other.names:
            crossed = _OFFER.sub(self.other.names["offer"], crossed)
        crossed = _UUID.sub(lambda found: self._twins.get(found[0], found[0]), crossed)
        return crossed if crossed != text else None

    def nobodys(self, text: str) -> str:
        """What names something of the other clinic, with names of the same shape that are nobody's."""
        for value in sorted(self.other.names.values(), key=len, reverse=True):
            if not _UUID.fullmatch(value) and value in text:
                text = text.replace(value, like(value))
        return _UUID.sub(lambda found: str(uuid.uuid4()) if found[0] in self.other.all else found[0], text)


def like(value: str) -> str:
    """The same shape: of a signed text its last part is another, of an address the name."""
    if "@" in value:
        name, _, host = value.partition("@")
        return "".join(random.choices(string.ascii_lowercase, k=len(name))) + "@" + host
    if len(value) <= 8:
        return "".join(random.choices("ABCDEFGHJKLMNPQRSTUVWXYZ23456789", k=len(value)))
    return value[:-43] + secrets.token_urlsafe(32)
