"""An administrator invites people and looks after their accounts."""

import re

from stage.guests import invite
from stage.people import DANA, one_time_code


def link(house, address):
    return re.search(r"/invitations/[\w-]{43}", house.letter(address))[0]


def test_somebody_is_invited_makes_their_account_and_can_be_shut_out(screen, house):
    address = f"nadia.{screen.kind.replace(' ', '-')}@example.com"
    dana = screen.signed_in(DANA)
    house.database.query("UPDATE session SET confirmed_at = now()")
    dana.opens("/admin")
    dana.follows("/admin/accounts")
    dana.looks_at("accounts")
    dana.follows("/admin/invitations/new")
    dana.looks_at("new invitation")
    dana.fills_in(given="Nadia", family="", email="nadia@")
    dana.sends("/admin/invitations")
    dana.sees("Please fill this in", "Please enter an e-mail address", "Please choose")
    dana.looks_at("new invitation, refused")
    assert dana.page.locator('main [name="given"]').input_value() == "Nadia"
    dana.fills_in(family="Petrova", email=address)
    dana.chooses("role", "front-desk")
    dana.sends("/admin/invitations")
    dana.is_at("/admin/invitations")
    dana.sees("The invitation is on its way", address)
    dana.looks_at("invitations, somebody invited")
    first = link(house, address)
    dana.page.locator("main tbody tr", has_text=address).get_by_role("checkbox").check()
    dana.page.get_by_role("button", name="Send again").click()
    dana.sees("A new letter is on its way")
    assert house.visitor().get(first).status == 410

    nadia = screen.visitor()
    nadia.opens(link(house, address))
    nadia.sees("Front desk", address)
    nadia.looks_at("invitation")
    nadia.fills_in(password="petrova nadia")
    nadia.sends(link(house, address))
    nadia.sees("made of your own name")
    nadia.fills_in(password="orange kettle winter")
    nadia.sends(link(house, address))
    nadia.is_at("/two-factor")
    assert house.visitor().get(link(house, address)).status == 410

    dana.opens(f"/admin/accounts?q={address}")
    dana.page.locator('main tbody a[href^="/admin/accounts/"]').first.click()
    dana.sees("Nadia Petrova", "Account made from an invitation")
    dana.looks_at("account")
    for path, said in [
        ("factor-reset", "The factors were removed"), ("disablement", "The way in is closed"),
        ("enablement", "The way in is open again"), ("sessions/end", "signed out everywhere"),
    ]:  # fmt: skip
        dana.page.locator(f'main form[action$="/{path}"] button').click()
        dana.sees(said)
    dana.page.locator('main select[name="role"]').select_option("patient")
    dana.page.locator('main form[action$="/role"] button').click()
    dana.sees("This account has no patient record")
    dana.page.locator('main select[name="role"]').select_option("admin")
    dana.page.locator('main form[action$="/role"] button').click()
    dana.sees("The role was changed", "Role changed by an administrator", "front-desk → admin")
    dana.looks_at("account, changed")
    dana.page.locator('main a[href^="/admin/audit?account="]').click()
    row = dana.page.locator("main table tbody tr").filter(has_text="Role changed by an administrator").first
    row.filter(has_text="Nadia Petrova").filter(has_text="Dana Whitfield").wait_for()
    dana.looks_at("audit log")


def test_an_administrator_sets_the_clinic_s_rules(screen, house):
    dana = screen.signed_in(DANA)
    house.database.query("UPDATE session SET confirmed_at = now()")
    dana.opens("/admin")
    dana.follows("/admin/rules")
    dana.looks_at("rules")
    dana.fills_in(passwordMinimum="7", staffIdle="many")
    dana.sends("/admin/rules")
    dana.sees("Please enter a whole number")
    dana.fills_in(staffIdle="61")
    dana.sends("/admin/rules")
    dana.sees("Please enter a number from 8 to 64", "Please enter a number from 5 to 60")
    dana.looks_at("rules, refused")
    dana.fills_in(passwordMinimum="12", staffIdle="15")
    dana.sends("/admin/rules")
    dana.sees("The rules are saved")
    assert "At least 12 characters" in house.visitor().get("/sign-up").text
    dana.fills_in(passwordMinimum="8")
    dana.sends("/admin/rules")
    dana.sees("The rules are saved")


