"""Sign-ins offered at a steady rate, whatever is answered: people do not wait for each other."""

import asyncio
import collections
import contextlib
import dataclasses
import multiprocessing
import time
from collections.abc import Iterator

from crowd import Form, open_form
from stage.guests import emails, give_password_of, invite
from stage.house import House
from stage.people import PAUL

PER_SECOND = 200


def wrong_passwords(house: House, count: int) -> list[Form]:
    """Each from a network of its own, at accounts of which none has failed too often: all get as far as the hasher."""
    invite(house.database, "riverside", count // 4)
    give_password_of(PAUL, house.database)
    known = emails(house.database, "riverside")
    form = open_form(house.visitor(), "/sign-in").with_fields(password="wrong wrong wrong")
    return [
        dataclasses.replace(
            form.with_fields(email=known[number % len(known)]),
            headers=(*form.headers, ("X-Forwarded-For", f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}")),
        )
        for number in range(count)
    ]


@contextlib.contextmanager
def offered(forms: list[Form]) -> Iterator[None]:
    """From a process of their own, for as long as the context lasts. Then says what was answered."""
    processes = multiprocessing.get_context("fork")
    stop, answers = processes.Event(), processes.Queue()
    requests = [form.request() for form in forms]
    process = processes.Process(
        target=lambda: answers.put(asyncio.run(_offer(requests, forms[0].port, stop)))
    )
    process.start()
    # The line before the hasher fills up.
    time.sleep(1)
    try:
        yield
    finally:
        stop.set()
        told = answers.get(timeout=60)
        process.join()
    print(f"      sign-ins were answered {dict(told)}", flush=True)


async def _offer(requests: list[bytes], port: int, stop) -> collections.Counter:
    start = time.monotonic()
    running: list[asyncio.Task] = []
    for number, request in enumerate(requests):
        await asyncio.sleep(max(0, start + number / PER_SECOND - time.monotonic()))
        if stop.is_set():
            break
        running.append(asyncio.create_task(_send(request, port)))
    return collections.Counter(await asyncio.gather(*running))


async def _send(request: bytes, port: int) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    answer = await reader.read()
    writer.close()
    return int(answer.split(maxsplit=2)[1])
