"""Who asks with addresses that have an account and with such that have none learns nothing from the answers: they read
the same, and come as late (OWASP ASVS 5.0, 6.3.8)."""

import gc
import random
import re
import statistics

import pytest
from crowd import Form, Reply, open_form
from stage.guests import emails, give_password_of, invite, new_email
from stage.house import BEHIND_A_PROXY, House
from stage.joining import PERSON
from stage.people import PAUL
from stopwatch import Stopwatch, distinguishability

TRIES = 1000
WARM_UP = 50

FORMS = {
    "/sign-in": (422, {"password": "wrong wrong wrong"}),
    "/sign-up": (303, {**PERSON, "password": "orange kettle winter"}),
    "/password/forgotten": (303, {}),
}


@pytest.fixture(scope="module")
def house(clinics, logs):
    house = House(clinics, logs, **BEHIND_A_PROXY)
    yield house
    house.close()


@pytest.fixture(scope="module")
def known(house) -> list[str]:
    """An address for each try, so that no count of an account's failures makes a difference."""
    invite(house.database, "riverside", TRIES + WARM_UP)
    give_password_of(PAUL, house.database)
    house.database.query("VACUUM ANALYZE")
    return emails(house.database, "riverside")


@pytest.fixture
def stopwatch(house):
    stopwatch = Stopwatch(house.server.port)
    gc.disable()
    yield stopwatch
    gc.enable()
    stopwatch.close()


@pytest.mark.parametrize("page", FORMS)
def test_known_and_unknown_addresses_are_not_told_apart(house, known, stopwatch, page, record_property):
    status, fields = FORMS[page]
    replies = set()

    def attempt(email: str) -> float:
        form = open_form(house.visitor(network=somewhere()), page).with_fields(**fields, email=email)
        took, reply = stopwatch.time(form.request("keep-alive"))
        replies.add(the_same_each_time(reply, form))
        return took

    for email in known[:WARM_UP]:
        attempt(email)
        attempt(new_email())
    tries = [(email, 0) for email in known[WARM_UP:]] + [(new_email(), 1) for _ in range(TRIES)]
    random.shuffle(tries)
    times: tuple[list[float], list[float]] = [], []
    for email, kind in tries:
        times[kind].append(attempt(email))

    assert len(times[0]) == len(times[1]) == TRIES
    area = distinguishability(*times)
    medians = [statistics.median(kind) for kind in times]
    record_property(
        f"POST {page}", f"AUC {area:.3f}, medians {medians[0]:.2f} ms known, {medians[1]:.2f} ms unknown"
    )
    assert len(replies) == 1, replies
    assert replies.pop().status == status
    assert area <= 0.55


def somewhere() -> str:
    """A network of their own: a hundred guesses from one would have to wait."""
    return ".".join(["10", *(str(random.randrange(1, 255)) for _ in range(3))])


def the_same_each_time(reply: Reply, form: Form) -> Reply:
    """Without what differs between any two: the hour, the number of the request, and what was typed."""
    headers = tuple(header for header in reply.headers if header[0].lower() not in ("date", "x-request-id"))
    body = reply.body
    for name in ("csrf", "email"):
        body = body.replace(dict(form.fields)[name], "." * len(dict(form.fields)[name]))
    # What is asked of the browser's passkeys is asked once, and always as long.
    body = re.sub(r'(name="terms" value=|data-options=)"([^"]*)"', lambda found: f"{found[1]}{len(found[2])}", body)
    return Reply(reply.status, headers, body)
