"""What people see and change of the way into their account."""

import re

from stage.guests import as_guest, elsewhere, invite


def test_somebody_sees_where_they_are_signed_in_and_signs_out_elsewhere(screen, house):
    token = invite(house.database, "riverside", 1)[0]
    phone, tablet = elsewhere(house.database, token), elsewhere(house.database, token)
    visit = screen.visitor(cookies={"__Host-visit": token})
    visit.opens("/dashboard")
    visit.page.locator('header a[href="/account"]').click()
    visit.is_at("/account")
    visit.follows("/account/security")
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


def test_recovery_codes_are_made_after_a_password_and_sign_in_once(screen, house):
    token = invite(house.database, "riverside", 1)[0]
    address = house.database.query(
        "SELECT email FROM account WHERE email LIKE 'guest-%' ORDER BY created_at DESC LIMIT 1"
    )
    house.visitor().submit("/password/forgotten", {"email": address})
    set_password(house, address, "orange kettle winter")
    token = invite_again(house, address)
    house.database.query("UPDATE session SET confirmed_at = now() - interval '11 minutes'")
    visit = screen.visitor(cookies={"__Host-visit": token})
    visit.opens("/account/security")
    visit.follows("/account/recovery-codes")
    visit.looks_at("recovery codes")
    visit.sends("/account/recovery-codes")
    visit.is_at("/account/confirm")
    visit.looks_at("confirm identity")
    visit.fills_in(password="not the password")
    visit.sends("/account/confirm")
    visit.sees("This is not your password")
    visit.fills_in(password="orange kettle winter")
    visit.sends("/account/confirm")
    visit.is_at("/account/recovery-codes")
    visit.sends("/account/recovery-codes")
    visit.sees("the only time that we show them")
    visit.looks_at("recovery codes, made")
    codes = visit.page.locator("main .codes code").all_inner_texts()
    assert len(set(codes)) == 10
    # An authenticator has been set up: its seed is nobody's, for it is lost.
    house.database.query(f"UPDATE account SET totp_seed = '\\x00' WHERE email = '{address}'")
    lost = screen.visitor()
    for code, works in [(codes[4].lower().replace("-", " "), True), (codes[4], False)]:
        lost = screen.visitor()
        lost.opens("/sign-in?next=/account/security")
        lost.fills_in(email=address, password="orange kettle winter")
        lost.sends("/sign-in")
        lost.is_at("/sign-in/code")
        lost.follows("/sign-in/recovery-code")
        lost.looks_at("recovery code")
        lost.fills_in(code=code)
        lost.sends("/sign-in/recovery-code")
        if works:
            lost.is_at("/account/security")
            lost.sees("Signed in with password and recovery code")
        else:
            lost.sees("or it was used before")
    assert "You have 9 left" in house.letter(address)
