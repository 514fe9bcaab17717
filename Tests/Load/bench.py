"""Measures the release build beside nginx and pgbench, for docs/performance.md.

Started by bin/bench, which brings the servers; with names of parts, only these. Absolute figures of a shared machine mean little, so contestants take
turns, and the best of the turns counts for each.
"""

import datetime
import functools
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import NamedTuple

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "Browser"))

from crowd import Look  # noqa: E402
from measure import audit, booking, documents, pages, pgbench, signins, wrk  # noqa: E402
from measure.nginx import nginx  # noqa: E402
from measure.report import Line, Table  # noqa: E402
from measure.statements import Eavesdropper  # noqa: E402
from stage.database import ROOT, Database  # noqa: E402
from stage.guests import as_guest, invite  # noqa: E402
from stage.house import BEHIND_A_PROXY, House  # noqa: E402
from stage.offers import offers  # noqa: E402
from stage.people import AMIRA, BEN  # noqa: E402
from stage.program import Program, Server  # noqa: E402
from stage.visitor import Visitor  # noqa: E402

TURNS = 3
BOOKINGS = 3000


def take_turns(*contestants):
    """The best rate of each."""
    rates = [[contestant() for contestant in contestants] for _ in range(TURNS)]
    return [max(column) for column in zip(*rates)]


class Bench:
    """What the parts share: a house, who overhears its database, and a patient whose pages are asked for."""

    def __init__(self, template: Database, logs: pathlib.Path):
        self.template = template
        self.logs = logs
        # Work would be overheard among the statements of pages, and is no part of what is measured.
        self.house = House(template, logs, POLYCLINIC_WORK="left", **BEHIND_A_PROXY)
        self.house.database.query("VACUUM ANALYZE")
        self.listen = Eavesdropper(
            self.house.database, pathlib.Path(os.environ["POLYCLINIC_TEST_POSTGRES_LOG"])
        )
        self.at = self.house.server.address("riverside")

    @functools.cached_property
    def guest(self) -> Visitor:
        return patient_with_appointments(self.house, 20)

    def dashboards(self) -> float:
        return wrk.rate(f"{self.at}/dashboard", self.guest.cookies)


def start(bench: Bench) -> Iterator[Line]:
    cold = statistics.median(cold_start(bench.house) for _ in range(5))
    yield Line("Cold start to the first answer", f"{cold * 1000:.0f} ms", "", "")


def public_pages(bench: Bench) -> Iterator[Line]:
    stranger = bench.house.visitor()
    asset = next(iter(stranger.get("/").links("/assets/css/")))
    with nginx(stranger.get(asset).body) as address:
        ours, theirs = take_turns(
            lambda: wrk.rate(bench.at + asset, connections=64), lambda: wrk.rate(address)
        )
    yield Line.of("A style sheet", ours, theirs, "nginx, the same file")

    for name, path in [("The sign-in page", "/sign-in"), ("The directory of doctors", "/doctors")]:
        statements = bench.listen.statements(lambda path=path: stranger.get(path))
        script = pgbench.pipeline(*(statement.with_values() for statement in statements))
        ours, theirs = take_turns(
            lambda path=path: wrk.rate(bench.at + path),
            lambda script=script: pgbench.rate(url(bench.house), script),
        )
        yield Line.of(name, ours, theirs, "pgbench, the same statements")

    program = bench.house.program.having(POLYCLINIC_DIRECTORY_TIMES="linked")
    with_links = Server(program, bench.house.server.log)
    try:
        ours, theirs = take_turns(
            lambda: wrk.rate(f"{bench.at}/doctors"),
            lambda: wrk.rate(f"{with_links.address('riverside')}/doctors"),
        )
    finally:
        with_links.stop()
    yield Line.of("The directory with next times", ours, theirs, "the same page, only leading to them")


def dashboard(bench: Bench) -> Iterator[Line]:
    statements = bench.listen.statements(lambda: bench.guest.get("/dashboard"))
    script = pgbench.pipeline(*(statement.with_values() for statement in statements))
    ours, theirs = take_turns(bench.dashboards, lambda: pgbench.rate(url(bench.house), script))
    yield Line.of("A patient's dashboard, 20 appointments", ours, theirs, "pgbench, the same statements")


