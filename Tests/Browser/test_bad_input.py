"""Whatever is sent, the answer is a page of ours that says what is wrong, and never a fault of the server."""

import re
import urllib.parse

import pytest
from stage.offers import offers
from stage.people import AMIRA, DANA, PAUL
from stage.pictures import bomb, png
from stage.visitor import multipart

SIGN_UP = {
    "given": "Ann",
    "family": "O'Brien",
    "birthDay": "1",
    "birthMonth": "2",
    "birthYear": "1980",
    "gender": "female",
    "phone": "+44 7700 900123",
    "line": "1 Quay",
    "postalCode": "SE1",
    "city": "London",
    "country": "UK",
    "email": "ann@mail.example",
    "password": "correct horse battery",
}
DOCTOR = {"given": "Ann", "family": "Quist", "gender": "other"}

# Page with the form, where it goes, and a good way to fill it in.
FORMS = {
    "sign-up": ("/sign-up", "/sign-up", SIGN_UP),
    "sign-in": ("/sign-in", "/sign-in", {"email": "ann@mail.example", "password": "wrong password"}),
}

HOSTILE = {
    "empty": b"",
    "too long": b"x" * 5000,
    "NUL": b"a%00b",
    "invalid UTF-8": b"%C3%28",
    "half a percent": b"%",
    "markup": b"%3Cscript%3Ealert(1)%3C/script%3E",
    "line breaks": b"a%0D%0ASet-Cookie:%20b=c",
    "a right-to-left override": "\u202e".encode(),
    "a number beyond all": b"9" * 40,
    "SQL": b"'%3B%20DROP%20TABLE%20patient%3B--",
}


def is_a_proper_answer(answer, *statuses):
    assert answer.status in statuses, (answer.status, answer.heading)
    if answer.status in (400, 414):
        # A broken address is refused before there is a page, in a line of plain text.
        assert answer.heading or answer.text
    elif answer.status != 303:
        assert answer.heading, "every answer is a page with a heading"
    assert "<script>alert" not in answer.text
    assert "Content-Security-Policy" in answer.headers


def test_the_good_form_is_good(house):
    """Or else all that follows would be refused for another reason."""
    assert house.visitor().submit("/sign-up", SIGN_UP).location.startswith("/sign-up/confirmation")


@pytest.mark.parametrize("form", ["sign-up", "sign-in"])
@pytest.mark.parametrize("hostile", HOSTILE)
def test_every_field_of_every_form_takes_hostile_text(house, form, hostile):
    page, action, good = FORMS[form]
    visitor = house.visitor()
    csrf = visitor.get(page).hidden("csrf")
    for field in good:
        pairs = [
            (name, HOSTILE[hostile] if name == field else value.encode().replace(b"+", b"%2B"))
            for name, value in good.items()
        ]
        body = b"&".join(name.encode() + b"=" + value for name, value in [("csrf", csrf.encode()), *pairs])
        answer = visitor.post_bytes(action, body)
        if answer.status != 303:  # some of it is a fine password, or even a name
            is_a_proper_answer(answer, 400, 422)


@pytest.mark.parametrize("form", ["sign-up", "sign-in"])
def test_a_repeated_field_is_refused(house, form):
    page, action, good = FORMS[form]
    visitor = house.visitor()
    csrf = visitor.get(page).hidden("csrf")
    for field in good:
        is_a_proper_answer(
            visitor.post(action, [("csrf", csrf), *good.items(), (field, good[field])]), 400, 422
        )


def test_what_was_typed_is_kept_and_passwords_are_not(house):
    visitor = house.visitor()
    answer = visitor.submit("/sign-up", {**SIGN_UP, "email": "not an address"})
    is_a_proper_answer(answer, 422)
    assert "O&#39;Brien" in answer.text or "O'Brien" in answer.text or "O&#x27;Brien" in answer.text
    assert SIGN_UP["password"] not in answer.text


@pytest.mark.parametrize(
    "day",
    [
        ("31", "2", "1980"),
        ("1", "13", "1980"),
        ("1", "1", "2999"),
        ("1", "1", "1700"),
        ("", "", ""),
        ("x", "y", "z"),
        ("-1", "1", "1980"),
    ],
)
def test_a_day_that_nobody_was_born_on_is_refused(house, day):
    fields = {"birthDay": day[0], "birthMonth": day[1], "birthYear": day[2]}
    is_a_proper_answer(house.visitor().submit("/sign-up", {**SIGN_UP, **fields}), 422)


