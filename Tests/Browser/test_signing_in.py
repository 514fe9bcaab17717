"""Two steps, and what does not get past them."""

import re

from stage.guests import invite
from stage.people import AMIRA, BEN, DANA, ETIENNE, PAUL

# The code of one half minute works once, so everybody signs in on a screen of their own.
_AT = {"phone": BEN, "desk": DANA, "phone without scripts": AMIRA, "desk without scripts": PAUL}


def test_somebody_signs_in_with_password_and_code_and_out_again(screen, house):
    person = _AT[screen.kind]
    visit = screen.visitor()
    visit.opens("/sign-in")
    visit.looks_at("sign-in")
    visit.fills_in(email=person.email, password="not the password")
    visit.sends("/sign-in")
    visit.page.locator("main .problems").wait_for()
    visit.looks_at("sign-in, refused")
    visit.fills_in(email=person.email, password=person.password)
    visit.sends("/sign-in")
    visit.is_at("/sign-in/code")
    visit.looks_at("sign-in code")
    visit.fills_in(code=house.one_time_code(person))
    visit.sends("/sign-in/code")
    visit.page.locator('header form[action="/sign-out"] button').click()
    visit.page.locator('header a[href="/sign-in"]').wait_for()


def test_a_code_works_once(house):
    code = house.one_time_code(ETIENNE)
    assert second_step(house.visitor(ETIENNE.clinic), ETIENNE, code).status == 303
    assert second_step(house.visitor(ETIENNE.clinic), ETIENNE, code).status == 422


def second_step(visitor, person, code):
    visitor.submit("/sign-in", {"email": person.email, "password": person.password})
    return visitor.submit("/sign-in/code", {"code": code})


def test_an_unknown_address_and_a_wrong_password_read_the_same(house):
    known = house.visitor().submit("/sign-in", {"email": BEN.email, "password": "wrong wrong wrong"})
    unknown = house.visitor().submit(
        "/sign-in", {"email": "nobody@riverside.example", "password": "wrong wrong wrong"}
    )
    assert known.status == unknown.status == 422
    assert problems(known) == problems(unknown)


def problems(answer):
    return answer.text.partition('class="problems"')[2].partition("</div>")[0]


def test_a_forgotten_password_is_replaced_by_a_mailed_link_and_the_second_factor_stays(screen, house):
    invite(house.database, "riverside", 1)
    address = house.database.query(
        "SELECT email FROM account WHERE email LIKE 'guest-%' ORDER BY created_at DESC LIMIT 1"
    ).strip()
    visit = screen.visitor()
    visit.opens("/sign-in")
    visit.follows("/password/forgotten")
    visit.looks_at("forgotten password")
    visit.fills_in(email=address)
    visit.sends("/password/forgotten")
    visit.sees("a link is on its way")
    visit.looks_at("forgotten password, sent")
    link = re.search(r"/password/reset/[\w-]{43}", house.letter(address))[0]
    visit.opens(link)
    visit.looks_at("reset password")
    visit.fills_in(password="password1")
    visit.sends(link)
    visit.sees("one of the first that somebody would try")
    visit.looks_at("reset password, refused")
    visit.fills_in(password="orange kettle winter")
    visit.sends(link)
    visit.sees("Your new password is saved")
    visit.fills_in(email=address, password="orange kettle winter")
    visit.sends("/sign-in")
    visit.is_at("/two-factor")
    assert house.visitor().get(link).status == 410