def day_at_the_desk(bench: Bench) -> Iterator[Line]:
    desk = desk_with_a_full_day(bench.house)
    ours, theirs = take_turns(lambda: wrk.rate(f"{bench.at}{desk.path}", desk.cookies), bench.dashboards)
    yield Line.of_times(
        "The front desk's day: 40 doctors, 1,200 visits", 1000 / ours, 1000 / theirs, "that dashboard"
    )


def chart(bench: Bench) -> Iterator[Line]:
    paul = chart_of_ten_years(bench.house)
    ours, theirs = take_turns(lambda: wrk.rate(f"{bench.at}{paul.path}", paul.cookies), bench.dashboards)
    yield Line.of_times("The chart of ten years", 1000 / ours, 1000 / theirs, "that dashboard; at most 3")


def bookings(bench: Bench) -> Iterator[Line]:
    house = bench.house
    ready = booking.forms(house, TURNS * BOOKINGS)
    # The first of each doctor is overheard, and pgbench books all of these doctors as well.
    first = {form.doctor: form for form in reversed(ready)}
    scripts = [overheard(house, bench.listen, form) for form in first.values()]
    ready = [(form.token, form.body) for form in ready if form not in first.values()]
    shares = iter([ready[turn::TURNS] for turn in range(TURNS)])
    ours, theirs = take_turns(
        lambda: wrk.rate_of_posts(f"{bench.at}/appointments", next(shares), 32),
        lambda: pgbench.rate(url(house), *scripts, clients=32),
    )
    yield Line.of("Booking an appointment", ours, theirs, "pgbench, the same transaction")


def memory(bench: Bench) -> Iterator[Line]:
    """How late the answers come is no matter here."""
    wrk.rate(f"{bench.at}/dashboard", bench.guest.cookies, connections=256, patience=30)
    wrk.rate(f"{bench.at}/doctors", connections=256, patience=30)
    most = bench.house.server.resident_kilobytes / 1024
    yield Line("Memory at most, after 256 connections", f"{most:.0f} MB", "", "")


def flood(bench: Bench) -> Iterator[Line]:
    """The best turn of each, as elsewhere."""
    house, guest = bench.house, bench.guest
    page = Look(guest.port, "/dashboard", tuple(guest.headers.items()))
    forms = signins.wrong_passwords(house, TURNS * (pages.SECONDS + 5) * signins.PER_SECOND)
    house.database.query("ANALYZE")
    at_rest, in_flood = [], []
    for turn in range(TURNS):
        at_rest.append(pages.p99(page))
        with signins.offered(forms[turn::TURNS]):
            in_flood.append(pages.p99(page))
    what = f"The same with {signins.PER_SECOND} sign-ins a second besides: 99 of 100 answers within"
    yield Line.of_times(what, min(in_flood), min(at_rest), "without the sign-ins")


def neighbour(bench: Bench) -> Iterator[Line]:
    """A noisy clinic beside. The best turn of each, as elsewhere."""
    house, guest = bench.house, bench.guest
    page = Look(guest.port, "/dashboard", tuple(guest.headers.items()))
    noise = f"{house.server.address('hilltop')}/doctors"
    at_rest, beside, beside_limited = [], [], []
    for _ in range(TURNS):
        at_rest.append(pages.p99(page))
        with wrk.flooding(noise):
            beside.append(pages.p99(page))
        house.program.run("tenant", "limit", "hilltop", "50")
        time.sleep(25)
        with wrk.flooding(noise):
            beside_limited.append(pages.p99(page))
        house.program.run("tenant", "limit", "hilltop", "none")
        time.sleep(25)
    what = "A dashboard while 64 browsers of another clinic ask without a pause: 99 of 100 answers within"
    yield Line.of_times(what, min(beside), min(at_rest), "without them")
    yield Line.of_times(
        "The same, the other clinic limited to 50 requests a second", min(beside_limited), min(at_rest), "without them"
    )


