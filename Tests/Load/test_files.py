"""A list of many rows leaves as a file in bounded memory, however slowly it is taken, and holds up nobody."""

import http.client
import time

import pytest
from stage.house import House
from stage.people import DANA

ROWS = 60_000
PIECE = 1 << 16


@pytest.fixture
def house(clinics, logs):
    house = House(clinics, logs)
    yield house
    house.close()


def test_a_long_list_is_sent_while_it_is_read(house):
    house.database.query(f"""
        INSERT INTO outbox_message (tenant_id, id, kind, language, recipient, payload, state, due_at, sent_at,
                                    created_at)
        SELECT (SELECT id FROM tenant WHERE slug = 'riverside'), gen_random_uuid(), 'invitation', 'en',
               n || '@' || repeat('long', 50) || '.example', '{{}}', 'sent', now(), now(),
               now() - make_interval(secs => n)
          FROM generate_series(1, {ROWS}) AS n
        """)
    dana = house.signed_in(DANA)
    assert dana.get("/admin/messages/table.csv?q=1@mail.example").status == 200
    before = house.server.resident_kilobytes
    connection = http.client.HTTPConnection("127.0.0.1", dana.port, timeout=60)
    connection.request("GET", "/admin/messages/table.csv", headers=dana.headers)
    answer = connection.getresponse()
    length, lines = 0, 0
    while piece := answer.read(PIECE):
        if length == 0:
            # Whoever does not take it is waited for, and others are served meanwhile.
            time.sleep(1)
            assert dana.get("/admin/messages").status == 200
        length += len(piece)
        lines += piece.count(b"\r\n")
    connection.close()
    assert lines > ROWS and length > 12 << 20
    # The whole of it is longer than what the server needed for it.
    grown = house.server.resident_kilobytes - before
    assert grown << 10 < length // 2, (grown, length)
