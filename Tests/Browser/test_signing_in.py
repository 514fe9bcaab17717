"""Two steps, and what does not get past them."""

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
