"""Lists of all records: sorted, narrowed, searched and kept by their address; many rows at once."""

import re
import uuid

import pytest
from stage.people import BEN, DANA
from stage.walking import walks_to


@pytest.fixture
def dana(screen):
    return screen.signed_in(DANA)


def rows(visit):
    return visit.page.locator("main tbody tr")


def presses(visit, target):
    """By keyboard where there is one."""
    walks_to(visit, target) if visit.screen.kind == "desk" else target.click()


def test_the_day_at_a_glance_leads_to_its_rows(dana, house):
    dana.opens("/admin")
    dana.looks_at("admin")
    figure = dana.page.locator("main .stat", has_text="Completed")
    count = int(figure.locator(".stat-figure").inner_text())
    figure.get_by_role("link").click()
    dana.is_at("/admin/appointments")
    assert rows(dana).count() == min(count, 50)
    for who, text in [("Refused sign-ins", "Refused sign-ins"), ("did not arrive", "Letters")]:
        dana.opens("/admin")
        dana.page.locator("main .stat", has_text=who).get_by_role("link").click()
        dana.page.get_by_role("heading", level=1, name=text).wait_for()
        dana.looks_at(f"list, {text}")


def test_a_list_is_sorted_narrowed_paged_and_kept(dana):
    dana.opens("/admin/appointments")
    dana.looks_at("appointments")
    assert rows(dana).count() == 50
    first = rows(dana).first.inner_text()
    presses(dana, dana.page.get_by_role("link", name="Start").first)
    dana.page.wait_for_url(re.compile("sort=start"))
    assert rows(dana).first.inner_text() != first
    assert dana.page.locator("th[aria-sort='ascending']").count() == 1
    dana.page.locator('main [name="state"]').select_option("fulfilled")
    dana.page.locator("summary", has_text="Choose columns").click()
    dana.chooses("col", "price")
    presses(dana, dana.page.get_by_role("button", name="Show", exact=True))
    dana.page.wait_for_url(re.compile("(?=.*state=fulfilled)(?=.*sort=start)"))
    assert dana.page.locator("th", has_text="Price").count() == 1
    second = rows(dana).last.inner_text()
    dana.page.get_by_role("link", name="Next").click()
    dana.page.wait_for_url(re.compile("after="))
    assert rows(dana).first.inner_text() != second
    dana.looks_at("appointments, narrowed")
    dana.page.get_by_role("link", name="Previous").click()
    dana.page.wait_for_url(re.compile("before="))
    assert rows(dana).last.inner_text() == second

    # Kept under a name, for everybody; then taken away.
    name = f"Done {uuid.uuid4().hex[:6]}"
    dana.page.locator("summary", has_text="Save this view").click()
    presses(dana, dana.page.get_by_role("button", name="Save", exact=True))
    dana.sees("Please fill this in")
    dana.looks_at("appointments, view refused")
    dana.fills_in(name=name)
    dana.page.get_by_role("checkbox", name="For all of the clinic’s staff").check()
    presses(dana, dana.page.get_by_role("button", name="Save", exact=True))
    dana.sees("The view is saved")
    dana.opens("/admin/appointments")
    presses(dana, dana.page.get_by_role("link", name=name))
    dana.page.wait_for_url(re.compile("(?=.*state=fulfilled)(?=.*sort=start)"))
    ben = dana.screen.signed_in(BEN)
    ben.opens("/admin/appointments")
    ben.sees(name)
    presses(dana, dana.page.get_by_role("button", name=re.compile(f"Remove ?: {name}")))
    dana.sees("The view is removed")

    answer = dana.page.goto("/admin/appointments?from=2026-02-30")
    assert answer.status == 422
    dana.sees("This can’t be chosen here")
    dana.looks_at("appointments, wrong filter")


def chooses(visit, count: int) -> list[str]:
    """The next visits that nobody has touched. Returns their ids."""
    visit.opens("/admin/appointments?state=booked&when=ahead&sort=start")
    boxes = rows(visit).get_by_role("checkbox")
    for index in range(count):
        boxes.nth(index).check()
    return [boxes.nth(index).get_attribute("value") for index in range(count)]


def among(ids: list[str]) -> str:
    return ", ".join(f"'{one}'" for one in ids)


def test_many_visits_are_cancelled_with_a_reason_and_a_letter(dana, house):
    dana.opens("/admin/appointments?state=booked&when=ahead")
    presses(dana, dana.page.get_by_role("button", name="Cancel", exact=True))
    dana.sees("Choose at least one first")
    ids = chooses(dana, 2)
    presses(dana, dana.page.get_by_role("button", name="Cancel", exact=True))
    dana.is_at("/admin/appointments/cancellation")
    dana.looks_at("visits, to be cancelled")
    presses(dana, dana.page.get_by_role("button", name="Cancel these visits"))
    dana.sees("Please fill this in")
    dana.looks_at("visits, to be cancelled, refused")
    dana.fills_in(reason="The heating has failed.")
    presses(dana, dana.page.get_by_role("button", name="Cancel these visits"))
    dana.sees("Visits cancelled: 2")
    dana.looks_at("visits, cancelled")
    assert house.database.number(f"""
        SELECT count(*) FROM appointment a JOIN appointment_history h ON h.tenant_id = a.tenant_id AND h.appointment_id = a.id
         WHERE a.id IN ({among(ids)}) AND a.status = 'cancelled' AND h.act = 'cancel' AND h.note = 'The heating has failed.'
    """) == 2
    assert house.database.number(f"""
        SELECT count(*) FROM occupancy WHERE appointment_id IN ({among(ids)}) AND released_at IS NULL
    """) == 0