def test_an_authenticator_is_removed_only_where_the_clinic_leaves_it_to_its_patients(screen, house):
    token = invite(house.database, "riverside", 1)[0]
    visit = screen.visitor(cookies={"__Host-visit": token})
    visit.opens("/account/security")
    visit.follows("/account/authenticator")
    visit.sees("so it can be replaced but not removed")
    visit.looks_at("authenticator")
    visit.sends("/account/authenticator")
    visit.is_at("/account/authenticator/new")
    visit.looks_at("authenticator, new")
    visit.fills_in(code="000000")
    visit.sends("/account/authenticator/new")
    visit.sees("That code is not right")
    visit.fills_in(code=one_time_code(visit.page.locator("main code.key").inner_text()))
    visit.sends("/account/authenticator/new")
    visit.is_at("/account/security")
    visit.opens("/account/authenticator")
    assert visit.page.locator('form[action="/account/authenticator/removal"]').count() == 0
    house.database.query("UPDATE tenant SET patients_second_factor = 'optional', password_minimum = 15")
    try:
        visit.opens("/account/authenticator")
        visit.looks_at("authenticator, optional")
        visit.sends("/account/authenticator/removal")
        visit.sees("a password is all that protects it")
    finally:
        house.database.query("UPDATE tenant SET patients_second_factor = 'required', password_minimum = 8")


def test_who_does_nothing_for_long_is_warned_and_can_stay(screen, house):
    if not screen.has_scripts:
        return
    token = invite(house.database, "riverside", 1)[0]
    visit = screen.visitor(cookies={"__Host-visit": token})
    house.database.query("UPDATE session SET idle_until = now() + interval '30 minutes', seen_at = now() - interval '10 seconds'")
    visit.page.clock.install()
    visit.opens("/account/security")
    dialog = visit.page.locator("#leaving")
    visit.page.clock.run_for(25 * 60 * 1000)
    assert not dialog.is_visible()
    visit.page.clock.run_for(4 * 60 * 1000)
    dialog.get_by_text("Nothing has happened for a while").wait_for()
    visit.looks_at("about to be signed out")
    with visit.page.expect_response("**/account/session/extension") as answer:
        dialog.get_by_role("button", name="Stay signed in").click()
    assert answer.value.status == 200 and int(answer.value.text()) > 1700
    visit.page.clock.run_for(2000)
    assert not dialog.is_visible()
    # What somebody types counts as being there; then the time is really over, on the server too.
    house.database.query("UPDATE session SET idle_until = now() - interval '1 second'")
    visit.page.clock.run_for(31 * 60 * 1000)
    visit.page.wait_for_url("**/sign-in?next=%2Faccount%2Fsecurity")


def test_who_must_go_for_good_can_finish_first(screen, house):
    if not screen.has_scripts:
        return
    token = invite(house.database, "riverside", 1)[0]
    visit = screen.visitor(cookies={"__Host-visit": token})
    house.database.query("UPDATE session SET expires_at = now() + interval '10 minutes', seen_at = now()")
    visit.page.clock.install()
    visit.opens("/account/password")
    visit.fills_in(current="what was typed")
    dialog = visit.page.locator("#leaving")
    visit.page.clock.run_for(9 * 60 * 1000)
    dialog.get_by_text("you have to sign in again").wait_for()
    dialog.get_by_role("button", name="Go on").click()
    visit.page.clock.run_for(5000)
    assert not dialog.is_visible()
    visit.page.clock.run_for(2 * 60 * 1000)
    dialog.get_by_text("What you have typed is still here").wait_for()
    visit.page.keyboard.press("Escape")
    assert visit.page.locator('[name="current"]').input_value() == "what was typed"


def test_a_new_authenticator_signs_its_owner_in(screen, house):
    token = invite(house.database, "riverside", 1)[0]
    visit = screen.visitor(cookies={"__Host-visit": token})
    visit.opens("/account/authenticator")
    visit.sends("/account/authenticator")
    visit.is_at("/account/authenticator/new")
    key = visit.page.locator("main code.key").inner_text()
    visit.fills_in(code=one_time_code(key))
    visit.sends("/account/authenticator/new")
    visit.is_at("/account/security")
    visit.sees("Authenticator app set up")
    visit.opens("/account/authenticator")
    visit.sees("asks for a code of your app whenever you sign in")
