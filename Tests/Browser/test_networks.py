"""Staff come in from the clinic's own networks alone: told from two networks, each a network namespace of its own."""

import contextlib
import os
import re
import subprocess

import pytest
from stage.house import House
from stage.people import AMIRA, DANA, PAUL

# Of this process alone: others may tell the same story at once.
OWN = os.getpid() % 200
INSIDE, OUTSIDE = f"10.{OWN}.1", f"10.{OWN}.2"
IN, OUT = f"clinic-in-{OWN}", f"clinic-out-{OWN}"


def run(*words: str) -> str:
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


@contextlib.contextmanager
def network(name: str, prefix: str):
    """A namespace whose only way out is this machine, which is `.1` there; it is `.2`."""
    run("ip", "netns", "add", name)
    try:
        run("ip", "link", "add", name, "type", "veth", "peer", "name", "out", "netns", name)
        run("ip", "address", "add", f"{prefix}.1/24", "dev", name)
        run("ip", "link", "set", name, "up")
        run("ip", "-n", name, "address", "add", f"{prefix}.2/24", "dev", "out")
        run("ip", "-n", name, "link", "set", "out", "up")
        yield
    finally:
        subprocess.run(["ip", "netns", "delete", name], check=False)
        subprocess.run(["ip", "link", "delete", name], check=False, capture_output=True)


@pytest.fixture
def networks():
    try:
        with network(IN, INSIDE), network(OUT, OUTSIDE):
            yield
    except subprocess.CalledProcessError as error:
        pytest.skip(f"network namespaces need more rights than there are here: {error.stderr.strip()}")


def answer(house, name: str, prefix: str, path: str, cookies: dict[str, str], *headers: str) -> tuple[int, str]:
    words = ["ip", "netns", "exec", name, "curl", "-s", "-w", "\n%{http_code}"]
    for header in (f"Host: riverside.localhost:{house.server.port}", *headers):
        words += ["-H", header]
    words += ["-H", "Cookie: " + "; ".join(f"{key}={value}" for key, value in cookies.items())]
    said = run(*words, f"http://{prefix}.1:{house.server.port}{path}")
    return int(said[said.rindex("\n") + 1 :]), said


@contextlib.contextmanager
def open_house(clinics, logs, **settings):
    """One that listens on all networks."""
    house = House(clinics, logs, POLYCLINIC_HOST="0.0.0.0", **settings)
    try:
        yield house
    finally:
        house.close()


def test_staff_come_in_from_the_clinics_own_networks_alone(clinics, logs, networks):
    with open_house(clinics, logs) as house:
        staff_alone(house)


def staff_alone(house):
    cookies = {person: dict(house.signed_in(person).cookies) for person in (AMIRA, DANA, PAUL)}
    admin = house.signed_in(DANA)
    page = admin.get("/admin/access").text
    seen = re.search(r'name="seen" value="([^"]*)"', page)[1]
    # Who sets them from elsewhere would shut themselves out.
    refused = admin.submit("/admin/access", {"networks": f"{INSIDE}.0/24", "seen": seen})
    assert refused.status == 422 and "shut yourself out" in refused.text
    assert admin.submit("/admin/access", {"networks": f"{INSIDE}.0/24\n127.0.0.1", "seen": seen}).status == 303

    forged = [f"{name}: {INSIDE}.2" for name in ("X-Forwarded-For", "X-Real-IP", "True-Client-IP", "Client-IP")]
    forged.append(f"Forwarded: for={INSIDE}.2")
    assert answer(house, IN, INSIDE, "/schedule", cookies[AMIRA])[0] == 200
    for headers in ([], forged):
        status, page = answer(house, OUT, OUTSIDE, "/schedule", cookies[AMIRA], *headers)
        assert status == 403 and "Only from the clinic" in page
        # Patients come from anywhere, and everybody can look at the doctors.
        assert answer(house, OUT, OUTSIDE, "/dashboard", cookies[PAUL], *headers)[0] == 200
        assert answer(house, OUT, OUTSIDE, "/doctors", cookies[AMIRA], *headers)[0] == 200


def test_only_a_trusted_proxy_says_where_somebody_comes_from(clinics, logs, networks):
    with open_house(clinics, logs, POLYCLINIC_TRUSTED_PROXIES=f"{OUTSIDE}.2,127.0.0.1") as house:
        proxies_alone(house)


def proxies_alone(house):
    house.database.query(f"UPDATE tenant SET staff_networks = '{{{INSIDE}.0/24,127.0.0.1}}' WHERE slug = 'riverside'")
    cookies = dict(house.signed_in(AMIRA).cookies)
    inside, outside = f"X-Forwarded-For: {INSIDE}.9", "X-Forwarded-For: 203.0.113.9"
    assert answer(house, OUT, OUTSIDE, "/schedule", cookies, inside)[0] == 200
    assert answer(house, OUT, OUTSIDE, "/schedule", cookies, outside)[0] == 403
    # What stands left of what the proxy saw may be made up.
    assert answer(house, OUT, OUTSIDE, "/schedule", cookies, f"{inside}, 203.0.113.9")[0] == 403
    # The clinic's own network is no proxy, whatever it says.
    assert answer(house, IN, INSIDE, "/schedule", cookies, outside)[0] == 200
