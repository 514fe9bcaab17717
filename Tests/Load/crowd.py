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
    cookies: str
    fields: tuple[tuple[str, str], ...]
    action: str = "/appointments"

    @property
    def key(self) -> str:
        return dict(self.fields)["key"]

    def request(self) -> bytes:
        body = urllib.parse.urlencode(self.fields).encode()
        head = (
            f"POST {self.action} HTTP/1.1\r\nHost: {self.host}\r\nOrigin: http://{self.host}\r\n"
            f"Cookie: {self.cookies}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
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
    fields = (*((name, page.hidden(name)) for name in names), ("reason", ""))
    return Booking(visitor.port, visitor.host, cookies(visitor), fields)


def press_sign_up(visitor, offer: str) -> Booking:
    """The other form of that page, for who is not signed in: it has the time kept."""
    page = visitor.get(offer)
    assert page.status == 200, (page.status, page.heading)
    fields = (*((name, page.hidden(name)) for name in ("csrf", "offer")), ("way", "sign-up"))
    return Booking(visitor.port, visitor.host, cookies(visitor), fields, "/holds")


def cookies(visitor) -> str:
    return "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())


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
