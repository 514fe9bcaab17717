"""The server is killed (kill -9) while it carries out a file of patients, and begins again: nothing is lost, nothing done
twice."""

import os
import random
import re
import time

import pytest
from stage.house import House
from stage.people import DANA
from stage.visitor import multipart

LINES = int(os.environ.get("POLYCLINIC_TEST_IMPORT", "3000"))
KILLS = 1


@pytest.fixture
def house(clinics, logs):
    house = House(clinics, logs)
    yield house
    house.close()


def test_a_file_is_carried_out_once(house, record_property):
    dana = house.signed_in(DANA)
    file = brought(dana, LINES)
    dana.submit(file, {"column.1": "given", "column.2": "family", "column.3": "birth", "column.4": "gender"}, f"{file}/columns")
    waited(dana, file, "Carry it out")
    start = time.monotonic()
    dana.submit(file, {}, f"{file}/application")
    for _ in range(KILLS):
        before = made(house)
        while made(house) == before:
            time.sleep(0.01)
        time.sleep(random.uniform(0, 0.2))
        house.server.kill()
        assert 0 < made(house) < LINES, "it was killed in the midst of it"
        house.server.start()
    report = waited(dana, file, r"It is carried out\. [^<]*")
    record_property(f"{LINES} lines, killed {KILLS} times", f"{time.monotonic() - start:.0f} s")
    assert report == f"It is carried out. Added: {LINES}. Changed: 0. The same: 0. Refused: 0."
    assert made(house) == LINES
    assert int(house.database.query("SELECT count(DISTINCT family_name) FROM patient WHERE given_name = 'Ofafile'")) == LINES


def brought(dana, lines: int) -> str:
    rows = [f"{n};Ofafile;Family{n};{1920 + n % 100}-{n % 12 + 1:02d}-{n % 28 + 1:02d};other" for n in range(lines)]
    page = dana.get("/admin/patients/import")
    body, kind = multipart(
        [(name, page.hidden(name).encode()) for name in ("csrf", "key")] + [("encoding", b"utf-8")],
        [("file", "patients.csv", "text/csv", "\r\n".join(["old;given;family;birth;gender", *rows]).encode())],
    )
    answer = dana.post_bytes("/admin/patients/import", body, kind)
    assert answer.status == 303, answer.text
    return answer.location


def waited(dana, file: str, text: str, seconds: float = 120) -> str:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = re.search(text, dana.get(file).text)
        if found:
            return found[0]
        time.sleep(0.2)
    raise AssertionError(f"{file} never says {text}")


def made(house) -> int:
    return int(house.database.query("SELECT count(*) FROM patient WHERE given_name = 'Ofafile'"))
