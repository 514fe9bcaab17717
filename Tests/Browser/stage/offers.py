"""Free times, found as a visitor finds them: doctor, service, week."""

import itertools
from collections.abc import Iterator

from .visitor import Visitor


def offers(visitor: Visitor, weeks: int = 4) -> Iterator[tuple[str, str]]:
    """Doctors with addresses to review a booking at; the times of one doctor don't overlap each other."""
    for doctor in _doctors(visitor):
        services = visitor.get(doctor).links(f"{doctor}/times")
        page, since = services[0] if services else None, ""
        for _ in range(weeks):
            if page is None:
                break
            times = visitor.get(page)
            # The soonest last: it may begin, or come too close, while a story is told.
            for offer in reversed(times.offers):
                yield doctor, offer
            # The last week on offer leads back only.
            later = [link for link in times.links(f"{doctor}/times") if _first_day(link) > since]
            page = later[-1] if later else None
            since = _first_day(page) if page else since


def _first_day(link: str) -> str:
    return link.partition("from=")[2]


def _doctors(visitor: Visitor) -> list[str]:
    found: list[str] = []
    for number in itertools.count(1):
        links = [
            link for link in visitor.get(f"/doctors?page={number}").links("/doctors/") if "/times" not in link
        ]
        fresh = [link for link in dict.fromkeys(links) if link not in found]
        if not fresh:
            return found
        found += fresh
    return found
