"""Pages as they are read: with twice the text, in two scripts at once, and in lines as somebody wrote them."""

import re

import pytest
from stage.browsing import Screen
from stage.guests import invite
from stage.people import AMIRA, BEN, DANA, PAUL


def paul_of(house) -> str:
    return house.database.query(
        f"SELECT p.id FROM patient p JOIN account a ON a.id = p.account_id WHERE a.email = '{PAUL.email}'"
    )


def visitor(screen, house, person, language: str):
    return screen.visitor(person.clinic, {**house.signed_in(person).cookies, "__Host-language": language})


@pytest.mark.parametrize("language", ["es", "ar"])
def test_text_twice_as_large_fits_a_phone(chromium, house, language):
    screen, paul = Screen(chromium, house, "phone"), paul_of(house)
    talk = house.database.query(f"SELECT id FROM conversation WHERE patient_id = '{paul}' LIMIT 1")
    result = house.database.query(f"SELECT id FROM diagnostic_report WHERE patient_id = '{paul}' LIMIT 1")
    chart = f"/records/{paul}"
    for person, paths in [
        (PAUL, ["/dashboard", "/messages", f"/messages/{talk}", "/messages/new", "/account/family", f"/account/person/{paul}",
                "/account/letters", "/account/data", f"/account/data/erasure/{paul}", "/account/children", "/health"]),
        (AMIRA, ["/conversations", chart, f"{chart}/chart", f"{chart}/vitals", f"{chart}/conditions", f"{chart}/notes",
                 f"{chart}/results/{result}"]),
        (BEN, ["/desk", f"/patients/{paul}", f"/patients/{paul}/family", f"/patients/{paul}/letters"]),
        (DANA, ["/admin/erasures", "/admin/teams", "/note-templates/new", "/admin/messages"]),
    ]:  # fmt: skip
        visit = visitor(screen, house, person, language)
        for path in paths:
            visit.opens(path)
            visit.page.evaluate("document.documentElement.style.fontSize = '200%'")
            wider = visit.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wider <= 0, f"{path} is {wider} px wider than the screen"
    screen.close()


def test_what_is_in_another_script_stands_beside_what_it_belongs_to(chromium, house):
    for kind in ("phone", "desk"):
        screen = Screen(chromium, house, kind)
        amira = visitor(screen, house, AMIRA, "ar")
        amira.opens(f"/records/{paul_of(house)}/chart")
        ends = amira.page.evaluate("""
            () => [...document.querySelectorAll('.record-row > div')].map(row => [...row.querySelectorAll('p')].map(line => {
                const range = document.createRange(); range.selectNodeContents(line)
                return Math.round(range.getBoundingClientRect().right)
            }).filter(Boolean))
        """)
        assert any(len(row) > 2 for row in ends)
        for row in ends:
            assert max(row) - min(row) <= 2, row
        # The button of a file field stands at the beginning, as all else does.
        paul = visitor(screen, house, PAUL, "ar")
        paul.opens("/messages/new")
        assert paul.page.locator('[name="file"]').evaluate("field => getComputedStyle(field).unicodeBidi") != "plaintext"
        screen.close()


def test_lists_have_the_comma_of_the_language(chromium, house):
    screen, paul = Screen(chromium, house, "desk"), paul_of(house)
    note = house.database.query(f"SELECT id FROM composition WHERE patient_id = '{paul}' AND status = 'final' LIMIT 1")
    for person, paths in [
        (AMIRA, [f"/records/{paul}/chart", f"/records/{paul}/notes", f"/notes/{note}", f"/records/{paul}/medications"]),
        (DANA, ["/admin/teams", "/note-templates"]),
        (PAUL, ["/health", "/health/notes", f"/health/notes/{note}", "/dashboard"]),
    ]:
        visit = visitor(screen, house, person, "ar")
        for path in paths:
            visit.opens(path)
            text = visit.page.locator("main").text_content()
            wrong = re.findall(r".{0,30}(?:[\u0600-\u06ff]\u2069*, |, \u2068*[\u0600-\u06ff]).{0,30}", text)
            assert not wrong, f"{path}: {wrong}"
    screen.close()


def test_lines_stay_lines(screen, house):
    paul = screen.signed_in(PAUL)
    paul.opens("/messages/new")
    paul.page.locator('main [name="aim"]').first.check()
    paul.fills_in(topic=f"Lines {screen.kind}", text="First line\nSecond line\n\nThird line")
    paul.sends("/messages")
    paul.sees("Your message is sent.")
    heights = paul.page.locator(".talk-message .pre").last.evaluate(
        "words => [words.getBoundingClientRect().height, parseFloat(getComputedStyle(words).lineHeight)]"
    )
    assert round(heights[0] / heights[1]) == 4, heights


def test_the_latest_results_come_first_and_the_earlier_when_asked_for(screen, house):
    paul = screen.signed_in(PAUL)
    paul.opens("/health")
    section = paul.page.locator("section[aria-labelledby=results]")
    assert section.locator("> ul > li").count() == 3
    earlier = section.locator("details")
    assert not earlier.locator("li").first.is_visible()
    earlier.locator("summary").click()
    earlier.locator("li").first.wait_for()
    paul.looks_at("health, earlier results")


def test_whoever_pays_for_somebody_sees_whose_invoices_they_are(chromium, house):
    token, paul = invite(house.database, "riverside", 1)[0], paul_of(house)
    house.database.query(f"""
        INSERT INTO related_person (tenant_id, id, patient_id, account_id, relationship, scopes, until, created_at)
        SELECT p.tenant_id, gen_random_uuid(), p.id, g.id, 'delegate', '{{pay}}', current_date + 90, now()
          FROM patient p, account g
         WHERE p.id = '{paul}' AND g.email LIKE 'guest-%' ORDER BY g.created_at DESC, g.id DESC LIMIT 1
    """)
    screen = Screen(chromium, house, "phone")
    hers = screen.visitor(cookies={"__Host-visit": token})
    hers.opens("/invoices")
    rows = hers.page.locator("main li.row").all_inner_texts()
    assert rows and all("Paul Fletcher" in row for row in rows), rows
    his = screen.signed_in(PAUL)
    his.opens("/invoices")
    assert all("Paul Fletcher" not in row for row in his.page.locator("main li.row").all_inner_texts())
    screen.close()
