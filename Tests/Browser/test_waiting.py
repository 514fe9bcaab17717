"""A patient waits for an earlier time, is offered one that was given up, and books it; the desk repeats a visit."""

import datetime
import time

from stage.browsing import Screen
from stage.people import BEN
from stage.walking import reaches, types_in, walks_to
from test_absence import books, guest


def soon() -> datetime.date:
    return datetime.date.today() + datetime.timedelta(days=300)


def gives_up(visit, house, appointment: str):
    house.database.query(f"UPDATE appointment SET cancellation_minutes = 0 WHERE id = '{appointment}'")
    visit.opens(f"/appointments/{appointment}/cancellation")
    visit.page.get_by_role("button", name="Yes, cancel it").click()
    visit.sees("This appointment is cancelled")


def becomes_so(house, count: str, what: str):
    """The server looks every few seconds for somebody to offer a time to."""
    deadline = time.monotonic() + 40
    while house.database.number(count) == 0:
        assert time.monotonic() < deadline, what
        time.sleep(0.2)


def is_offered(house, appointment: str):
    """Who is new to a doctor may be offered another length of visit."""
    becomes_so(house, f"""
        SELECT count(*) FROM waitlist_offer o JOIN appointment a ON a.practitioner_id = o.practitioner_id
         WHERE o.state = 'open' AND o.during && a.during AND a.id = '{appointment}'
    """, "the time that was given up was offered to nobody")


def nothing_is_left_to_offer(house):
    """What others gave up before would be offered to whoever wishes first."""
    becomes_so(house, "SELECT (NOT EXISTS (SELECT FROM freed_time WHERE state = 'new'))::int",
               "a time that was given up was not looked at")


def test_a_time_that_is_given_up_is_offered_to_whoever_waits_and_booked_with_one_press(screen, house):
    first = guest(screen, house)
    appointment = books(first)
    waiting = guest(screen, house)
    waiting.opens("/waitlist")
    waiting.looks_at("waiting list, empty")
    waiting.sends("/waitlist")
    waiting.page.locator("main .problems").wait_for()
    waiting.looks_at("waiting list, refused")
    service, doctor = house.database.query(
        f"SELECT service_id, practitioner_id FROM appointment WHERE id = '{appointment}'"
    ).split("|")
    waiting.page.locator('main [name="service"]').select_option(service)
    waiting.page.locator('main [name="practitioner"]').select_option(doctor)
    waiting.fills_in(last=soon().isoformat())
    waiting.page.get_by_role("button", name="Put me on the list").press("Enter")
    waiting.sees("You are on the list.")
    waiting.looks_at("waiting list")

    gives_up(first, house, appointment)
    is_offered(house, appointment)
    waiting.opens("/waitlist")
    waiting.follows("/waitlist/offers/")
    waiting.looks_at("waiting list, a time")
    waiting.page.get_by_role("button", name="Book this time").dblclick()
    waiting.page.get_by_role("heading", level=1, name="booked").wait_for()
    waiting.looks_at("waiting list, booked")


def test_the_desk_repeats_a_visit_and_cancels_what_follows(screen, house):
    appointment = books(guest(screen, house))
    ben = screen.signed_in(BEN)
    ben.opens(f"/appointments/{appointment}/series")
    ben.looks_at("series, before")
    ben.fills_in(every="1", count="4")
    ben.sends(f"/appointments/{appointment}/series")
    ben.sees("All that you choose are booked, or none.")
    ben.looks_at("series, looked at first")
    # Where a date can't be had, the first that is free near it.
    for number in range(3):
        choices = ben.page.locator(f'main [name="date{number}"]')
        taken = choices.first.get_attribute("value") == ""
        choices.nth(1 if taken and choices.count() > 1 else 0).check()
    ben.page.get_by_role("button", name="Book all of these").dblclick()
    ben.page.get_by_role("heading", level=1, name="Visits that repeat").wait_for()
    ben.looks_at("series")
    ben.page.locator('main [name="visit"]').select_option(index=1)
    ben.page.locator('main [name="scope"]').select_option("following")
    ben.page.get_by_role("button", name="Cancel these visits").press("Enter")
    ben.sees("That is done.")
    ben.looks_at("series, cancelled")
    assert house.database.number(f"""
        SELECT count(*) FROM appointment
         WHERE series_id = (SELECT series_id FROM appointment WHERE id = '{appointment}') AND status = 'booked'
    """) == 1


def test_whoever_waits_for_a_specialty_declines_by_keyboard_alone(chromium, house):
    screen = Screen(chromium, house, "desk")
    first, waiting = guest(screen, house), guest(screen, house)
    appointment = books(first)
    specialty = house.database.query(f"""
        SELECT sp.name
          FROM appointment a JOIN healthcare_service s ON s.id = a.service_id JOIN specialty sp ON sp.id = s.specialty_id
         WHERE a.id = '{appointment}'
    """)
    nothing_is_left_to_offer(house)
    waiting.opens("/waitlist")
    types_in(waiting, specialty=specialty, last=soon())
    walks_to(waiting, waiting.page.get_by_role("button", name="Put me on the list"))
    waiting.sees("You are on the list.")
    ben = screen.signed_in(BEN)
    ben.opens("/wishes")
    ben.looks_at("wishes")
    gives_up(first, house, appointment)
    is_offered(house, appointment)
    waiting.opens("/waitlist")
    walks_to(waiting, waiting.page.locator('main a[href^="/waitlist/offers/"]').first)
    walks_to(waiting, waiting.page.get_by_role("button", name="No, thank you"))
    waiting.sees("You did not want this time")
    waiting.looks_at("waiting list, declined")
    walks_to(waiting, waiting.page.get_by_role("link", name="Your waiting list"))
    walks_to(waiting, waiting.page.get_by_role("button", name="Take me off the list").first)
    waiting.sees("You are waiting for nothing.")
    screen.close()


def test_a_series_is_planned_moved_and_cancelled_by_keyboard_alone(chromium, house):
    screen = Screen(chromium, house, "desk")
    appointment = books(guest(screen, house))
    ben = screen.signed_in(BEN)
    ben.opens(f"/appointments/{appointment}/series")
    types_in(ben, every="1", count="2")
    walks_to(ben, ben.page.get_by_role("button", name="Look at the dates"))
    chosen = ben.page.locator('main [name="date0"]:checked')
    chosen.wait_for()
    if chosen.get_attribute("value") == "":
        reaches(ben, chosen)
        ben.page.keyboard.press("ArrowDown")
    walks_to(ben, ben.page.get_by_role("button", name="Book all of these"))
    ben.page.get_by_role("heading", level=1, name="Visits that repeat").wait_for()
    types_in(ben, day=datetime.date(2099, 1, 1), time=datetime.time(9))
    walks_to(ben, ben.page.get_by_role("button", name="Move", exact=True))
    ben.sees("Nothing was moved.")
    ben.looks_at("series, can't be moved")
    walks_to(ben, ben.page.get_by_role("button", name="Cancel these visits"))
    ben.sees("That is done.")
    screen.close()
