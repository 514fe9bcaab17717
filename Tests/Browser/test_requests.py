"""What needs approval: asked for, answered by staff with another time, and agreed to by the patient's link."""

import pytest
from stage.guests import invite
from stage.people import AMIRA, BEN
from stage.walking import walks_to
from test_absence import books, link


def asks(screen, house):
    """A guest has asked Amira for a time. Returns the guest and the appointment."""
    guest = screen.visitor(cookies={"__Host-visit": invite(house.database, "riverside", 1)[0]})
    appointment = books(guest)
    house.database.query(f"UPDATE appointment SET status = 'pending' WHERE id = '{appointment}'")
    return guest, appointment


@pytest.mark.parametrize("who", [AMIRA, BEN], ids=["doctor", "desk"])
def test_another_time_is_proposed_and_booked_by_the_patients_link(screen, house, who):
    guest, appointment = asks(screen, house)
    for path in ["/dashboard", f"/appointments/{appointment}"]:
        guest.opens(path)
        assert "confirmed" not in guest.page.get_by_role("main").inner_text().lower()
    guest.sees("Requested")
    staff = screen.signed_in(who)
    staff.opens("/schedule" if who is AMIRA else "/desk")
    if who is BEN:
        staff.page.get_by_role("link", name="Requests: ").click()
        staff.is_at("/desk/requests")
    staff.looks_at(f"requests, {who.name}")
    propose = staff.page.locator(f'main a[href^="/requests/{appointment}/proposal"]').first
    walks_to(staff, propose) if screen.kind == "desk" else propose.click()
    staff.is_at(f"/requests/{appointment}/proposal")
    if staff.page.locator("main .days .time").count() == 0:
        staff.page.locator("main .empty a.button").click()
    staff.page.locator("main .days .time").first.wait_for()
    staff.looks_at(f"proposal, {who.name}")
    staff.page.locator("main .days .time").last.dblclick()
    staff.sees("Proposed instead:")
    staff.looks_at(f"requests, proposed, {who.name}")

    anybody = screen.visitor()
    anybody.opens(link(house, appointment))
    anybody.sees("We propose another time for what you asked for")
    anybody.looks_at("proposal, the patient's link")
    anybody.page.get_by_role("button", name="Take this time").click()
    anybody.sees("Your appointment has a new time")
    assert house.database.number(
        f"SELECT count(*) FROM appointment WHERE id = '{appointment}' AND status = 'booked' AND sequence = 1"
    ) == 1


def test_the_desk_declines_in_the_doctors_stead(screen, house):
    guest, appointment = asks(screen, house)
    ben = screen.signed_in(BEN)
    ben.opens("/desk/requests")
    ben.sends(f"/desk/visits/{appointment}/refusal")
    ben.is_at(f"/desk/visits/{appointment}")
    ben.sees("Cancelled")
    guest.opens(f"/appointments/{appointment}")
    guest.sees("Cancelled")
