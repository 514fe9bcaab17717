"""The clinic's numbers: chosen by address and form, read as picture and table, taken away as CSV, printed."""

import csv
import io

from stage.people import DANA
from stage.walking import walks_to


def test_an_administrator_reads_a_report(screen):
    dana = screen.signed_in(DANA)
    dana.opens("/admin")
    dana.follows("/admin/reports")
    dana.sees("Bookings by month")
    dana.looks_at("reports, bookings")
    main = dana.page.get_by_role("main")
    assert main.get_by_role("img", name="Appointments by month").count() == 1
    dana.follows("/admin/reports?report=fill-rate")
    dana.sees("Fill rate by month")
    main.get_by_label("One row for each").select_option(label="Doctor")
    dana.sends("/admin/reports")
    dana.sees("Fill rate by doctor")
    dana.looks_at("reports, fill rate by doctor")
    # Wider than a telephone, the table moves by itself; the page does not.
    assert dana.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    main.get_by_role("rowheader").get_by_role("link").first.click()
    dana.sees("Fill rate by month")
    main.get_by_label("First day").fill("2030-01-01")
    dana.sends("/admin/reports")
    dana.sees("The last day lies before the first")
    dana.looks_at("reports, refused")


def test_a_report_is_taken_away_and_printed(screen):
    dana = screen.signed_in(DANA)
    dana.opens("/admin/reports?report=bookings&by=service")
    link = dana.page.get_by_role("link", name="Download as CSV")
    with dana.page.expect_download() as download:
        walks_to(dana, link)
    assert download.value.suggested_filename.startswith("bookings-by-service-")
    text = download.value.path().read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    table = dana.page.get_by_role("main").get_by_role("table")
    assert len(rows) == table.get_by_role("row").count()
    assert rows[-1][1] == table.get_by_role("row").last.get_by_role("cell").first.inner_text().replace("\u202f", "")
    dana.page.emulate_media(media="print")
    assert not dana.page.get_by_label("First day").is_visible()
    assert not link.is_visible() and table.is_visible()
    dana.page.screenshot(path=".local/screenshots/reports-printed.png", full_page=True)
