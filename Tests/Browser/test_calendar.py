"""Appointments in calendars: page, letter, download and feed name one instant, in whichever zone the clinic is."""

import datetime
import html
import json
import re
import uuid
import zoneinfo

import icalendar
import pytest
from stage.house import House
from stage.people import AMIRA, PAUL
from stage.postbox import Postbox

UTC = datetime.timezone.utc
ZONES = [
    "Europe/London", "Europe/Dublin", "America/New_York", "America/St_Johns", "America/Santiago", "America/Havana",
    "Australia/Lord_Howe", "Pacific/Chatham", "Pacific/Apia", "Africa/Cairo", "Africa/Casablanca", "Asia/Kathmandu",
    "Asia/Beirut", "Asia/Jerusalem", "Antarctica/Troll", "UTC",
]  # fmt: skip
LENGTH = datetime.timedelta(minutes=40)
# Kind of letter, status of the appointment, status and method of its entry.
KINDS = [
    ("appointment-booked", "booked", "CONFIRMED", "REQUEST"),
    ("appointment-moved", "booked", "CONFIRMED", "REQUEST"),
    ("appointment-requested", "pending", "TENTATIVE", "REQUEST"),
    ("appointment-cancelled", "cancelled", "CANCELLED", "CANCEL"),
]


@pytest.fixture(scope="module")
def postbox():
    postbox = Postbox()
    yield postbox
    postbox.close()


@pytest.fixture(scope="module")
def mailing(clinics, logs, postbox):
    house = House(clinics, logs, **postbox.settings)
    yield house
    house.close()


def changes(zone: str, today: datetime.datetime) -> list[datetime.datetime]:
    """The instants of the next year at which the zone's clocks are changed."""
    clocks = zoneinfo.ZoneInfo(zone)
    hours = [today + datetime.timedelta(hours=hour) for hour in range(24, 380 * 24)]
    offsets = [hour.astimezone(clocks).utcoffset() for hour in hours]
    return [hour for hour, before, after in zip(hours[1:], offsets, offsets[1:]) if before != after]


def instants(zone: str) -> list[datetime.datetime]:
    today = datetime.datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    found = changes(zone, today)
    around = [-60 * 24, -90, -60, -45, -30, -15, 0, 15, 30, 59, 60, 90, 60 * 24]
    edges = [change + datetime.timedelta(minutes=minutes) for change in found[:3] for minutes in around]
    return edges + [today + datetime.timedelta(days=days, minutes=20) for days in (1, 100, 200, 300)]


def book(house: House, starts: list[datetime.datetime]) -> dict[str, tuple]:
    """Paul's appointments at these instants, and a letter about each. By appointment: start, letter, kind."""
    booked = {}
    rows, letters = [], []
    for number, start in enumerate(starts):
        appointment, letter, kind = str(uuid.uuid4()), str(uuid.uuid4()), KINDS[number % len(KINDS)]
        booked[appointment] = (start, letter, kind)
        end = start + LENGTH
        rows.append(f"('{appointment}'::uuid, '{start.isoformat()}', '{end.isoformat()}', '{kind[1]}', {number})")
        payload = {
            "patient": "Paul", "appointment": appointment, "start": str(int(start.timestamp())),
            "end": str(int(end.timestamp())), "sequence": str(number), "was": str(int(start.timestamp()) - 7200),
        }  # fmt: skip
        letters.append(f"('{letter}'::uuid, '{kind[0]}', '{json.dumps(payload)}'::jsonb)")
    house.database.query(f"""
        INSERT INTO appointment (tenant_id, id, patient_id, practitioner_id, service_id, location_id, during, status,
                                 sequence, price_minor, currency, booking_key, booked_at)
        SELECT t.id, r.id, p.id, (SELECT d.id FROM practitioner d JOIN account a ON a.id = d.account_id
                                   WHERE a.email = '{AMIRA.email}'),
               (SELECT id FROM healthcare_service s WHERE s.tenant_id = t.id LIMIT 1),
               (SELECT id FROM location l WHERE l.tenant_id = t.id LIMIT 1),
               tstzrange(r.start::timestamptz, r.ending::timestamptz), r.status, r.sequence, 100, 'GBP',
               gen_random_uuid(), now()
          FROM (VALUES {", ".join(rows)}) AS r (id, start, ending, status, sequence), tenant t
          JOIN patient p ON p.tenant_id = t.id JOIN account a ON a.id = p.account_id
         WHERE t.slug = 'riverside' AND a.email = '{PAUL.email}';
        INSERT INTO outbox_message (tenant_id, id, kind, language, recipient, payload, due_at, created_at)
        SELECT t.id, r.id, r.kind, 'en', '{PAUL.email}', r.payload, now(), now()
          FROM (VALUES {", ".join(letters)}) AS r (id, kind, payload), tenant t WHERE t.slug = 'riverside';
    """)
    return booked


