"""Passkeys, with Chromium's own authenticator in software."""

from stage.guests import invite


def authenticator(page, verifies=True):
    """Plugs one in. Its owner is present, and recognised or not."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": verifies, "automaticPresenceSimulation": True,
    }  # fmt: skip
    added = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return devtools, added["authenticatorId"]


def guest(house, screen):
    token = invite(house.database, "riverside", 1)[0]
    return screen.visitor(cookies={"__Host-visit": token})


def test_somebody_adds_a_passkey_signs_in_with_it_and_removes_it(screen, house):
    visit = guest(house, screen)
    visit.opens("/account/security")
    visit.follows("/account/passkeys")
    visit.looks_at("passkeys, none")
    if not screen.has_scripts:
        visit.follows("/account/passkeys/new")
        visit.sees("need a browser that knows them")
        visit.looks_at("new passkey")
        return
    devtools, device = authenticator(visit.page)
    visit.follows("/account/passkeys/new")
    visit.looks_at("new passkey")
    visit.fills_in(name="")
    visit.sends("/account/passkeys/new")
    # Told before the device is asked: nothing may be made there that nobody keeps.
    assert visit.page.evaluate('document.querySelector("main [name=name]").matches(":invalid")')
    assert devtools.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"] == []
    visit.fills_in(name="My phone")
    visit.sends("/account/passkeys/new")
    visit.is_at("/account/passkeys")
    visit.sees("The passkey was added", "My phone", "Not used yet")
    visit.looks_at("passkeys")
    visit.page.locator('main form[action$="/name"] input.input').fill("Old phone")
    visit.page.locator('main form[action$="/name"] button').click()
    visit.sees("The name was changed", "Old phone")

    visit.page.locator('header form[action="/sign-out"] button').click()
    visit.opens("/sign-in?next=/account/passkeys")
    visit.looks_at("sign-in with a passkey")
    visit.sends("/sign-in/passkey")
    visit.is_at("/account/passkeys")
    visit.sees("Last used")

    # The last factor stays, until there is another one.
    visit.page.locator('main form[action$="/removal"] button').click()
    visit.sees("this is the only one you have", "Old phone")
    visit.looks_at("passkeys, the last")
    house.database.query("UPDATE account SET totp_seed = '\\x00' WHERE id IN (SELECT account_id FROM passkey)")
    visit.page.locator('main form[action$="/removal"] button').click()
    visit.sees("The passkey was removed", "You have no passkeys yet")
    visit.page.locator('header form[action="/sign-out"] button').click()
    visit.opens("/sign-in")
    visit.sends("/sign-in/passkey")
    visit.sees("That passkey is not known here")
    visit.looks_at("sign-in with a passkey, refused")


def test_who_is_not_recognised_by_their_device_is_told_and_nothing_is_lost(screen, house):
    if not screen.has_scripts:
        return
    visit = guest(house, screen)
    authenticator(visit.page, verifies=False)
    visit.opens("/account/passkeys/new")
    visit.fills_in(name="My phone")
    visit.sends("/account/passkeys/new")
    visit.sees("No passkey was used")
    assert visit.page.locator('main [name="name"]').input_value() == "My phone"
    visit.looks_at("new passkey, cancelled")


def test_a_passkey_is_a_second_factor_and_proves_who_is_at_the_keyboard(screen, house):
    if not screen.has_scripts:
        return
    visit = guest(house, screen)
    authenticator(visit.page)
    visit.opens("/account/passkeys/new")
    visit.fills_in(name="My phone")
    visit.sends("/account/passkeys/new")
    visit.is_at("/account/passkeys")
    house.database.query("UPDATE session SET confirmed_at = now() - interval '11 minutes'")
    visit.opens("/account/authenticator")
    visit.sends("/account/authenticator")
    visit.is_at("/account/confirm")
    visit.looks_at("confirm identity, with a passkey")
    visit.sends("/account/confirm/passkey")
    visit.is_at("/account/authenticator")
    # Back to the step after the password: the session as it is then.
    house.database.query("UPDATE session SET stage = 'second-factor' WHERE seen_at = (SELECT max(seen_at) FROM session)")
    visit.opens("/sign-in/code")
    visit.looks_at("sign-in code, passkey alone")
    visit.sends("/sign-in/code/passkey")
    visit.is_at("/dashboard")
