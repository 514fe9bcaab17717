"""Everybody reads every page in their own language, from left to right or from right to left, on a phone and at a desk."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from stage.browsing import Screen
from stage.matrix.routes import Routes
from stage.people import AMIRA, BEN, DANA, LUCIE, PAUL
from stage.reading import LANGUAGES, catalogue, faults_of

ROLES = {None: "visitor", PAUL: "patient", AMIRA: "practitioner", BEN: "front-desk", DANA: "admin"}
# What is no page, or needs something in its address.
NO_PAGES = re.compile(r"^/(healthz|readyz|assets|dev|calendar|unsubscribe)|/(events|file|export)$|\.(csv|ics|pdf)$|/strength$")


@pytest.fixture(scope="module")
def routes(house):
    return Routes(house.program)


def cookies(house, person, language: str) -> dict[str, str]:
    signed_in = house.signed_in(person).cookies if person else {}
    return signed_in | {"__Host-language": language}


def pages(house, routes, person) -> list[str]:
    """Every page that somebody has an address of, and one of each kind that these lead to."""
    role = ROLES[person]
    known = [
        route for route in routes.all
        if route.method == "GET" and not route.access.startswith("step:") and not NO_PAGES.search(route.pattern)
        and (route.access == "anyone" if person is None else route.access != "anyone" and routes.admits(route, role))
    ]  # fmt: skip
    visitor = house.signed_in(person) if person else house.visitor()
    found, ahead = [], [route.pattern for route in known if ":" not in route.pattern]
    wanted = [re.compile(re.sub(r":\w+", r"[^/?\"&#]+", route.pattern)) for route in known if ":" in route.pattern]
    while ahead:
        path = ahead.pop(0)
        answer = visitor.get(path)
        if answer.status != 200 or not answer.headers["Content-Type"].startswith("text/html"):
            continue
        found.append(path)
        for pattern in wanted.copy():
            link = re.search(rf'href="({pattern.pattern})["?#]', answer.text)
            if link:
                ahead.append(link[1])
                wanted.remove(pattern)
    return found


@pytest.mark.parametrize("person", ROLES, ids=ROLES.values())
def test_every_page_is_whole_in_every_language(chromium, house, routes, person):
    paths = pages(house, routes, person)
    assert len(paths) > 5, paths
    screen = Screen(chromium, house, "phone without scripts")
    faults = []
    # English is what every other story reads.
    for language in LANGUAGES[1:]:
        visit = screen.visitor(cookies=cookies(house, person, language))
        for path in paths:
            visit.page.goto(path)
            for width, height in [(390, 844), (1280, 800)]:
                visit.page.set_viewport_size({"width": width, "height": height})
                faults += [f"{language} {width} {path}: {fault}" for fault in faults_of(visit.page, language)]
    screen.close()
    assert not faults, "\n".join(faults)


SEEN = {
    None: ["/", "/doctors", "/services", "/sign-up", "/help/patient"],
    PAUL: ["/dashboard", "/account", "/account/person", "/documents"],
    AMIRA: ["/schedule", "/schedule?view=week", "/schedule?view=month", "/records"],
    BEN: ["/today", "/desk", "/desk/queue"],
    DANA: ["/admin", "/admin/appointments", "/admin/reports", "/admin/settings"],
}


@pytest.mark.parametrize("kind", ["phone", "desk"])
def test_pages_that_run_from_right_to_left_are_accessible_in_light_and_dark(chromium, house, kind):
    screen = Screen(chromium, house, kind)
    for person, paths in SEEN.items():
        visit = screen.visitor(cookies=cookies(house, person, "ar"))
        for path in paths:
            visit.opens(path)
            visit.looks_at(f"arabic {path.replace('/', ' ').strip() or 'home'}")
            visit.page.emulate_media(color_scheme="dark")
            found = Axe().run(visit.page)
            assert found.violations_count == 0, f"{path}, dark: {found.generate_report()}"
            visit.page.emulate_media(color_scheme="light")
    screen.close()


@pytest.mark.parametrize("person", [AMIRA, PAUL], ids=lambda person: ROLES[person])
@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_navigation_is_one_line_at_1280_pixels(chromium, house, person, language):
    screen = Screen(chromium, house, "desk")
    visit = screen.signed_in(person)
    visit.opens("/account")
    if language != "en":
        visit.page.locator(f'.language button[value="{language}"]').click()
    assert visit.page.locator("html").get_attribute("lang") == language
    tops = visit.page.locator(".nav > li, .language form").evaluate_all("all => all.map(one => one.getBoundingClientRect())")
    assert max(one["top"] for one in tops) < min(one["bottom"] for one in tops), tops
    visit.looks_at(f"navigation, {ROLES[person]}, {language}")
    screen.close()


def test_a_language_is_chosen_and_kept(screen):
    visit = screen.visitor()
    visit.opens("/")
    visit.page.locator("header").get_by_role("button", name="العربية").click()
    visit.page.wait_for_load_state()
    assert visit.page.locator("html").get_attribute("dir") == "rtl"
    visit.looks_at("arabic, chosen")
    visit.opens("/doctors")
    assert visit.page.locator("html").get_attribute("lang") == "ar"
    # The first entry of the navigation is where lines begin.
    first, last = [visit.page.locator("header .nav a").nth(index).bounding_box()["x"] for index in (0, 1)]
    assert first > last
    visit.page.locator("header").get_by_role("button", name="Español").click()
    visit.page.wait_for_load_state()
    assert visit.page.locator("html").get_attribute("dir") == "ltr"
    assert visit.page.locator("html").get_attribute("lang") == "es"


def test_whoever_signs_in_reads_their_own_language(house):
    house.database.query("UPDATE account SET language = 'ar' WHERE email = 'lucie@hilltop.example'")
    visitor = house.signed_in(LUCIE)
    assert '<html lang="ar" dir="rtl">' in visitor.get("/dashboard").text


def test_a_visitor_reads_what_the_browser_asks_for_or_else_the_clinics_own(house):
    def language(accepted: str) -> str:
        visitor = house.visitor("hilltop")
        return re.search(r'<html lang="(\w+)"', visitor.send("GET", "/", headers={"Accept-Language": accepted}).text)[1]

    house.database.query("UPDATE tenant SET language = 'fr', languages = '{en,fr,ar}' WHERE slug = 'hilltop'")
    assert language("ar-EG, en;q=0.5") == "ar"
    assert language("es, ar;q=0.5") == "ar"
    assert language("es, de") == "fr"
    assert language("") == "fr"


def test_a_name_is_found_and_sorted_in_the_pages_language(house):
    visitor = house.visitor()
    page = visitor.send("GET", "/doctors", headers={"Cookie": "__Host-language=es"}).text
    chosen = re.search(r'<select[^>]*name="language".*?</select>', page, re.DOTALL)[0]
    names = re.findall(r"<option[^>]*>([^<]+)", chosen)[1:]
    assert "árabe" in names and names == sorted(names, key=lambda name: name.replace("á", "a").replace("é", "e"))


def test_errors_are_in_the_readers_language(house):
    for language in LANGUAGES:
        answer = house.visitor().send("GET", "/nowhere", headers={"Cookie": f"__Host-language={language}"})
        assert (answer.status, answer.heading) == (404, catalogue(language)["error.404.title"])
        assert f'<html lang="{language}"' in answer.text
