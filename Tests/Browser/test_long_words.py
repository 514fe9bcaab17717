"""What people paste in is longer than a screen is wide."""

import datetime

import pytest
from stage.guests import as_guest, invite
from stage.people import AMIRA, DANA

ADDRESS = "https://results.example.org/patients/report/2026-11-20/blood-panel-final-version.pdf"
NAME = "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwaren-Schmidt"

ACCOUNT = [
    "/account", "/account/profile", "/account/contact", "/account/language", "/account/letters", "/account/email",
    "/account/email/confirmation", "/account/closure", "/account/security",
]  # fmt: skip


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_no_page_is_wider_than_the_screen_for_it(chromium, house, width):
    house.database.query(f"UPDATE practitioner SET family_name = '{NAME}' WHERE family_name = 'Haddad' AND given_name = 'Amira'")
    token = invite(house.database, "riverside", 1)[0]
    guest = as_guest(house.server.port, "riverside", token)
    given_long_names(house)
    doctor = house.database.query(f"SELECT id FROM practitioner WHERE family_name = '{NAME}'")
    times = guest.get(f"/doctors/{doctor}").links(f"/doctors/{doctor}/times")[0].replace("&amp;", "&")
    weeks = (datetime.date.today() + datetime.timedelta(days=7 * week) for week in range(8))
    offer = next(link for week in weeks for link in guest.get(f"{times}&from={week}").offers)
    page = guest.get(offer)
    fields = {name: page.hidden(name) for name in ("csrf", "offer", "key")} | {"reason": f"{ADDRESS} {'x' * 400}"}
    booked = guest.post("/appointments", fields).location
    day = house.database.query("SELECT lower(during)::date FROM appointment ORDER BY booked_at DESC LIMIT 1")
    for who, paths in [
        ({"__Host-visit": token}, [booked, "/dashboard", "/doctors", f"/doctors/{doctor}", times, offer, *ACCOUNT]),
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


def given_long_names(house):
    """To the newest guest, who is about to change to an address as long."""
    newest = "(SELECT id FROM account WHERE email LIKE 'guest-%' ORDER BY created_at DESC LIMIT 1)"
    address = f"{'x' * 60}@{'y' * 60}.{'z' * 60}.example"
    house.database.query(f"""
        UPDATE patient
           SET family_name = '{NAME}', preferred_name = '{NAME}', phone = '{"1" * 30}',
               address = jsonb_build_object('line', jsonb_build_array('{ADDRESS}'), 'city', '{NAME}'),
               further_names = jsonb_build_array(
                 jsonb_build_object('use', 'maiden', 'family', '{NAME}', 'given', jsonb_build_array('{NAME}')))
         WHERE account_id = {newest};
        INSERT INTO address_change (tenant_id, id, account_id, email, code_expires_at, expires_at)
        SELECT tenant_id, gen_random_uuid(), id, 'new-{address}', now() + interval '1 hour', now() + interval '1 hour'
          FROM account WHERE id = {newest};
        UPDATE account SET display_name = '{NAME} {NAME}', email = gen_random_uuid() || '{address}' WHERE id = {newest};
    """)