def entries(contents: bytes) -> dict[str, icalendar.Event]:
    """By appointment."""
    calendar = icalendar.Calendar.from_ical(contents)
    assert not calendar.errors
    for line in contents.split(b"\r\n"):
        assert len(line) <= 75 and b"\n" not in line
        line.decode()
    found = {}
    for event in calendar.walk("VEVENT"):
        assert not event.errors
        appointment, _, host = str(event["UID"]).partition("@")
        assert host == "riverside.localhost"
        found[appointment] = event
    return found


def by_its_own_zone(contents: bytes, zone: str) -> dict[str, icalendar.Event]:
    """As a program reads it that has never heard of the zone, and goes by what the calendar itself says of it."""
    name = zone.encode()
    for before, after in [(b"TZID:", b""), (b"TZID=", b"")]:
        contents = contents.replace(before + name, before + b"Nowhere/" + name + after)
    return entries(contents)


def span(event: icalendar.Event) -> tuple[datetime.datetime, datetime.datetime]:
    return event.start.astimezone(UTC), event.end.astimezone(UTC)


def shown(start: datetime.datetime, zone: str) -> tuple[str, str]:
    """The day and the time as the pages write them."""
    local = start.astimezone(zoneinfo.ZoneInfo(zone))
    return f"{local:%A} {local.day} {local:%B} {local.year}", f"{local:%H:%M}"


def named(start: datetime.datetime, zone: str) -> str:
    """The zone as letters write it."""
    name = start.astimezone(zoneinfo.ZoneInfo(zone)).strftime("%Z")
    place = zone.rpartition("/")[2].replace("_", " ")
    return place if name == place else f"{place} time ({'UTC' if name[0] in '+-' else ''}{name})"