def next_times(_: Bench) -> Iterator[Line]:
    """For 200 doctors; the first line is the case that is aimed at, the others show the growth."""
    said = subprocess.run(
        [ROOT / ".build/release/Measure"], env=os.environ, capture_output=True, text=True, check=True
    ).stdout
    for line in said.splitlines()[1:]:
        _, appointments, weeks, whole, search, _ = line.split("\t")
        what = f"Next three times of a doctor: {int(appointments):,} appointments, {weeks} weeks"
        yield Line(what, f"{whole} µs, {search} of them searching", "", "")


def lists(_: Bench) -> Iterator[Line]:
    """A page costs the same however many rows the list has: at most half as much again."""
    said = subprocess.run(
        [ROOT / ".build/release/Measure", "lists"], env=os.environ, capture_output=True, text=True, check=True
    ).stdout
    for line in said.splitlines()[1:]:
        look, small, large = line.split("\t")
        yield Line.of_times(f"{look}: 1,000,000 visits, 200,000 patients", float(large), float(small), "1,000 and 200")


def overheard(house: House, listen: Eavesdropper, form: booking.FilledIn) -> str:
    guest = as_guest(house.server.port, "riverside", form.token)
    statements = listen.statements(lambda: guest.post_bytes("/appointments", form.body.encode()))
    return booking.script(statements, house.database)


def cold_start(house: House) -> float:
    start = time.monotonic()
    server = Server(house.program, house.server.log, patience=0.002)
    took = time.monotonic() - start
    server.stop()
    return took


def patient_with_appointments(house: House, count: int):
    """Booked as anybody books; what goes beyond the most that can be ahead is cancelled before, and listed all the same."""
    token = invite(house.database, "riverside", 1)[0]
    guest = as_guest(house.server.port, "riverside", token)
    booked = 0
    for _, offer in offers(house.visitor(), weeks=12):
        page = guest.get(offer)
        fields = {name: page.hidden(name) for name in ("csrf", "offer", "key")}
        booked += guest.post("/appointments", fields).status == 303
        if booked % booking.MOST_AHEAD == 0 and booked < count:
            house.database.query("""
                UPDATE appointment SET status = 'cancelled'
                 WHERE booked_by = (SELECT id FROM account WHERE email LIKE 'guest-%' ORDER BY created_at DESC LIMIT 1)
            """)
        if booked == count:
            return guest
    raise RuntimeError("too few free times")


def chart_of_ten_years(house: House) -> "Desk":
    """Of the demo's own patient, whom its doctor treats by a visit that is made for it."""
    house.database.query(TREATED)
    patient = house.database.query("SELECT p.id::text FROM patient p JOIN account a ON a.id = p.account_id WHERE a.email LIKE 'paul@%'")
    amira = house.signed_in(AMIRA)
    path = f"/records/{patient}/chart"
    page = amira.get(path)
    assert page.status == 200 and page.text.count("class=\"vital\"") == 8, page.status
    return Desk(path, amira.cookies)


# A visit that is over, in nobody's way.
TREATED = """
INSERT INTO appointment (tenant_id, id, patient_id, practitioner_id, service_id, location_id, during, status, price_minor,
                         currency, booking_key, booked_at)
SELECT p.tenant_id, gen_random_uuid(), p.id, d.id,
       (SELECT s.id FROM healthcare_service s WHERE s.tenant_id = p.tenant_id ORDER BY s.id LIMIT 1),
       (SELECT l.id FROM location l WHERE l.tenant_id = p.tenant_id ORDER BY l.id LIMIT 1),
       tstzrange(now() - interval '2 days', now() - interval '2 days' + interval '15 minutes'), 'fulfilled', 5000, 'GBP',
       gen_random_uuid(), now() - interval '9 days'
  FROM patient p JOIN account a ON a.id = p.account_id AND a.email LIKE 'paul@%'
  JOIN account da ON da.tenant_id = p.tenant_id AND da.email LIKE 'amira@%' JOIN practitioner d ON d.account_id = da.id;
"""


class Desk(NamedTuple):
    path: str
    cookies: dict[str, str]