@pytest.mark.parametrize("language", ["", "xx", "x" * 5000, "../../etc", "en\0", "fr\r\nSet-Cookie: a=b"])
@pytest.mark.parametrize("back", ["/", "https://evil.example/", "//evil.example", "/\\evil.example", "\r\n/"])
def test_a_choice_of_language_leads_back_to_this_clinic_only(house, language, back):
    answer = house.visitor().submit("/sign-in", {"language": language, "return": back}, to="/language")
    is_a_proper_answer(answer, 303, 400, 404, 422)
    assert not answer.location or re.fullmatch(r"/(?![/\\]).*", answer.location)


@pytest.mark.parametrize(
    "fields", [{"reason": "x" * 501}, {"key": "x"}, {"key": ""}, {"reason": "a\0b"}, {"offer": ""}]
)
def test_a_booking_with_a_broken_field_books_nothing(house, fields):
    _, offer = next(offers(house.visitor()))
    paul = house.signed_in(PAUL)
    page = paul.get(offer)
    good = {name: page.hidden(name) for name in ("csrf", "offer", "key")} | {"reason": "Cough"}
    before = house.database.number("SELECT count(*) FROM appointment")
    is_a_proper_answer(paul.post("/appointments", good | fields), 400, 404, 422)
    assert house.database.number("SELECT count(*) FROM appointment") == before


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "１２３４５６", "-12345", "0x1234"])
def test_a_code_that_is_none_is_refused(house, code):
    visitor = house.visitor()
    visitor.submit("/sign-up", {**SIGN_UP, "email": "codes@mail.example"})
    is_a_proper_answer(visitor.submit("/sign-up/confirmation", {"code": code}), 422)


def test_a_form_without_its_token_or_from_elsewhere_is_refused(house):
    visitor = house.visitor()
    csrf = visitor.get("/sign-in").hidden("csrf")
    fields = {"email": "a@mail.example", "password": "x"}
    is_a_proper_answer(visitor.post("/sign-in", fields), 403)
    is_a_proper_answer(visitor.post("/sign-in", {"csrf": csrf[::-1], **fields}), 403)
    is_a_proper_answer(visitor.post("/sign-in", {"csrf": csrf, **fields}, Origin="https://evil.example"), 403)
    is_a_proper_answer(house.visitor().post("/sign-in", {"csrf": csrf, **fields}), 403)


@pytest.mark.parametrize("offer", ["", "x", "x.y", "a" * 5000, "%00", "..%2F..%2Fetc"])
def test_an_offer_that_nobody_made_is_unknown(house, offer):
    is_a_proper_answer(house.visitor().get(f"/appointments/new?offer={offer}"), 400, 404, 414)
    paul = house.signed_in(PAUL)
    csrf = paul.get("/dashboard").hidden("csrf")
    is_a_proper_answer(paul.post("/appointments", {"csrf": csrf, "offer": offer, "key": "x"}), 400, 404, 422)


@pytest.mark.parametrize(
    "path",
    [
        "/doctors?q=" + "x" * 3000,
        "/doctors?q=%00",
        "/doctors?q=%FF",
        "/doctors?page=-1",
        "/doctors?page=99999999999999999999",
        "/doctors?page=x",
        "/doctors?specialty=x",
        "/doctors?q=a&q=b",
        "/doctors/x",
        "/doctors/%00",
        "/doctors/..%2F..%2Fetc",
        "/dev/mail/x",
    ],
)
def test_an_address_that_means_nothing_is_no_fault_of_the_server(house, path):
    is_a_proper_answer(house.visitor().get(path), 200, 303, 400, 404, 422)


@pytest.mark.parametrize(
    "who, path",
    [
        (PAUL, "/appointments/x"),
        (PAUL, "/appointments/%00"),
        (AMIRA, "/schedule?date=2026-02-31"),
        (AMIRA, "/schedule?date=x&date=y"),
        (AMIRA, "/schedule?date=9999-12-31"),
    ],
)
def test_an_address_that_means_nothing_is_none_to_whom_it_is_open_either(house, who, path):
    is_a_proper_answer(house.signed_in(who).get(path), 200, 400, 404, 422)


@pytest.mark.parametrize(
    "date", ["2026-02-31", "x", "%00", "0000-00-00", "99999-01-01", "9999-12-31", "0001-01-01", ""]
)
def test_a_date_that_is_none_is_no_fault_of_the_server(house, date):
    visitor = house.visitor()
    doctor = next(link for link in visitor.get("/doctors").links("/doctors/"))
    times = visitor.get(doctor).links(f"{doctor}/times")[0]
    is_a_proper_answer(visitor.get(f"{times}&from={date}"), 200, 400, 404, 422)