@pytest.mark.parametrize("zone", ZONES)
def test_page_letter_download_and_feed_name_one_instant(mailing, postbox, zone):
    mailing.database.query(f"UPDATE tenant SET time_zone = '{zone}' WHERE slug = 'riverside'")
    booked = book(mailing, instants(zone))
    postbox.wait_for([letter for _, letter, _ in booked.values()])
    paul = mailing.signed_in(PAUL)
    mailing.signed_in(AMIRA)
    mailing.database.query("UPDATE session SET confirmed_at = now()")
    feeds = {}
    for person in (PAUL, AMIRA):
        visitor = mailing.signed_in(person)
        answer = visitor.submit("/account/calendar", {})
        path = re.search(r"/calendar/[\w-]{43}\.ics", answer.text)[0]
        feed = mailing.visitor().get(path)
        assert feed.status == 200
        feeds[person] = (entries(feed.body), by_its_own_zone(feed.body, zone))
        revocation = re.search(r"/account/calendar/[\w-]{36}/revocation", visitor.get("/account/calendar").text)[0]
        assert visitor.submit("/account/calendar", {}, to=revocation).status == 303

    ways = {"zone by name": 0, "in UTC": 0}
    for appointment, (start, letter, (kind, _, status, method)) in booked.items():
        expected = (start, start + LENGTH)
        day, time = shown(start, zone)

        page = paul.get(f"/appointments/{appointment}").text
        assert re.search(r'<time datetime="([^"]+)"', page)[1] == f"{start:%Y-%m-%dT%H:%M:%SZ}"
        assert day in page and time in html.unescape(page)

        message = postbox.letters[letter]
        text = message.get_body(("plain",)).get_content()
        line = f"    {day}, {time}"
        twice = start.astimezone(zoneinfo.ZoneInfo(zone)).strftime("%Z")
        wanted = f"{line}, {named(start, zone)}", f"{line} {twice}, {named(start, zone)}"
        assert any(found in wanted for found in text.splitlines()), (wanted, text)
        part = next(part for part in message.iter_parts() if part.get_content_type() == "text/calendar")
        assert part.get_param("method") == method
        mailed = part.get_payload(decode=True)
        assert str(icalendar.Calendar.from_ical(mailed)["METHOD"]) == method

        downloaded = paul.get(f"/appointments/{appointment}/calendar.ics").body
        found = [
            entries(mailed)[appointment], by_its_own_zone(mailed, zone)[appointment],
            entries(downloaded)[appointment], by_its_own_zone(downloaded, zone)[appointment],
            *(way[appointment] for person in feeds for way in feeds[person]),
        ]  # fmt: skip
        for event in found:
            assert span(event) == expected, (kind, event.to_ical().decode())
            assert str(event["STATUS"]) == status
            assert str(event["SUMMARY"]) == "Appointment at Riverside Clinic"
        assert len({int(event["SEQUENCE"]) for event in found}) == 1
        plain = mailed.count(f"DTSTART;TZID={zone}:".encode())
        ways["zone by name" if plain else "in UTC"] += 1
    assert ways["zone by name"] > len(booked) / 2
    # Where clocks are put back, some times can't be told by the clocks.
    repeats = any(
        change.astimezone(zoneinfo.ZoneInfo(zone)).utcoffset()
        < (change - datetime.timedelta(hours=1)).astimezone(zoneinfo.ZoneInfo(zone)).utcoffset()
        for change in changes(zone, datetime.datetime.now(UTC).replace(minute=0, second=0, microsecond=0))[:3]
    )
    assert (ways["in UTC"] > 0) == repeats
    ids = ", ".join(map(repr, booked))
    mailing.database.query(f"""
        BEGIN;
        LOCK TABLE reminder IN SHARE ROW EXCLUSIVE MODE;    -- the server may just be making one
        DELETE FROM reminder WHERE appointment_id IN ({ids});
        DELETE FROM appointment WHERE id IN ({ids});
        COMMIT
    """)


def test_somebody_gives_their_calendar_program_a_link_and_takes_it_back(screen, house):
    patient = screen.signed_in(PAUL)
    patient.opens("/account")
    patient.follows("/account/calendar")
    patient.looks_at("calendar")
    patient.sends("/account/calendar")
    patient.sees("This is your link", "Private link")
    patient.looks_at("calendar, link")
    link = patient.page.locator("#link").input_value()
    path = re.search(r"/calendar/[\w-]{43}\.ics$", link)[0]
    assert patient.page.locator('main a[href^="webcal://"]').count() == 1
    program = house.visitor()
    answer = program.get(path)
    assert answer.status == 200 and not program.cookies
    assert entries(answer.body), "Paul has appointments"
    assert house.visitor("hilltop").get(path).status == 404

    patient.follows("/account/calendar")
    patient.sees("Your links")
    patient.looks_at("calendar, with a link")
    patient.page.get_by_role("button", name=re.compile("^Revoke")).first.click()
    patient.sees("The link no longer works")
    assert house.visitor().get(path).status == 404
    patient.looks_at("calendar, revoked")

    patient.opens("/dashboard")
    patient.page.locator(".ticket-what a").last.click()
    link = patient.page.get_by_role("link", name="Add to your calendar")
    link.wait_for()
    patient.looks_at("appointment, with its calendar entry")
    with patient.page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename == "appointment.ics"
