"""A list of what the clinic keeps goes through a spreadsheet: taken away, changed, looked at line by line, carried out."""

import csv
import io
import re

from stage.people import BEN, DANA


def brings(dana, text: bytes):
    dana.page.locator('main [name="file"]').set_input_files(
        {"name": "devices.csv", "mimeType": "text/csv", "buffer": text}
    )
    dana.sends("/admin/devices/import")


def downloads(dana) -> bytes:
    with dana.page.expect_download() as download:
        dana.page.get_by_role("link", name="Download as CSV").click()
    return download.value.path().read_bytes()


def test_a_list_is_changed_in_a_spreadsheet(screen):
    name = f"Laser {re.sub(r'[^a-z]', '', screen.kind)}"
    dana = screen.signed_in(DANA)
    dana.opens("/admin/devices")
    dana.follows("/admin/devices/import")
    dana.looks_at("import")
    brings(dana, b'name,kind\n"cut off')
    dana.sees("A quote opens on line 2 and is never closed")
    dana.looks_at("import, refused")
    exported = downloads(dana)
    brings(dana, exported)
    dana.sees("There is nothing to carry out")

    # A spreadsheet of another country saves it with semicolons, and somebody has added a line.
    rows = list(csv.reader(io.StringIO(exported.decode("utf-8-sig"))))
    dana.opens("/admin/devices/import")
    lines = [";".join(row) for row in rows] + [f";{name};laser"]
    brings(dana, "\r\n".join(lines).encode())
    dana.sees("New: 1", name)
    dana.looks_at("import, looked at first")
    dana.page.get_by_role("button", name="Carry out all of it").dblclick()
    dana.sees("New: 1. Changed: 0.")
    dana.looks_at("import, carried out")
    dana.opens(f"/admin/devices?q={name.split()[1]}")
    dana.sees(name)

    # With names of its own, and a line that is wrong: nothing is carried out.
    dana.opens("/admin/devices/import")
    brings(dana, f"Machine;Sort\r\n{name};x-ray\r\n;laser".encode())
    dana.sees("Choose for each column")
    dana.page.get_by_label("Machine", exact=True).select_option("name")
    dana.page.get_by_label("Sort", exact=True).select_option("kind")
    dana.page.get_by_role("button", name="Use these columns").click()
    dana.sees("Changed: 1", "Wrong: 1", "Line 3")
    assert dana.page.get_by_role("button", name="Carry out all of it").count() == 0
    dana.looks_at("import, with a wrong line")


def test_a_list_goes_away_as_a_file_just_as_it_is_shown(screen):
    dana = screen.signed_in(DANA)
    dana.opens("/admin/appointments?state=booked&sort=start&col=patient&col=start&col=price")
    shown = dana.page.locator("tbody tr").count()
    assert shown > 0
    rows = list(csv.reader(io.StringIO(downloads(dana).decode("utf-8-sig"))))
    assert rows[0] == ["Start (Europe/London)", "Patient", "Price (GBP)"]
    assert shown <= len(rows) - 1
    starts = [row[0] for row in rows[1:]]
    assert starts == sorted(starts) and all(re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", one) for one in starts)


def test_only_an_administrator_takes_lists_away(house):
    for path in ["appointments", "patients", "messages"]:
        assert house.signed_in(DANA).get(f"/admin/{path}/table.csv").status == 200
        assert house.signed_in(BEN).get(f"/admin/{path}/table.csv").status == 403
        assert "table.csv" not in house.signed_in(BEN).get(f"/admin/{path}").text