# Content that is not the photo it says it is, and what to expect of it.
PHOTOS = {
    "HTML named .png": ("portrait.png", "image/png", b"<!doctype html><script>alert(1)</script>"),
    "SVG": (
        "portrait.svg",
        "image/svg+xml",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    ),
    "11 MB": ("portrait.png", "image/png", png(8, 8) + b"\0" * (11 * 1024 * 1024)),
    "50,000 by 50,000": ("portrait.png", "image/png", bomb(50_000)),
    "a header that lies": ("portrait.png", "image/png", png(8, 8, claimed=(60_000, 60_000))),
    "cut off": ("portrait.png", "image/png", png(64, 64)[:300]),
    "a path as a name": ("../../../etc/passwd", "image/png", b"root:x:0:0"),
}


@pytest.mark.parametrize("photo", PHOTOS)
def test_a_hostile_photo_is_refused_and_what_was_typed_is_kept(house, photo):
    dana = house.signed_in(DANA)
    answer = send_doctor(dana, [("photo", *PHOTOS[photo])])
    is_a_proper_answer(answer, 413, 422)
    assert "Quist" in answer.text
    assert house.visitor().get("/doctors?q=Quist").status == 200
    assert house.database.number("SELECT count(*) FROM practitioner WHERE family_name = 'Quist'") == 0


def test_a_truncated_upload_is_refused(house):
    dana = house.signed_in(DANA)
    body, kind = doctor_body(dana, [("photo", "a.png", "image/png", png(64, 64))])
    for length in [0, 1, 60, len(body) // 2, len(body) - 4]:
        is_a_proper_answer(dana.post_bytes("/admin/practitioners", body[:length], kind), 400, 403, 422)


def test_a_form_of_another_kind_is_refused(house):
    dana = house.signed_in(DANA)
    for kind in ["application/json", "text/plain", "multipart/form-data", "multipart/form-data; boundary="]:
        is_a_proper_answer(dana.post_bytes("/admin/practitioners", b"{}", kind), 400, 403, 415, 422)


@pytest.mark.parametrize("hostile", ["NUL", "invalid UTF-8"])
def test_a_multipart_field_takes_no_broken_text(house, hostile):
    dana = house.signed_in(DANA)
    form = dana.get("/admin/practitioners/new")
    value = {"NUL": b"a\0b", "invalid UTF-8": b"\xc3("}[hostile]
    body, kind = multipart([*own_fields(form), ("family", value)])
    is_a_proper_answer(dana.post_bytes("/admin/practitioners", body, kind), 400, 422)


def send_doctor(visitor, files):
    return visitor.post_bytes("/admin/practitioners", *doctor_body(visitor, files))


def doctor_body(visitor, files):
    form = visitor.get("/admin/practitioners/new")
    fields = [*own_fields(form), *((name, value.encode()) for name, value in DOCTOR.items())]
    return multipart(fields, files)


def own_fields(form):
    """What the page put into the form itself."""
    return [(name, form.hidden(name).encode()) for name in ("csrf", "key")]


@pytest.mark.parametrize("field", ["specialties", "services", "hours.0.room"])
def test_a_choice_that_is_no_longer_there_is_told_and_the_rest_kept(house, field):
    dana = house.signed_in(DANA)
    form = dana.get("/admin/practitioners/new")
    fields = {name: value.encode() for name, value in DOCTOR.items()}
    fields |= {name: first(form, rf'name="{name}" value="([^"]+)"') for name in ("specialties", "services")}
    fields |= {"gender": b"female", "hours.count": b"1", "hours.0.weekday": b"Monday"}
    fields |= {"hours.0.from": b"09:00", "hours.0.until": b"17:00", "hours.0.room": b"Room 1", field: b"The attic"}
    body, kind = multipart([*own_fields(form), *fields.items()])
    answer = dana.post_bytes("/admin/practitioners", body, kind)
    is_a_proper_answer(answer, 422)
    assert "There is no “The attic” here" in answer.text
    assert "Quist" in answer.text


@pytest.mark.parametrize(
    "typed, name",
    [
        ("Nguyen", "Nguyễn"), ("muller", "Müller"), ("Asa", "Åsa"), ("Wisniewska", "Wiśniewska"),
        ("O’Brien", "O&#39;Brien"), ("Haddad Amira", "Amira Haddad"), ("haddad general", "Amira Haddad"),
    ],
)  # fmt: skip
def test_a_doctor_is_found_however_the_name_is_typed(house, typed, name):
    assert name in house.visitor().get("/doctors?q=" + urllib.parse.quote(typed)).text


def first(form, pattern):
    return re.search(pattern, form.text)[1].encode()