def test_many_visits_are_moved_after_a_look_at_each(dana, house):
    ids = chooses(dana, 3)
    before = house.database.query(f"SELECT string_agg(id || ' ' || starts_at, ',' ORDER BY id) FROM appointment WHERE id IN ({among(ids)})")
    presses(dana, dana.page.get_by_role("button", name="Move", exact=True))
    dana.is_at("/admin/appointments/move")
    dana.looks_at("visits, to be moved")
    dana.fills_in(days="many")
    presses(dana, dana.page.get_by_role("button", name="See what becomes of each"))
    dana.sees("Please enter a number from −400 to 400")
    dana.looks_at("visits, to be moved, refused")
    for days in range(7, 56, 7):
        dana.fills_in(days=str(days))
        dana.page.get_by_role("button", name="See what becomes of each").click()
        dana.page.wait_for_url(re.compile(f"days={days}(&|$)"))
        if dana.page.get_by_role("button", name="Move these visits").count():
            break
    dana.looks_at("visits, planned")
    others = dana.page.get_by_role("radio", name="Do the others")
    # Asked only where some of them can't be moved.
    if others.count():
        others.check()
    presses(dana, dana.page.get_by_role("button", name="Move these visits"))
    dana.sees("Visits moved: ")
    moved = int(re.search(r"Visits moved: (\d+)", dana.page.get_by_role("status").first.inner_text())[1])
    assert moved >= 1
    assert house.database.number(f"""
        SELECT count(*) FROM appointment a WHERE a.id IN ({among(ids)}) AND a.sequence = 1 AND a.status = 'booked'
           AND EXISTS (SELECT FROM occupancy o WHERE o.tenant_id = a.tenant_id AND o.appointment_id = a.id AND o.released_at IS NULL
                          AND o.starts_at = a.starts_at)
    """) == moved
    assert before != house.database.query(
        f"SELECT string_agg(id || ' ' || starts_at, ',' ORDER BY id) FROM appointment WHERE id IN ({among(ids)})"
    )


def test_letters_are_sent_again_out_of_the_list(screen, house):
    recipient = f"nobody.{uuid.uuid4().hex[:8]}@mail.example"
    for kind in ["appointment-cancelled", "password-reset"]:
        house.database.query(f"""
            INSERT INTO outbox_message (tenant_id, id, kind, language, recipient, payload, state, attempts, failure, due_at, created_at)
            SELECT id, gen_random_uuid(), '{kind}', 'en', '{recipient}', '{{}}', 'failed', 1, 'refused (550)', now(), now()
              FROM tenant WHERE slug = 'riverside'
        """)
    ben = screen.signed_in(BEN)
    ben.opens(f"/admin/messages?delivery=failed&q={recipient}")
    ben.looks_at("messages")
    assert rows(ben).count() == 2
    for box in rows(ben).get_by_role("checkbox").all():
        box.check()
    presses(ben, ben.page.get_by_role("button", name="Send again"))
    ben.sees("Letters that wait to be sent again: 1")
    assert rows(ben).count() == 1
    rows(ben).get_by_role("checkbox").check()
    presses(ben, ben.page.get_by_role("button", name="Seen to"))
    ben.sees("Letters seen to: 1", "Nothing fits")
    ben.looks_at("messages, none left")


def test_a_patient_is_found_taken_out_of_use_and_back(dana, house):
    family = "Retiring" + uuid.uuid4().hex.translate(str.maketrans("0123456789", "ghijklmnop"))[:8]
    house.database.query(f"""
        INSERT INTO patient (tenant_id, id, family_name, given_name, birth_date, gender, created_at)
        SELECT id, gen_random_uuid(), '{family}', 'Rita', '1950-05-05', 'female', now() FROM tenant WHERE slug = 'riverside'
    """)
    dana.opens("/admin/patients")
    dana.looks_at("patients")
    dana.fills_in(q=f"rita {family[:-1]}")
    presses(dana, dana.page.get_by_role("button", name="Show", exact=True))
    presses(dana, rows(dana).get_by_role("link").first)
    dana.sees(f"Rita {family}", "There are no visits ahead")
    dana.looks_at("patient")
    presses(dana, dana.page.get_by_role("button", name="Take the record out of use"))
    dana.sees("The record is out of use.")
    dana.looks_at("patient, out of use")
    ben = dana.screen.signed_in(BEN)
    ben.opens("/desk/patients")
    ben.fills_in(q=family)
    ben.sends("/desk/patients/search")
    assert f"Rita {family}" not in ben.page.get_by_role("main").inner_text()
    presses(dana, dana.page.get_by_role("button", name="Take the record back into use"))
    dana.sees("The record is in use again.")
