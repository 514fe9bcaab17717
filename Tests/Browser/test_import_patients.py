"""Dana brings the patients of another practice as a file: refused, matched, looked at, carried out in the background."""

import csv
import io
import re

from stage.people import BEN, DANA

HEADER = "Vorname;family;birth;gender;phone"


def brings(dana, text: str, name: str = "patients.csv"):
    dana.page.locator('main [name="file"]').set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
    )
    dana.sends("/admin/patients/import")


def presses(dana, button: str):
    dana.page.get_by_role("button", name=button).click()


def test_patients_come_out_of_a_file(screen):
    kind = re.sub(r"[^a-z]", "", screen.kind)
    dana = screen.signed_in(DANA)
    dana.opens("/admin/patients")
    dana.follows("/admin/patients/import")
    dana.looks_at("patients import")
    brings(dana, f'{HEADER}\r\n"cut off')
    dana.sees("A quote opens on line 2 and is never closed")

    # Who is new, who may be known, what is wrong; a hundred and more lines, so that there is something to wait for.
    people = [f"Ada{n};Of{kind};19{n % 80 + 10}-03-{n % 28 + 1:02d};female;+44 7700 900{n % 1000:03d}" for n in range(150)]
    odd = [f"Ada0;Of{kind};1910-03-01;female;", f"Eve;Of{kind};1990-13-01;female;", f"Eve;Of{kind};1990-12-01;female;1"]
    brings(dana, "\r\n".join([HEADER, *people, *odd]))
    dana.sees("patients.csv")
    dana.looks_at("patients import, to be matched")
    dana.page.get_by_label("Vorname", exact=True).select_option("given")
    presses(dana, "See what would change")
    dana.sees("New: 150", "Perhaps known already: 1", "Wrong: 2")
    dana.looks_at("patients import, looked through")
    dana.page.get_by_role("link", name="Wrong: 2").click()
    dana.sees("Line 153:", "Please write the date", "Line 154:")
    dana.looks_at("patients import, what is wrong")

    # Carried out once, however often it is pressed, while the page says how far it is.
    dana.page.get_by_role("button", name="Carry it out").dblclick()
    dana.sees("It is carried out. Added: 150. Changed: 0. The same: 0. Refused: 3.")
    dana.looks_at("patients import, carried out")
    with dana.page.expect_download() as download:
        dana.page.get_by_role("link", name="Download the lines that were not carried out").click()
    rows = list(csv.reader(io.StringIO(download.value.path().read_bytes().decode("utf-8-sig"))))
    assert [row[-2] for row in rows[1:]] == ["152", "153", "154"]
    assert rows[0][:5] == HEADER.split(";") and "Please write the date" in rows[2][-1]

    # Everybody's records, taken away and brought back, are the same.
    dana.opens("/admin/patients/import")
    dana.sees("Files brought lately", "Carried out")
    dana.looks_at("patients import, brought before")
    with dana.page.expect_download() as download:
        dana.page.get_by_role("link", name="Download as CSV").click()
    everybody = download.value.path().read_bytes().decode("utf-8-sig")
    brings(dana, everybody, "everybody.csv")
    presses(dana, "See what would change")
    dana.sees(f"The same: {len(list(csv.reader(io.StringIO(everybody)))) - 1}", "New: 0", "Changed: 0", "Wrong: 0")

    # One that is stopped before anything is done.
    presses(dana, "Stop and leave the rest")
    dana.sees("It was stopped. What was done by then stays.")
    dana.looks_at("patients import, stopped")


def test_a_file_of_patients_is_the_administrators_alone(house):
    ben = house.signed_in(BEN)
    for path in ("/admin/patients/import", "/admin/patients/records.csv"):
        assert ben.get(path).status == 403
