"""What people keep of themselves, how their address changes, and how an account ends."""

import re

import pytest
from stage.guests import as_guest, elsewhere, invite
from stage.offers import offers
from stage.people import AMIRA, DANA, PAUL, one_time_code


@pytest.fixture
def guest(screen, house):
    """Somebody with an account of their own, who knows Paul's password."""
    token = invite(house.database, "riverside", 1)[0]
    address = house.database.query(
        "SELECT email FROM account WHERE email LIKE 'guest-%' ORDER BY created_at DESC LIMIT 1"
    )
    house.database.query(f"""
        UPDATE account SET password_hash = (SELECT password_hash FROM account WHERE email = '{PAUL.email}')
         WHERE email = '{address}'
    """)
    visit = screen.visitor(cookies={"__Host-visit": token})
    visit.address, visit.token = address, token
    return visit


def header_name(visit):
    return visit.page.locator("header .account-name").inner_text()


def test_a_patient_writes_their_names_in_every_script(guest):
    guest.opens("/dashboard")
    guest.page.locator('header a[href="/account"]').click()
    guest.is_at("/account")
    guest.looks_at("own account")
    guest.follows("/account/profile")
    guest.fills_in(given="Xiaoming", family="Wang", preferred="Ming")
    guest.fills_in(name1_given="小明", name1_family="王")
    guest.page.locator('main [name="name1_tag"]').select_option("zh-Hans")
    guest.looks_at("profile")
    # Whoever presses Enter in a field saves what is there.
    guest.page.locator('main [name="preferred"]').press("Enter")
    guest.is_at("/account")
    guest.sees("Your changes are saved", "王小明", "Official, in another script", "Ming")
    assert guest.page.locator('main [lang="zh-Hans"]').inner_text() == "王小明"
    assert header_name(guest) == "Ming Wang"
    guest.follows("/account/profile")
    guest.fills_in(name2_given="", name2_family="Ó Briain")
    guest.page.locator('main [name="name2_use"]').select_option("maiden")
    guest.page.locator('main button[name="more"]').click()
    guest.sees("Your changes are saved")
    guest.fills_in(name3_given="محمد", name3_family="حداد")
    guest.page.locator('main [name="name1_remove"]').check()
    guest.fills_in(family="a\u202eb")
    guest.sends("/account/profile")
    guest.sees("cannot be kept")
    assert guest.page.locator('main [name="name1_remove"]').is_checked()
    guest.looks_at("profile, refused")
    guest.fills_in(family="Wang")
    guest.sends("/account/profile")
    guest.is_at("/account")
    guest.sees("Ó Briain", "محمد حداد")
    assert guest.page.get_by_text("王小明").count() == 0
    guest.looks_at("own account, names")
    guest.opens("/account/security")
    guest.sees("Profile changed: family name, given name, preferred name, further names")


def test_a_patient_says_how_to_reach_them_and_what_to_write(guest):
    guest.opens("/account")
    guest.follows("/account/contact")
    guest.fills_in(phone="call me", line="12 Quayside", postalCode="RV1 4QT", city="Riverside", country="UK")
    guest.sends("/account/contact")
    guest.sees("Please enter a phone number")
    guest.looks_at("contact, refused")
    guest.fills_in(phone="+44 7700 900123")
    guest.sends("/account/contact")
    guest.is_at("/account")
    guest.sees("RV1 4QT Riverside", "+44 7700 900123")
    guest.follows("/account/letters")
    guest.page.locator('main [name="guesses"]').uncheck()
    guest.looks_at("letters")
    guest.sends("/account/letters")
    guest.is_at("/account")
    guest.sees("but not:", "Somebody tries wrong passwords")
    guest.follows("/account/language")
    guest.page.locator('main [name="zone"]').select_option("Asia/Tokyo")
    guest.chooses("ownLanguage", "fr")
    guest.looks_at("language")
    guest.sends("/account/language")
    guest.is_at("/account")
    guest.sees("Vos modifications sont enregistrées", "Asia/Tokyo")
    guest.looks_at("own account, French")
    for path, name in [
        ("/account/profile", "profile"), ("/account/letters", "letters"), ("/account/closure", "close"),
        ("/account/email", "address"), ("/account/security", "security"), ("/account/recovery-codes", "codes"),
    ]:  # fmt: skip
        guest.opens(path)
        guest.looks_at(f"{name}, French")
    guest.opens("/account/security")
    guest.sees("Toutes les heures sont en Asia/Tokyo", "Lettres choisies")


