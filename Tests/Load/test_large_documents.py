"""Documents as large as they may be, several at once: in bounded memory, whole, and no byte more."""

import concurrent.futures
import time

import pytest
from measure import documents
from stage.house import House
from stage.people import PAUL
from stage.visitor import multipart


@pytest.fixture
def house(clinics, logs):
    house = House(clinics, logs)
    yield house
    house.close()


def test_the_largest_come_and_go_in_bounded_memory(house, record_property):
    paul = house.signed_in(PAUL)
    content = documents.pdf()
    before = house.server.resident_kilobytes
    with concurrent.futures.ThreadPoolExecutor() as crowd:
        list(crowd.map(lambda _: documents.sends(house.signed_in(PAUL), content), range(3)))
        shown = paul.get("/documents").links("/documents/")[:3]
        links = [one for page in shown for one in paul.get(page).links("/documents/") if "/content?" in one]
        assert len(links) == 3
        list(crowd.map(lambda link: documents.takes(house.signed_in(PAUL), link), links))
    grown = (house.server.resident_kilobytes - before) / 1024
    record_property("megabytes that three of 50 MB at once took", round(grown))
    # Three in memory would take 150.
    assert grown < 100
    assert paul.get(links[0]).body == content


def test_one_byte_more_is_refused_and_leaves_nothing(house):
    paul = house.signed_in(PAUL)
    kept = house.database.query("SELECT count(*), sum(size) FROM document_reference")
    page = paul.get("/documents")
    fields = {name: page.hidden(name) for name in ("csrf", "key", "patient")} | {"category": "result", "visibility": "shared"}
    body, kind = multipart(
        [(name, value.encode()) for name, value in fields.items()],
        [("file", "scan.pdf", "application/pdf", documents.pdf()[:-7] + b"0" + b"\n%%EOF\n")],
    )  # fmt: skip
    answer = paul.post_bytes("/documents", body, kind)
    assert answer.status == 422 and "scan.pdf is larger than 50 MB" in answer.text
    assert house.database.query("SELECT count(*), sum(size) FROM document_reference") == kept
    # A worker comes every ten seconds, and takes with it what was stored of the file.
    deadline = time.monotonic() + 60
    while house.database.number("SELECT count(*) FROM document_upload") > 0:
        assert time.monotonic() < deadline, "what was refused is still there"
        time.sleep(0.5)
