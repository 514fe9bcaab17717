"""Becoming a patient with an account, by whoever has no browser."""

import re

from .house import House
from .people import one_time_code
from .visitor import Visitor

PERSON = {
    "given": "Sam", "family": "Osei", "birthDay": "1", "birthMonth": "4", "birthYear": "1990", "gender": "unknown",
    "phone": "+44 20 7946 0123", "line": "12 Rope Walk", "postalCode": "SE16 4CV", "city": "London",
    "country": "United Kingdom",
}  # fmt: skip


def sign_up(visitor: Visitor, email: str, password: str):
    """The first step; a code is on its way then."""
    answer = visitor.submit("/sign-up", {**PERSON, "email": email, "password": password})
    assert answer.location.startswith("/sign-up/confirmation"), (answer.status, answer.heading)


def mailed_code(house: House, email: str, clinic: str = "riverside") -> str:
    return re.search(r"^\s+(\d{6})\s*$", house.letter(email, clinic), re.MULTILINE)[1]


def mailed_link(house: House, email: str, clinic: str = "riverside") -> str:
    """The path that replaces a forgotten password."""
    return re.search(r"/password/reset/[\w-]{43}", house.letter(email, clinic))[0]


def mailed_invitation(house: House, email: str, clinic: str = "riverside") -> str:
    return re.search(r"/invitations/[\w-]{43}", house.letter(email, clinic))[0]


def enrol(visitor: Visitor) -> str:
    """Sets up an authenticator and is signed in. Returns its key."""
    form = visitor.get("/two-factor")
    key = re.search(r'<code class="key">([A-Z2-7 ]+)</code>', form.text)[1]
    answer = visitor.post("/two-factor", {"csrf": form.hidden("csrf"), "code": one_time_code(key)})
    assert answer.status == 303, (answer.status, answer.heading)
    return key.replace(" ", "")


def join(visitor: Visitor, house: House, email: str, password: str, clinic: str = "riverside") -> str:
    """All steps, up to being signed in. Returns the authenticator's key."""
    sign_up(visitor, email, password)
    answer = visitor.submit("/sign-up/confirmation", {"code": mailed_code(house, email, clinic)})
    assert answer.location.startswith("/two-factor"), (answer.status, answer.heading)
    return enrol(visitor)


def recovery_codes(visitor: Visitor) -> list[str]:
    """Ten new ones, for who has just signed in."""
    codes = re.findall(r"\b(?:[A-Z2-7]{4}-){5}[A-Z2-7]{4}\b", visitor.submit("/account/recovery-codes", {}).text)
    assert len(codes) == 10
    return codes