def test_what_was_sent_after_the_session_is_found_again(guest, house):
    guest.opens("/account/contact")
    guest.fills_in(phone="+44 20 7946 0199", line="1 Rynek", postalCode="90-001", city="Łódź & <Ville>", country="Polska")
    house.database.query(f"""
        UPDATE session SET idle_until = now() - interval '1 second'
         WHERE account_id = (SELECT id FROM account WHERE email = '{guest.address}')
    """)
    guest.sends("/account/contact")
    guest.is_at("/sign-in")
    guest.fills_in(email=guest.address, password=PAUL.password)
    guest.sends("/sign-in")
    guest.is_at("/two-factor")
    guest.fills_in(code=one_time_code(guest.page.locator("main code.key").inner_text()))
    guest.sends("/two-factor")
    for _ in range(2):
        guest.is_at("/account/unsent-form")
        guest.sees("Nothing was sent yet")
        assert guest.page.locator('[name="phone"]').input_value() == "+44 20 7946 0199"
        assert guest.page.locator('[name="city"]').input_value() == "Łódź & <Ville>"
        guest.page.reload()
    guest.looks_at("form found again")
    guest.sends("/account/contact")
    guest.is_at("/account")
    assert house.database.query(f"SELECT address ->> 'city' FROM patient WHERE email = '{guest.address}'") == "Łódź & <Ville>"


def test_an_address_changes_once_the_code_came_back(guest, house):
    new = guest.address.replace("guest-", "new-")
    other = elsewhere(house.database, guest.token)
    house.database.query("UPDATE session SET confirmed_at = now() - interval '11 minutes'")
    guest.opens("/account")
    guest.follows("/account/email")
    guest.is_at("/account/confirm")
    guest.fills_in(password=PAUL.password)
    guest.sends("/account/confirm")
    guest.is_at("/account/email")
    guest.looks_at("address")
    guest.fills_in(email="not an address")
    guest.sends("/account/email")
    guest.sees("Please enter an e-mail address")
    guest.fills_in(email=new)
    guest.sends("/account/email")
    guest.is_at("/account/email/confirmation")
    guest.looks_at("address code")
    first = re.search(r"\b\d{6}\b", house.letter(new))[0]
    guest.fills_in(code="111111" if first != "111111" else "222222")
    guest.sends("/account/email/confirmation")
    guest.sees("That code is not right")
    guest.sends("/account/email/confirmation/resend")
    guest.sees("A new code is on its way")
    guest.looks_at("address code, sent again")
    guest.opens("/account")
    guest.sees("We have sent a code to " + new)
    guest.follows("/account/email/confirmation")
    guest.fills_in(code=re.search(r"\b\d{6}\b", house.letter(new))[0])
    guest.sends("/account/email/confirmation")
    guest.is_at("/account")
    guest.sees("Your new e-mail address is confirmed", new)
    guest.looks_at("own account, address changed")
    assert "was just changed to another one" in house.letter(guest.address)
    for old in (guest.token, other):
        assert as_guest(house.server.port, "riverside", old).get("/account").status == 303
    for email, opens in [(guest.address, False), (new, True)]:
        answer = house.visitor().submit("/sign-in", {"email": email, "password": PAUL.password})
        assert (answer.status == 303) == opens


def test_a_change_of_address_is_given_up(guest, house):
    guest.opens("/account/email")
    guest.fills_in(email=guest.address.replace("guest-", "other-"))
    guest.sends("/account/email")
    guest.is_at("/account/email/confirmation")
    guest.sends("/account/email/cancellation")
    guest.is_at("/account")
    guest.sees(guest.address)
    assert house.database.number("SELECT count(*) FROM address_change") == 0


def test_an_account_is_closed_by_who_has_read_what_stays(guest, house):
    _, offer = next(offers(house.visitor()))
    visitor = as_guest(house.server.port, "riverside", guest.token)
    page = visitor.get(offer)
    booking = {name: page.hidden(name) for name in ("csrf", "offer", "key")} | {"reason": ""}
    assert visitor.post("/appointments", booking).status == 303
    house.database.query("UPDATE session SET confirmed_at = now() - interval '11 minutes'")
    guest.opens("/account")
    guest.follows("/account/closure")
    guest.sees("These appointments stay booked", "as long as the law demands")
    guest.looks_at("close account, before the proof")
    guest.follows("/account/confirm")
    guest.fills_in(password=PAUL.password)
    guest.sends("/account/confirm")
    guest.is_at("/account/closure")
    guest.looks_at("close account")
    guest.sends("/account/closure")
    guest.sees("Please tick this if you want to go on")
    guest.looks_at("close account, refused")
    guest.page.locator('main [name="understood"]').check()
    guest.sends("/account/closure")
    guest.is_at("/account/closed")
    guest.looks_at("own account, closed")
    assert guest.page.locator('header a[href="/sign-in"]').count() == 1
    assert "Your account was just closed" in house.letter(guest.address)
    answer = house.visitor().submit("/sign-in", {"email": guest.address, "password": PAUL.password})
    assert answer.status == 422
    assert house.database.number(f"SELECT count(*) FROM patient WHERE email = '{guest.address}'") == 1


def test_staff_have_an_account_without_a_record(screen, house):
    visit = screen.signed_in(AMIRA)
    visit.opens("/account")
    visit.looks_at("own account of a doctor")
    visit.follows("/account/profile")
    visit.looks_at("display name")
    visit.fills_in(displayName="Dr A. Haddad")
    visit.sends("/account/profile")
    visit.is_at("/account")
    assert header_name(visit) == "Dr A. Haddad"
    visit.opens("/account/closure")
    visit.sees("Your work")
    admin = screen.signed_in(DANA)
    admin.opens("/account/closure")
    admin.sees("the only administrator")
    admin.looks_at("close account, the only administrator")
