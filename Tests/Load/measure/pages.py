"""How late a page comes to somebody who asks for it steadily."""

import time

from crowd import Look
from stopwatch import Stopwatch

SECONDS = 10
PER_SECOND = 100


def p99(page: Look) -> float:
    """In milliseconds. Who had to wait for the answer before is late as well, so their time begins when it was due."""
    request = page.request("keep-alive")
    stopwatch = Stopwatch(page.port)
    times = []
    start = time.perf_counter()
    for number in range(SECONDS * PER_SECOND):
        due = start + number / PER_SECOND
        late = time.perf_counter() - due
        if late < 0:
            time.sleep(-late)
        took, reply = stopwatch.time(request)
        assert reply.status == 200, reply.status
        times.append(took + max(late, 0) * 1000)
    stopwatch.close()
    return sorted(times)[len(times) * 99 // 100]
