"""Coming to the clinic: the code at the door on one's own phone, the queue, and the call."""

import datetime
import re
import zoneinfo

from stage.guests import invite
from stage.people import BEN
from stage.walking import walks_to

LONDON = zoneinfo.ZoneInfo("Europe/London")


def comes(house, token: str) -> tuple[str, str, str]:
    """The guest has a visit today, about now. Returns the appointment, its place and a room there."""
    now = datetime.datetime.now(LONDON)
    start = max(now.replace(hour=0, minute=0, second=0, microsecond=0), now - datetime.timedelta(minutes=5))
    return tuple(house.database.query(f"""
        WITH guest AS (
          SELECT p.tenant_id, p.id FROM patient p JOIN session s ON s.account_id = p.account_id
           WHERE s.token_hash = sha256(decode(translate('{token}', '-_', '+/') || '=', 'base64'))
        ), place AS (
          SELECT l.tenant_id, l.id, l.part_of FROM location l JOIN guest USING (tenant_id)
           WHERE l.part_of IS NOT NULL AND l.kind = '' ORDER BY l.name LIMIT 1
        ), made AS (
          INSERT INTO appointment (tenant_id, id, patient_id, practitioner_id, service_id, location_id, during, status,
                                   price_minor, currency, booking_key, booked_at)
          SELECT guest.tenant_id, gen_random_uuid(), guest.id, x.practitioner_id, x.service_id, place.id,
                 tstzrange('{start.isoformat()}', '{(start + datetime.timedelta(minutes=20)).isoformat()}'), 'booked', 0,
                 'GBP', gen_random_uuid(), now()
            FROM guest, place,
                 LATERAL (SELECT * FROM practitioner_service y WHERE y.tenant_id = guest.tenant_id
                           ORDER BY service_id, practitioner_id LIMIT 1) AS x
          RETURNING id, location_id
        )
        SELECT made.id, place.part_of, made.location_id FROM made, place
    """).split("|"))


def test_a_patient_checks_in_with_the_code_at_the_door_and_is_called(screen, house):
    token = invite(house.database, "riverside", 1)[0]
    appointment, place, room = comes(house, token)
    ben = screen.signed_in(BEN)
    ben.opens("/waiting-rooms")
    ben.sends(f"/waiting-rooms/{place}/code")
    code = house.database.query(f"SELECT code FROM waiting_room WHERE place = '{place}'").strip()
    ben.sees(code)

    guest = screen.visitor(cookies={"__Host-visit": token})
    # Typed wrong, at the door.
    guest.opens("/check-in")
    guest.looks_at("check-in, no code yet")
    guest.page.locator("#code").fill("AAAAAA")
    guest.page.get_by_role("button", name="Use this code").click()
    guest.sends(f"/appointments/{appointment}/check-in")
    guest.sees("This is not the code at the door")
    guest.looks_at("check-in, refused")
    # What hangs at the door leads here with the code in it.
    guest.opens(f"/check-in?code={code}")
    button = guest.page.locator(f'main form[action="/appointments/{appointment}/check-in"] button')
    walks_to(guest, button) if screen.kind == "desk" else button.dblclick()
    guest.page.get_by_text(re.compile("The wait is about|at work any more today")).first.wait_for()
    guest.looks_at("check-in, waiting")
    number = guest.page.locator("main .ticket-number").inner_text().split()[-1]
    assert house.database.number(f"SELECT count(*) FROM queue_ticket WHERE appointment_id = '{appointment}'") == 1

    ben.opens("/desk/queue")
    call = ben.page.locator("main li", has=ben.page.get_by_role("button", name=f"Call {number}", exact=True)).last
    call.locator("select").select_option(room)
    call.get_by_role("button", name=f"Call {number}", exact=True).click()
    guest.page.reload()
    guest.sees("You are called")
    guest.looks_at("check-in, called")


def test_nobody_checks_in_with_somebody_elses_appointment(house):
    tokens = invite(house.database, "riverside", 2)
    appointment, _, _ = comes(house, tokens[0])
    other = house.visitor()
    other.cookies["__Host-visit"] = tokens[1]
    fields = {"csrf": other.get("/check-in").hidden("csrf"), "code": "AAAAAA"}
    assert other.post(f"/appointments/{appointment}/check-in", fields).status == 404
    assert house.visitor().get("/check-in").location.startswith("/sign-in?next=")
