"""An administrator adds a doctor, who then stands in the directory."""

import re

from stage.people import AMIRA, DANA, PAUL
from stage.pictures import png


def test_dana_adds_a_doctor_with_a_photo_and_hours_who_can_then_be_booked(screen, tmp_path):
    family = f"Olsson {re.sub(r'[^a-z]', '', screen.kind)}"
    photo = tmp_path / "portrait.png"
    photo.write_bytes(png(400, 500))
    dana = screen.signed_in(DANA)
    dana.opens("/admin")
    dana.looks_at("admin")
    dana.follows("/admin/practitioners")
    dana.looks_at("doctors")
    dana.page.locator('main a[href="/admin/practitioners/new"]').first.click()
    dana.looks_at("new doctor")

    # With nothing filled in first: every fault is said at its field.
    dana.sends("/admin/practitioners")
    dana.page.locator("main .problems").wait_for()
    dana.looks_at("new doctor, refused")

    dana.fills_in(
        prefix="Dr", given="Åsa", family=family, qualification="MD", languages="sv, en", bio="Listens first."
    )
    dana.chooses("gender", "female")
    dana.page.locator('[name="photo"]').set_input_files(photo)
    dana.page.locator('[name="specialty"]').first.check()
    dana.page.locator('[name="service"]').first.check()
    for day in range(1, 8):
        dana.page.locator(f'[name="day{day}_room"]').select_option(index=1)
        dana.fills_in(**{f"day{day}_from": "06:00", f"day{day}_until": "07:00"})
    dana.sends("/admin/practitioners")
    dana.sees(family)
    dana.looks_at("doctors, one more")

    stranger = screen.visitor()
    stranger.opens(f"/doctors?q={family.split()[1]}")
    stranger.sees(family)
    assert stranger.sees_picture("main .face img") == (160, 160)
    stranger.follows("/doctors/")
    stranger.page.locator('main a[href*="/times?service="]').first.click()
    stranger.looks_at("times of the new doctor")


def test_only_an_administrator_sees_the_administration(house):
    for path in ["/admin", "/admin/practitioners", "/admin/practitioners/new"]:
        assert house.signed_in(DANA).get(path).status == 200
        assert house.signed_in(AMIRA).get(path).status == 403
        assert house.signed_in(PAUL).get(path).status == 403
        assert house.visitor().get(path).status == 303


def test_only_a_doctor_has_a_day_and_only_a_patient_a_dashboard(house):
    assert house.signed_in(AMIRA).get("/schedule").status == 200
    assert house.signed_in(PAUL).get("/schedule").status == 403
    assert house.signed_in(PAUL).get("/dashboard").status == 200
