"""An administrator adds a doctor, who then stands in the directory."""

import re

from stage.people import AMIRA, BEN, DANA, PAUL
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
    # Who else works here is one step away.
    dana.follows("/admin/accounts?role=front-desk")
    dana.sees(BEN.name)
    dana.page.go_back()
    dana.page.locator('main a[href="/admin/practitioners/new"]').first.click()
    dana.looks_at("new doctor")

    # With nothing filled in first: every fault is said at its field.
    dana.sends("/admin/practitioners")
    dana.page.locator("main .problems").wait_for()
    dana.looks_at("new doctor, refused")

    dana.fills_in(
        prefix="Dr", given="Åsa", family=family, qualification="MD", languages="sv, en", bio="Listens first."
    )
    dana.page.locator('[name="gender"]').select_option("female")
    dana.page.locator('[name="photo"]').set_input_files(photo)
    dana.page.locator('[name="specialties"]').first.check()
    dana.page.locator('[name="services"]').first.check()
    for row in range(7):
        dana.page.locator(f'[name="hours.{row}.room"]').select_option(index=1)
        dana.fills_in(**{f"hours.{row}.from": "08:00", f"hours.{row}.until": "18:00"})
    dana.sends("/admin/practitioners")
    dana.sees("Added.", family)
    dana.looks_at("doctor, added")

    stranger = screen.visitor()
    stranger.opens(f"/doctors?q={family.split()[1]}")
    stranger.sees(family)
    assert stranger.sees_picture("main .face img") == (160, 160)
    stranger.follows("/doctors/")
    stranger.page.locator('main a[href*="/times?service="]').first.click()
    stranger.looks_at("times of the new doctor")

    # Bookable after one form: somebody with an account does it.
    paul = screen.signed_in(PAUL)
    paul.page.goto(stranger.page.url)
    paul.chooses_time()
    paul.sends("/appointments")
    paul.sees(family)


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
