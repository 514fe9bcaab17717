"""Somebody looks for a doctor, by whatever they know, and chooses a time."""

import re
import urllib.parse

import pytest
from stage.browsing import Screen

AMIRA_AT = re.compile(r"^.*\d\d:\d\d.*Dr Amira Haddad")


def searches(visit, text: str) -> list[str]:
    """The names that come back."""
    visit.opens("/doctors")
    visit.fills_in(q=text)
    visit.sends("/doctors")
    visit.page.wait_for_url(lambda url: "q=" in url)
    return visit.page.locator("main .doctor-card h3").all_inner_texts()


@pytest.mark.parametrize(
    "typed, name",
    [
        ("Hadad", "Dr Amira Haddad"), ("amira haddad", "Dr Amira Haddad"), ("Muller", "Dr Hannah Müller"),
        ("cardiolgy", "Dr Oluwaseun Adeyemi"), ("derma", "Dr Zofia Wiśniewska"),
        ("heart racing", "Dr Oluwaseun Adeyemi"), ("rash", "Dr Zofia Wiśniewska"),
        ("my child has fever", "Dr Hannah Müller"), ("wisniewska", "Dr Zofia Wiśniewska"),
    ],
)  # fmt: skip
def test_a_doctor_is_found_by_what_somebody_types(house, typed, name):
    page = house.visitor().get("/doctors?q=" + urllib.parse.quote(typed)).text
    assert re.findall(r'<h3><a href="/doctors/[^"]+"><span dir="auto">([^<]+)', page)[0] == name


def test_a_doctor_is_found_with_typing_errors_and_the_next_time_taken_in_one_press(screen):
    visit = screen.visitor()
    assert searches(visit, "Hadad")[0] == "Dr Amira Haddad"
    visit.sees("London time")
    assert visit.page.locator("main .card-service").first.inner_text() == "GP consultation 15 minutes"
    visit.looks_at("directory, a typing error")
    button = visit.page.get_by_role("button", name=AMIRA_AT).first
    said = button.inner_text()
    button.click()
    visit.is_at("/appointments/new")
    visit.sees("Amira Haddad", re.search(r"\d\d:\d\d", said)[0])
    visit.looks_at("review of a time from the directory")


def test_nobody_is_found_by_nonsense_and_there_is_a_way_on(screen):
    visit = screen.visitor()
    assert searches(visit, "xyzzy plugh") == []
    visit.sees("No doctor matches your search", "Call +44 20 7946 0100")
    visit.looks_at("directory, nobody found")
    visit.page.locator("main .empty").get_by_role("link", name="Show all doctors").click()
    visit.sees("15 doctors")
    visit.looks_at("directory")


def test_some_words_are_better_than_none(screen):
    visit = screen.visitor()
    assert searches(visit, "my back hurts")[0] == "Ji-woo Kim"
    visit.sees("Nobody fits every word")
    visit.looks_at("directory, some words")


def test_filters_narrow_and_their_address_can_be_shared(screen):
    visit = screen.visitor()
    visit.opens("/doctors")
    visit.page.locator("main details.more > summary").click()
    visit.page.get_by_label("Language spoken").select_option(label="Arabic")
    visit.page.get_by_label("Gender of the doctor").select_option(label="Woman")
    visit.page.get_by_label("Earliest appointment").select_option(label="Within two weeks")
    visit.sends("/doctors")
    visit.sees("1 doctor", "Dr Amira Haddad")
    visit.looks_at("directory, filtered")
    friend = screen.visitor()
    friend.opens(urllib.parse.urlsplit(visit.page.url)._replace(scheme="", netloc="").geturl())
    friend.sees("1 doctor", "Dr Amira Haddad")
    # What narrows is not hidden away.
    assert friend.page.get_by_label("Language spoken").is_visible()


def test_any_doctor_will_do(screen):
    visit = screen.visitor()
    visit.opens("/doctors")
    visit.page.locator('main [name="service"]').select_option(label="GP consultation")
    visit.sends("/doctors")
    visit.sees("4 doctors")
    visit.looks_at("directory of a service")
    visit.page.get_by_role("link", name="Times with any doctor").click()
    visit.is_at("/times")
    visit.sees("Any doctor")
    visit.looks_at("times of any doctor")
    visit.chooses_time()
    visit.is_at("/appointments/new")


def test_an_empty_week_leads_over_to_the_next_time(screen, house):
    doctor = house.database.query("SELECT id FROM practitioner WHERE family_name = 'Mensah'")
    visit = screen.visitor()
    visit.opens(f"/doctors/{doctor}")
    visit.page.locator('main a[href*="/times?service="]').first.click()
    free = visit.page.locator("main button.time")
    assert free.count() > 0, "the first week shown has a time"
    for _ in range(4):
        if free.count() == 0:
            break
        visit.page.get_by_role("link", name="Next week").click()
    visit.sees("Nothing is free this week", "Closed")
    visit.looks_at("times, an empty week")
    visit.page.get_by_role("link", name="Next available:").click()
    assert free.count() > 0
    visit.looks_at("times, after the jump")
    visit.page.get_by_role("link", name="Previous week").click()
    visit.sees("Nothing is free this week")


def test_a_first_visit_has_its_own_times(screen, house):
    doctor = house.database.query("SELECT id FROM practitioner WHERE family_name = 'Mahmood'")
    visit = screen.visitor()
    visit.opens(f"/doctors/{doctor}")
    visit.page.locator('main a[href*="/times?service="]').first.click()
    visit.sees("45 minutes")
    visit.looks_at("times of a first visit")
    visit.page.get_by_role("link", name="I have been here before").click()
    visit.page.wait_for_url(lambda url: "visit=return" in url)
    assert visit.page.locator("main .service-terms").inner_text().startswith("30 minutes")


def test_with_the_keyboard_alone(chromium, house):
    screen = Screen(chromium, house, "desk")
    visit = screen.visitor()
    visit.opens("/doctors")
    tabs_to(visit.page, "#q")
    visit.page.keyboard.type("haddad")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url(lambda url: "q=haddad" in url)
    tabs_to(visit.page, '.card-times a[href*="/times"]')
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url(lambda url: "/times" in url)
    tabs_to(visit.page, 'a[rel="next"]')
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url(lambda url: "from=" in url)
    tabs_to(visit.page, "button.time")
    focus = visit.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert focus == "solid", "the focus is seen"
    visit.page.keyboard.press("Enter")
    visit.is_at("/appointments/new")
    screen.close()


def tabs_to(page, selector: str):
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"no way to {selector} by the tabulator")


def test_each_button_says_day_time_and_doctor(chromium, house):
    screen = Screen(chromium, house, "desk")
    visit = screen.visitor()
    visit.opens("/doctors?q=haddad")
    named = re.compile(r"^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d+ \w+ \d\d:\d\d ?, Dr Amira Haddad, GP consultation$")
    assert visit.page.get_by_role("button", name=named).count() == 3
    visit.follows("/doctors/")
    visit.page.locator('main a[href*="/times?service="]').first.click()
    names = r"^\d\d:\d\d ?, (Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day \d+ \w+, Dr Amira Haddad$"
    buttons = visit.page.locator("main button.time").count()
    assert buttons > 0
    assert visit.page.get_by_role("button", name=re.compile(names)).count() == buttons
    screen.close()
