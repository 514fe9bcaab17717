"""A doctor will be away: what that moves is seen first, patients are asked by one letter each, and the desk calls the rest."""

import datetime
import re

import pytest

from stage.browsing import Screen
from stage.guests import invite
from stage.people import BEN
from stage.walking import types_in, walks_to


def books(visit) -> str:
    """A time that Amira has. Returns the id of the appointment."""
    visit.opens("/doctors?q=Haddad")
    visit.follows("/doctors/")
    visit.page.locator('main a[href*="/times?service="]').first.click()
    visit.chooses_time()
    visit.is_at("/appointments/new")
    visit.sends("/appointments")
    visit.page.get_by_role("heading", level=1, name="booked").wait_for()
    return visit.page.url.rpartition("/")[2].partition("?")[0]


def guest(screen, house):
    return screen.visitor(cookies={"__Host-visit": invite(house.database, "riverside", 1)[0]})


def times(house, appointment: str) -> tuple[str, str, str]:
    """Day, beginning and end of an appointment by the clinic's clock."""
    return tuple(house.database.query(f"""
        SELECT to_char(starts_at AT TIME ZONE time_zone, 'YYYY-MM-DD'), to_char(starts_at AT TIME ZONE time_zone, 'HH24:MI'),
               to_char(ends_at AT TIME ZONE time_zone, 'HH24:MI')
          FROM appointment a JOIN tenant t ON t.id = a.tenant_id WHERE a.id = '{appointment}'
    """).split("|"))


def link(house, appointment: str) -> str:
    """As it stands in the patient's letter."""
    letter = house.database.query(f"""
        SELECT id FROM outbox_message
         WHERE kind = 'appointment-rebooking' AND payload->>'appointment' = '{appointment}'
    """)
    page = house.visitor().get(f"/dev/mail/{letter}").text
    return re.search(r"/rebookings/[A-Za-z0-9_-]{43}", page).group()


def state(house, appointment: str) -> str:
    return house.database.query(f"SELECT state FROM rebooking WHERE appointment_id = '{appointment}'")


def enters_absence(screen, house, appointment: str):
    day, starts, ends = times(house, appointment)
    ben = screen.signed_in(BEN)
    ben.opens("/absences")
    ben.looks_at("absences")
    ben.sends("/absences/new")
    ben.page.locator("main .problems").wait_for()
    ben.looks_at("absences, refused")
    ben.page.locator('main [name="who"]').select_option(label="Dr Amira Haddad")
    ben.fills_in(first=day, starts=starts, ends=ends)
    ben.sends("/absences/new")
    ben.sees("One visit falls into this time")
    ben.looks_at("absence, looked at first")
    ben.fills_in(note="Conference")
    ben.page.locator('main form[action="/absences"] button').dblclick()
    ben.sees("Settled: 0, waiting for an answer: 1, to be called: 0")
    ben.looks_at("absence")
    return ben


def test_a_patient_accepts_the_proposed_time_with_one_press(screen, house):
    appointment = books(guest(screen, house))
    before = times(house, appointment)
    enters_absence(screen, house, appointment)
    answer = link(house, appointment)
    stranger = screen.visitor()
    stranger.opens(answer)
    stranger.looks_at("rebooking")
    assert state(house, appointment) == "open"
    stranger.page.get_by_role("button", name="Take this time").dblclick()
    stranger.sees("Your appointment has a new time")
    stranger.looks_at("rebooking, accepted")
    assert state(house, appointment) == "accepted"
    assert times(house, appointment) != before
    stranger.page.reload()
    stranger.sees("Your appointment has a new time")


def test_a_patient_asks_for_a_call_by_keyboard_and_the_desk_settles_it(screen, house):
    appointment = books(guest(screen, house))
    ben = enters_absence(screen, house, appointment)
    stranger = screen.visitor()
    stranger.opens(link(house, appointment))
    stranger.page.get_by_role("button", name="Please call me").focus()
    stranger.page.keyboard.press("Enter")
    stranger.sees("We will call you.")
    stranger.looks_at("rebooking, to be called")
    assert state(house, appointment) == "task"

    ben.opens("/tasks")
    ben.looks_at("tasks")
    task = house.database.query(f"SELECT id FROM rebooking WHERE appointment_id = '{appointment}'")
    ben.follows(f"/tasks/{task}")
    ben.looks_at("task")
    ben.page.get_by_role("button", name="Move the visit to this time").dblclick()
    ben.sees("That is settled")
    ben.looks_at("tasks, settled")
    assert state(house, appointment) == "accepted"


def test_a_patient_gives_the_visit_up(screen, house):
    appointment = books(guest(screen, house))
    enters_absence(screen, house, appointment)
    stranger = screen.visitor()
    stranger.opens(link(house, appointment))
    stranger.page.get_by_role("button", name="Cancel my appointment").click()
    stranger.sees("Your appointment is cancelled")
    stranger.looks_at("rebooking, cancelled")
    assert state(house, appointment) == "cancelled"


def test_an_absence_is_entered_made_shorter_and_taken_back_by_keyboard_alone(chromium, house):
    screen = Screen(chromium, house, "desk")
    appointment = books(guest(screen, house))
    day, starts, ends = times(house, appointment)
    ben = screen.signed_in(BEN)
    ben.opens("/absences")
    types_in(
        ben, who="Dr Amira Haddad", first=datetime.date.fromisoformat(day),
        starts=datetime.time.fromisoformat(starts), ends=datetime.time.fromisoformat(ends),
    )  # fmt: skip
    walks_to(ben, ben.page.locator('main form[action="/absences/new"] button'))
    ben.sees("One visit falls into this time")
    walks_to(ben, ben.page.get_by_role("button", name="Enter the absence"))
    ben.sees("Settled: 0, waiting for an answer: 1, to be called: 0")
    types_in(ben, last=datetime.date(2099, 12, 31))
    walks_to(ben, ben.page.get_by_role("button", name="Make it shorter"))
    ben.page.locator("main .problems").wait_for()
    ben.looks_at("absence, longer is refused")
    walks_to(ben, ben.page.get_by_role("button", name="Take the whole absence back"))
    ben.sees("This absence was taken back")
    ben.looks_at("absence, taken back")
    assert state(house, appointment) == "withdrawn"
    stranger = screen.visitor()
    stranger.opens(link(house, appointment))
    stranger.sees("Your appointment takes place as booked after all")
    stranger.looks_at("rebooking, stands")
    screen.close()


@pytest.mark.parametrize("kind", ["desk", "phone without scripts", "phone"])
def test_a_room_that_is_closed_is_stood_in_for_and_nobody_is_asked(chromium, house, kind):
    screen = Screen(chromium, house, kind)
    appointment = books(guest(screen, house))
    day, starts, ends = times(house, appointment)
    room = house.database.query(f"SELECT location_id FROM appointment WHERE id = '{appointment}'")
    ben = screen.signed_in(BEN)
    ben.opens("/absences")
    ben.page.locator('main [name="who"]').select_option(room)
    ben.fills_in(first=day, starts=starts, ends=ends)
    ben.sends("/absences/new")
    ben.sees("At its time, with ")
    ben.looks_at("absence of a room, looked at first")
    ben.page.get_by_role("button", name="Enter the absence").dblclick()
    ben.sees("Settled: 1, waiting for an answer: 0, to be called: 0")
    ben.looks_at("absence of a room")
    assert state(house, appointment) == "swapped"
    walks_to(ben, ben.page.get_by_role("button", name="Take the whole absence back"))
    ben.sees("This absence was taken back")
    screen.close()
