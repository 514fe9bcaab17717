"""Riverside and Hilltop share a server and a database, and nothing else."""

import re

from stage.people import AMIRA, CHLOE, DANA, ETIENNE, LUCIE, PAUL

UNKNOWN = "00000000-0000-7000-8000-000000000000"


def test_both_clinics_are_used_at_once(screen):
    paul, lucie = screen.signed_in(PAUL), screen.signed_in(LUCIE)
    for _ in range(2):
        paul.opens("/dashboard")
        lucie.opens("/dashboard")
        paul.sees("Paul")
        lucie.sees("Lucie")
    paul.looks_at("dashboard of Riverside")
    lucie.looks_at("dashboard of Hilltop")


def test_a_session_of_one_clinic_is_nothing_at_the_other(house):
    stolen = house.visitor("riverside")
    stolen.cookies = dict(house.signed_in(CHLOE).cookies)
    assert stolen.get("/schedule").status == 303
    assert stolen.get("/").status == 200


def test_a_record_of_the_other_clinic_reads_like_one_that_does_not_exist(house):
    appointment = house.database.query(
        "SELECT a.id FROM appointment a JOIN tenant t ON t.id = a.tenant_id WHERE t.slug = 'riverside' LIMIT 1"
    )
    doctor = house.database.query(
        "SELECT p.id FROM practitioner p JOIN tenant t ON t.id = p.tenant_id WHERE t.slug = 'riverside' LIMIT 1"
    )
    assert house.visitor("riverside").get(f"/doctors/{doctor}").status == 200
    for person, path in [
        (LUCIE, "/appointments/"),
        (LUCIE, "/doctors/"),
        (CHLOE, "/doctors/"),
        (ETIENNE, "/doctors/"),
    ]:
        visitor = house.signed_in(person)
        theirs = appointment if path == "/appointments/" else doctor
        foreign, unknown = visitor.get(path + theirs), visitor.get(path + UNKNOWN)
        # But for the address itself, which the choice of language leads back to.
        told = lasting(foreign.text.replace(theirs, UNKNOWN))
        assert (foreign.status, told) == (404, lasting(unknown.text)), (person.name, path)


def test_an_offer_of_one_clinic_cannot_be_taken_at_the_other(house):
    offer = first_offer(house.visitor("riverside"))
    assert house.visitor("riverside").get(offer).status == 200
    assert house.signed_in(LUCIE).get(offer).status == 404


def test_an_unknown_clinic_is_not_served(house):
    assert house.visitor("nowhere").get("/").status == 421


def test_the_staff_of_each_clinic_see_only_their_own(house):
    riverside = house.signed_in(DANA).get("/admin/practitioners").text
    hilltop = house.signed_in(ETIENNE).get("/admin/practitioners").text
    assert "Haddad" in riverside and "Haddad" not in hilltop
    assert "Laurent" in hilltop and "Laurent" not in riverside
    assert AMIRA.clinic != CHLOE.clinic


def lasting(page: str) -> str:
    """Whichever second it was asked for in: a page says how long the session still lasts."""
    return re.sub(r'(?<=data-(?:idle|last)=")\d+', "", page)


def first_offer(visitor):
    """The address of the first free time of any doctor."""
    return visitor.get("/doctors").offers[0]
