"""What people see and change of the way into their account."""

import re

from stage.guests import as_guest, elsewhere, invite


def test_somebody_sees_where_they_are_signed_in_and_signs_out_elsewhere(screen, house):
    token = invite(house.database, "riverside", 1)[0]
    phone, tablet = elsewhere(house.database, token), elsewhere(house.database, token)
    visit = screen.visitor(cookies={"__Host-visit": token})
    visit.opens("/dashboard")
    visit.page.locator('header a[href="/account/security"]').click()
    visit.is_at("/account/security")
    visit.sees("This browser", "Safari on iPhone", "2001:db8:85a3:8d3:1319:8a2e:370:7348")
    visit.looks_at("security")
    visit.page.locator('main form[action^="/account/sessions/"][action$="/end"] button').first.click()
    visit.is_at("/account/security")
    visit.sees("Signed out from another browser")
    left = [as_guest(house.server.port, "riverside", other).get("/dashboard").status for other in (phone, tablet)]
    assert sorted(left) == [200, 303]
    visit.sends("/account/sessions/end-others")
    visit.is_at("/account/security")
    left = [as_guest(house.server.port, "riverside", other).get("/dashboard").status for other in (phone, tablet)]
    assert left == [303, 303]
    visit.opens("/dashboard")


def test_a_password_is_changed_by_who_knows_the_old_one(screen, house):
    token = invite(house.database, "riverside", 1)[0]
    other = elsewhere(house.database, token)
    address = house.database.query(
        "SELECT email FROM account WHERE email LIKE 'guest-%' ORDER BY created_at DESC LIMIT 1"
    )
    house.visitor().submit("/password/forgotten", {"email": address})
    set_password(house, address, "orange kettle winter")
    token = invite_again(house, address)
    visit = screen.visitor(cookies={"__Host-visit": token})
    visit.opens("/account/password")
    visit.fills_in(current="not the password", password="seven quiet otters")
    visit.sends("/account/password")
    visit.sees("This is not your password")
    visit.looks_at("change password, refused")
    visit.fills_in(current="orange kettle winter", password="seven quiet otters")
    visit.sends("/account/password")
    visit.is_at("/account/security")
    visit.sees("Your new password is saved", "Password changed", "A wrong password was tried")
    # The token that the session had before is worth nothing now, and so is every other.
    for old in (token, other):
        assert as_guest(house.server.port, "riverside", old).get("/dashboard").status == 303
    assert "was changed" in house.letter(address)


def set_password(house, address, password):
    link = re.search(r"/password/reset/[\w-]{43}", house.letter(address))[0]
    visitor = house.visitor()
    form = visitor.get(link)
    assert visitor.post(link, {"csrf": form.hidden("csrf"), "password": password}).status == 303


def invite_again(house, address):
    """The session ended with the old password; a new one, without the way through the second factor."""
    account = f"(SELECT id FROM account WHERE email = '{address}')"
    token = invite(house.database, "riverside", 1)[0]
    house.database.query(
        f"UPDATE session SET account_id = {account} WHERE created_at = (SELECT max(created_at) FROM session)"
    )
    return token
