"""Many HTTP clients at the same instant: connections are open and requests written out beforehand."""

import asyncio
import dataclasses
import re
import urllib.parse


@dataclasses.dataclass(frozen=True)
class Booking:
    """A form filled in by somebody, ready to be sent, and sent again."""

    port: int
    host: str
    token: str
    fields: tuple[tuple[str, str], ...]

    @property
    def key(self) -> str:
        return dict(self.fields)["key"]

    def request(self) -> bytes:
        body = urllib.parse.urlencode(self.fields).encode()
        head = (
            f"POST /appointments HTTP/1.1\r\nHost: {self.host}\r\nOrigin: http://{self.host}\r\n"
            f"Cookie: __Host-visit={self.token}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        )
        return head.encode() + body


@dataclasses.dataclass(frozen=True)
class Reply:
    """`status` is 0 when the connection broke before an answer was whole."""

    status: int
    location: str = ""
    body: str = ""


def fill_in(visitor, offer: str) -> Booking:
    """Opens the review page, as a person does, and takes over what it says."""
    page = visitor.get(offer)
    assert page.status == 200, (page.status, page.heading)
    names = ["csrf", "offer", "key"]
    return Booking(
        visitor.port, visitor.host, visitor.cookies["__Host-visit"],
        (*((name, page.hidden(name)) for name in names), ("reason", "")),
    )  # fmt: skip


async def all_at_once(bookings: list[Booking]) -> list[Reply]:
    connections = await asyncio.gather(
        *(asyncio.open_connection("127.0.0.1", booking.port) for booking in bookings)
    )
    return await asyncio.gather(*(_send(booking, *ends) for booking, ends in zip(bookings, connections)))


async def send(booking: Booking) -> Reply:
    try:
        ends = await asyncio.open_connection("127.0.0.1", booking.port)
    except OSError:
        return Reply(0)
    return await _send(booking, *ends)


async def _send(booking: Booking, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Reply:
    try:
        writer.write(booking.request())
        await writer.drain()
        head, _, body = (await asyncio.wait_for(reader.read(), 60)).decode().partition("\r\n\r\n")
        if not head:
            return Reply(0)
        location = re.search(r"(?im)^location: (\S+)", head)
        return Reply(int(head.split()[1]), location[1] if location else "", body)
    except OSError:
        return Reply(0)
    finally:
        writer.close()
