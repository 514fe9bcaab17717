"""A new password is typed, and the page says how strong it is."""

import pytest
from stage.browsing import Screen
from stage.guests import invite


@pytest.fixture(params=["phone", "desk"])
def scripted(request, chromium, house):
    screen = Screen(chromium, house, request.param)
    yield screen
    screen.close()


def types(visit, text):
    visit.page.locator('main [name="password"]').press_sequentially(text)


def says(visit, word):
    visit.page.locator('main [aria-live="polite"]', has_text=word).wait_for()


def hint(visit):
    return visit.page.locator("main .strength p").inner_text(), visit.page.locator("main meter").is_visible()


def test_the_strength_of_a_password_is_told_while_it_is_typed(scripted):
    visit = scripted.visitor()
    visit.opens("/sign-up")
    assert hint(visit) == ("", False)
    types(visit, "password")
    says(visit, "Weak password")
    visit.looks_at("sign-up, a weak password")
    types(visit, " kettle tram")
    says(visit, "Fair password")
    types(visit, " window orange 41")
    says(visit, "Strong password")
    assert visit.page.locator("main meter").evaluate("meter => meter.value") == 4
    visit.looks_at("sign-up, a strong password")
    visit.fills_in(password="")
    visit.page.locator("main meter").wait_for(state="hidden")
    assert hint(visit) == ("", False)


def test_what_the_same_form_says_of_a_person_makes_a_password_weak(scripted):
    visit = scripted.visitor()
    visit.opens("/sign-up")
    visit.fills_in(password="quintessazimmer")
    says(visit, "Good password")
    visit.fills_in(given="Quintessa", family="Zimmer")
    says(visit, "Weak password")


def test_nothing_is_sent_but_the_new_password_and_what_is_guessed_at(scripted, house):
    token = invite(house.database, "riverside", 1)[0]
    visit = scripted.visitor(cookies={"__Host-visit": token})
    visit.opens("/account/password")
    sent = []
    visit.page.on("request", lambda request: sent.append(request.post_data or ""))
    visit.fills_in(current="the one I have now")
    visit.fills_in(password="tq7-vm2x-kwr")
    says(visit, "Good password")
    visit.looks_at("change password, a good one")
    assert [part.partition("=")[0] for part in sent[-1].split("&")] == ["csrf", "password", "username"]
    assert not any("the+one" in body for body in sent)


def test_a_hint_that_can_not_be_had_is_none(scripted):
    visit = scripted.visitor()
    visit.opens("/sign-up")
    types(visit, "password")
    says(visit, "Weak password")
    for refuse in (lambda route: route.abort(), lambda route: route.fulfill(status=429)):
        visit.page.route("**/password/strength", refuse)
        types(visit, "s")
        visit.page.locator("main meter").wait_for(state="hidden")
        assert hint(visit) == ("", False)
        visit.page.unroute("**/password/strength")
        types(visit, "s")
        says(visit, "Weak password")
    # The browser complains of both; the page goes on.
    assert all("Failed to load resource" in complaint for complaint in visit.complaints)


def test_the_hint_speaks_the_language_of_the_page(scripted, house):
    visit = scripted.visitor(cookies={"__Host-language": "fr"})
    visit.opens("/sign-up")
    types(visit, "password")
    says(visit, "Mot de passe faible")


@pytest.mark.parametrize("kind", ["phone without scripts", "desk without scripts"])
def test_without_scripts_the_page_gives_its_advice_alone(chromium, house, kind):
    screen = Screen(chromium, house, kind)
    visit = screen.visitor()
    visit.opens("/sign-up")
    visit.fills_in(password="password")
    visit.sees("A few words in a row make a good one.")
    assert hint(visit) == ("", False)
    visit.looks_at("sign-up, a password")
    screen.close()
