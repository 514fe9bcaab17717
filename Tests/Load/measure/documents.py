"""A document of 50 MB in and out, beside the same bytes sent to the object store as they are."""

import contextlib
import http.client
import os
import pathlib
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator

from stage.house import House
from stage.people import PAUL
from stage.visitor import Visitor, multipart

from .report import Line

BYTES = 50 << 20
TURNS = 3


def pdf() -> bytes:
    head, tail = b"%PDF-1.4\n", b"\n%%EOF\n"
    return head + os.urandom(BYTES - len(head) - len(tail)) + tail


def lines(house: House) -> Iterator[Line]:
    paul = house.signed_in(PAUL)
    content = pdf()
    before = house.server.resident_kilobytes
    with tempfile.TemporaryDirectory(prefix="polyclinic-documents-") as folder:
        file = pathlib.Path(folder, "file")
        file.write_bytes(content)
        ours = min(seconds(lambda: sends(paul, content)) for _ in range(TURNS))
        theirs = min(seconds(lambda: curl(house, "-T", str(file), "-H", "Content-Type: application/pdf")) for _ in range(TURNS))
        yield Line.of_times("A document of 50 MB sent", ours * 1000, theirs * 1000, "curl to the object store, not sealed")
        link = paul.get(paul.get("/documents").links("/documents/")[0]).links("/documents/")
        path = next(one for one in link if "/content?" in one)
        ours = min(seconds(lambda: takes(paul, path)) for _ in range(TURNS))
        theirs = min(seconds(lambda: curl(house, "-o", os.devnull)) for _ in range(TURNS))
        yield Line.of_times("The same taken", ours * 1000, theirs * 1000, "curl from the object store")
    grown = house.server.resident_kilobytes - before
    yield Line("Memory that the server grew by meanwhile", f"{grown / 1024:.0f} MB", "", "")


def sends(visitor: Visitor, content: bytes):
    page = visitor.get("/documents")
    fields = {name: page.hidden(name) for name in ("csrf", "key", "patient")} | {"category": "result", "visibility": "shared"}
    body, kind = multipart([(name, value.encode()) for name, value in fields.items()], [("file", "scan.pdf", "application/pdf", content)])
    answer = visitor.post_bytes("/documents", body, kind)
    assert answer.location.endswith("added=1"), (answer.status, answer.heading)


def takes(visitor: Visitor, path: str):
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", visitor.port, timeout=60)) as connection:
        connection.request("GET", path, headers=visitor.headers)
        answer, length = connection.getresponse(), 0
        while piece := answer.read(1 << 16):
            length += len(piece)
    assert (answer.status, length) == (200, BYTES)


def curl(house: House, *arguments: str):
    settings = house.program.settings(0)
    address = f"{settings['POLYCLINIC_S3_ENDPOINT']}/{settings['POLYCLINIC_S3_BUCKET']}/bench/document"
    secret = f"{settings['POLYCLINIC_S3_ACCESS_KEY']}:{settings['POLYCLINIC_S3_SECRET_KEY']}"
    # The store wants to be told what of the body is signed, which curl by itself does not say.
    signing = ["--aws-sigv4", "aws:amz:us-east-1:s3", "--user", secret, "-H", "x-amz-content-sha256: UNSIGNED-PAYLOAD"]
    command = ["curl", "-sSf", *signing, *arguments, address]
    subprocess.run(command, check=True, capture_output=True)


def seconds(act: Callable[[], object]) -> float:
    start = time.monotonic()
    act()
    return time.monotonic() - start
