"""What people paste in is longer than a screen is wide."""

import datetime

import pytest
from stage.guests import as_guest, invite
from stage.people import AMIRA, DANA

ADDRESS = "https://results.example.org/patients/report/2026-11-20/blood-panel-final-version.pdf"
NAME = "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwaren-Schmidt"


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_no_page_is_wider_than_the_screen_for_it(chromium, house, width):
    house.database.query(f"UPDATE practitioner SET family_name = '{NAME}' WHERE family_name = 'Haddad' AND given_name = 'Amira'")
    token = invite(house.database, "riverside", 1)[0]
    guest = as_guest(house.server.port, "riverside", token)
    doctor = house.database.query(f"SELECT id FROM practitioner WHERE family_name = '{NAME}'")
    times = guest.get(f"/doctors/{doctor}").links(f"/doctors/{doctor}/times")[0].replace("&amp;", "&")
    weeks = (datetime.date.today() + datetime.timedelta(days=7 * week) for week in range(8))
    offer = next(link for week in weeks for link in guest.get(f"{times}&from={week}").links("/appointments/new"))
    page = guest.get(offer)
    fields = {name: page.hidden(name) for name in ("csrf", "offer", "key")} | {"reason": f"{ADDRESS} {'x' * 400}"}
    booked = guest.post("/appointments", fields).location
    day = house.database.query("SELECT lower(during)::date FROM appointment ORDER BY booked_at DESC LIMIT 1")
    for who, paths in [
        ({"__Host-visit": token}, [booked, "/dashboard", "/doctors", f"/doctors/{doctor}", offer]),
        (house.signed_in(DANA).cookies, ["/admin/practitioners"]),
        (house.signed_in(AMIRA).cookies, [f"/schedule?date={day}"]),
    ]:
        context = chromium.new_context(
            base_url=house.server.address("riverside"), viewport={"width": width, "height": 800}
        )
        for name, value in who.items():
            context.add_cookies([{
                "name": name, "value": value, "url": house.server.address("riverside").replace("http:", "https:"),
                "secure": True, "httpOnly": True, "sameSite": "Lax",
            }])  # fmt: skip
        tab = context.new_page()
        for path in paths:
            tab.goto(path)
            wider = tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wider <= 0, f"{path} is {wider} px wider than {width} px"
        context.close()
