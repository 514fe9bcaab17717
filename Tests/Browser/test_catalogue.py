"""An administrator keeps what the clinic is made of: services, rooms, and what is out of use."""

import re

from stage.browsing import Screen
from stage.people import DANA


def test_dana_adds_a_service_two_edit_it_at_once_and_it_is_taken_out_of_use(screen):
    name = f"Sleep study {re.sub(r'[^a-z]', '', screen.kind)}"
    dana = screen.signed_in(DANA)
    dana.opens("/admin/services")
    dana.looks_at("services kept")
    dana.follows("/admin/services/new")
    dana.looks_at("new service")

    # Every fault is told at its field, and what was typed stays.
    dana.fills_in(name=name, price="45,5 €", duration="4", notice="soon")
    dana.sends("/admin/services")
    dana.sees("Please enter an amount", "from 5 to 480", "Please enter a length of time")
    dana.looks_at("new service, refused")
    assert dana.page.locator('[name="price"]').input_value() == "45,5 €"
    dana.page.locator('[name="specialty"]').select_option(index=1)
    dana.fills_in(price="45,5", duration="40", notice="1 day", preparation="Sleep well.")
    dana.page.locator("#requirements summary").click()
    dana.page.locator('[name="requirements.0.needs"]').select_option("practitioner")
    dana.sends("/admin/services")
    dana.sees("Added.")
    assert dana.page.locator('[name="price"]').input_value() == "45.50"
    address = dana.page.url.split("?")[0]
    dana.looks_at("service")

    # Somebody else has it open, and is second to save.
    other = screen.signed_in(DANA)
    other.page.goto(address)
    dana.fills_in(price="50", preparation="Sleep very well.")
    dana.page.get_by_role("button", name="Save").click()
    dana.sees("Saved.")
    other.fills_in(price="60", duration="45")
    other.page.get_by_role("button", name="Save").click()
    other.sees("Somebody else saved changes meanwhile", "50.00")
    other.looks_at("service, changed by two")
    assert other.page.locator('[name="price"]').input_value() == "60"
    assert other.page.locator('[name="duration"]').input_value() == "45"
    assert other.page.locator('[name="preparation"]').input_value() == "Sleep very well."
    other.page.locator('[name="take.price"]').check()
    other.page.get_by_role("button", name="Save").click()
    other.sees("Saved.")
    assert other.page.locator('[name="price"]').input_value() == "50.00"
    assert other.page.locator('[name="duration"]').input_value() == "45"

    # Out of use, after a look at what that affects, and back.
    other.page.get_by_role("link", name="Take out of use").click()
    other.looks_at("retirement")
    other.page.get_by_role("button", name="Take out of use").click()
    other.sees("It is out of use from now on")
    other.looks_at("service, retired")
    other.page.get_by_role("button", name="Bring back into use").click()
    other.sees("It is in use again")
    other.page.get_by_role("link", name="Take out of use").click()
    other.page.get_by_role("button", name="Take away for good").click()
    other.sees("It was taken away")


def test_dana_opens_a_room_and_a_holiday_with_the_keyboard(screen):
    kind = re.sub(r"[^a-z]", "", screen.kind)
    dana = screen.signed_in(DANA)
    dana.opens("/admin/places/new")
    dana.page.locator('[name="name"]').focus()
    dana.page.keyboard.type(f"Attic {kind}")
    dana.fills_in(**{"openings.0.opens": "08:00", "openings.0.closes": "12:00"})
    dana.page.locator('[name="name"]').press("Enter")
    dana.sees("Added.")
    dana.looks_at("room")
    dana.page.locator('[name="openings.0.remove"]').check()
    dana.page.get_by_role("button", name="Save").click()
    dana.sees("Saved.")
    assert dana.page.locator('[name="openings.0.opens"]').input_value() == ""

    day = {"phone": "2027-09-14", "desk": "2027-09-15"}[screen.kind.split()[0]]
    day = day if screen.has_scripts else day.replace("-09-", "-10-")
    dana.opens("/admin/holidays/new")
    dana.fills_in(day=day, name="Founders’ day")
    dana.sends("/admin/holidays")
    dana.sees("Added.")
    dana.opens("/admin/holidays/new")
    dana.fills_in(day=day, name="Again")
    dana.sends("/admin/holidays")
    dana.sees("This day is a holiday already")


def test_a_page_with_something_typed_asks_before_it_is_left(chromium, house):
    screen = Screen(chromium, house, "desk")
    dana = screen.signed_in(DANA)
    asked = []
    dana.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    dana.opens("/admin/devices/new")
    dana.follows("/admin/devices")
    dana.opens("/admin/devices/new")
    dana.page.locator('[name="name"]').press_sequentially("Laser")
    dana.follows("/admin/devices")
    dana.is_at("/admin/devices")
    assert asked == ["beforeunload"]
    screen.close()
