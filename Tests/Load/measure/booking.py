"""The same booking twice: as forms that are posted, and as the transaction behind them."""

import collections
import dataclasses
import itertools
import re
import urllib.parse
import uuid

from stage.database import Database
from stage.guests import as_guest, invite
from stage.house import House
from stage.offers import offers

from .pgbench import pipeline
from .statements import Statement

# Of one patient, by booking online: `Appointment.mostAhead`.
MOST_AHEAD = 10

_RANGE = re.compile(r"'\[\"?([^\",]+)\"?,\"?([^\",]+)\"?\)'")
# An hour of its own for every turn of every client, whoever the doctor is.
_START = "('2100-01-01 00:00Z'::timestamptz + make_interval(hours => :client_id::int * 1000000 + :turn::int))"
_UUID = re.compile(r"'[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}'")
_UUIDS = re.compile(r"'\{([0-9a-f-]{36}(?:,[0-9a-f-]{36})*)\}'")


@dataclasses.dataclass(frozen=True)
class FilledIn:
    doctor: str
    token: str
    body: str


def forms(house: House, count: int, weeks: int = 12) -> list[FilledIn]:
    """Bookings that all succeed: guests for each doctor, whose times don't overlap, and none has more than can be ahead."""
    guests: dict[str, tuple[str, str]] = {}
    booked = collections.Counter()
    found = []
    for doctor, offer in itertools.islice(offers(house.visitor(), weeks), count):
        if booked[doctor] % MOST_AHEAD == 0:
            token = invite(house.database, "riverside", 1)[0]
            guests[doctor] = token, as_guest(house.server.port, "riverside", token).get(offer).hidden("csrf")
        booked[doctor] += 1
        token, csrf = guests[doctor]
        text = urllib.parse.parse_qs(urllib.parse.urlsplit(offer).query)["offer"][0]
        fields = {"csrf": csrf, "offer": text, "key": str(uuid.uuid4()), "reason": "Measuring"}
        found.append(FilledIn(doctor, token, urllib.parse.urlencode(fields)))
    return found


def script(statements: list[Statement], database: Database) -> str:
    """A pgbench script that books another time at every turn, with new ids."""
    known = _known_ids(database)

    def replace(value: str) -> str:
        if _UUID.fullmatch(value):
            return value if value.strip("'") in known else "gen_random_uuid()"
        if found := _UUIDS.fullmatch(value):
            ids = found[1].split(",")
            return value if known.issuperset(ids) else f"ARRAY[{', '.join(['gen_random_uuid()'] * len(ids))}]"
        if found := _RANGE.fullmatch(value):
            return f"tstzrange({_START}, {_START} + ('{found[2]}'::timestamptz - '{found[1]}'::timestamptz))"
        return value

    return "\\set turn :turn + 1\n" + pipeline(*(statement.with_values(replace) for statement in statements))


def _known_ids(database: Database) -> set[str]:
    tables = "practitioner", "healthcare_service", "location", "patient", "account", "tenant"
    return set(database.query(" UNION ALL ".join(f"SELECT id FROM {table}" for table in tables)).split())