def desk_with_a_full_day(house: House) -> Desk:
    """On a day far ahead, so that nothing else stands in it. Who sits at the desk has looked before."""
    house.database.query(FULL_DAY)
    house.database.query("VACUUM ANALYZE")
    day = house.database.query("SELECT (current_date + 300)::text")
    ben = house.signed_in(BEN)
    path = f"/desk?day={day}"
    page = ben.get(path)
    shown = page.text.count("/desk/visits/")
    assert shown == 1200, shown
    return Desk(path, ben.cookies)


# Forty doctors with thirty visits of fifteen minutes each, from eight to half past three, of 1,200 patients.
FULL_DAY = """
WITH clinic AS (SELECT id AS tenant_id FROM tenant WHERE slug = 'riverside'),
doctors AS (
  INSERT INTO practitioner (tenant_id, id, prefix, family_name, given_name, gender, created_at)
  SELECT tenant_id, gen_random_uuid(), 'Dr', 'Ofday ' || n, 'Full', 'unknown', now()
    FROM clinic, generate_series(1, 40) AS n
  RETURNING tenant_id, id
), patients AS (
  INSERT INTO patient (tenant_id, id, family_name, given_name, birth_date, gender, created_at)
  SELECT tenant_id, gen_random_uuid(), 'Ofday ' || n, 'Patient', '1980-02-29', 'unknown', now()
    FROM clinic, generate_series(1, 1200) AS n
  RETURNING tenant_id, id
), numbered AS (
  SELECT tenant_id, id, row_number() OVER () - 1 AS n FROM patients
), staff AS (
  SELECT id, row_number() OVER () - 1 AS n FROM doctors
)
INSERT INTO appointment (tenant_id, id, patient_id, practitioner_id, service_id, location_id, during, status, price_minor,
                         currency, booking_key, booked_at)
SELECT p.tenant_id, gen_random_uuid(), p.id, staff.id,
       (SELECT s.id FROM healthcare_service s WHERE s.tenant_id = p.tenant_id ORDER BY s.id LIMIT 1),
       (SELECT l.id FROM location l WHERE l.tenant_id = p.tenant_id ORDER BY l.id LIMIT 1),
       tstzrange(start, start + interval '15 minutes'), 'booked', 5000, 'GBP', gen_random_uuid(), now()
  FROM numbered p JOIN staff ON staff.n = p.n % 40,
       LATERAL (SELECT ((current_date + 300)::timestamp + interval '8 hours' + (p.n / 40) * interval '15 minutes')
                       AT TIME ZONE 'Europe/London' AS start) AS at;
"""


def url(house: House) -> str:
    return house.program.settings(0)["POLYCLINIC_DATABASE_URL"]


# In this order. Those behind the bookings find the house as these left it.
PARTS = {
    "start": start,
    "public": public_pages,
    "times": next_times,
    "lists": lists,
    "dashboard": dashboard,
    "desk": day_at_the_desk,
    "chart": chart,
    "bookings": bookings,
    "flood": flood,
    "neighbour": neighbour,
    "memory": memory,
    "documents": lambda bench: documents.lines(bench.house),
    "audit": lambda bench: audit.lines(bench.template, bench.logs),
}


def main(wanted: list[str]):
    unknown = set(wanted) - PARTS.keys()
    if unknown:
        sys.exit(f"usage: bin/bench [PART...], of: {' '.join(PARTS)}")
    template = Database.create("bench")
    program = Program(template)
    program.run("migrate")
    program.run("demo", "seed")
    bench = Bench(template, ROOT / ".local/log")
    table = Table(ROOT / "docs/performance.md", keeps_others=bool(wanted))
    system = platform.freedesktop_os_release()["PRETTY_NAME"]
    try:
        for name in [name for name in PARTS if not wanted or name in wanted]:
            print(f"    {name}", flush=True)
            lines = list(PARTS[name](bench))
            for line in lines:
                print(f"      {line.ours}, beside it {line.theirs}, ratio {line.ratio}", flush=True)
            table.add(lines, datetime.date.today())
    finally:
        bench.house.close()
        template.drop()
    table.write(f"{os.cpu_count()} cores, {system}")


if __name__ == "__main__":
    main(sys.argv[1:])
