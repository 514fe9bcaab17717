import Clinic
import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Web

@Suite("A patient's own language and clock")
struct PatientsLanguageTests {
  private static let french = ["Accept-Language": "fr"]

  /// The first offer on the page of another week or day than what is booked.
  private func lastOffer(_ site: TestSite, as token: Token) async throws -> String {
    let riverside = site.test.riverside
    let page = try await site.get(
      "/doctors/\(riverside.doctor)/times?service=\(riverside.services[0])", as: token)
    return String(try #require(page.body.matches(of: TestSite.offers).last).output.1)
  }

  @Test("are those of all pages from the times to the cancellation")
  func pages() async throws {
    try await TestSite.using { site in
      let (riverside, paul) = (site.test.riverside, try await site.test.session(of: DemoCast.paul))
      let offer = try await site.offer()
      let appointment = try await site.booked(by: paul, 2)
      let other = try await lastOffer(site, as: paul)
      for (path, texts) in [
        (
          "/doctors/\(riverside.doctor)/times?service=\(riverside.services[0])",
          ["Choisissez un horaire", "lundi", "du 2 mars 2026 au 8 mars 2026", "heure de London"]
        ),
        (
          "/appointments/new?offer=\(offer)",
          ["Vérifier et réserver", "mardi 3 mars 2026", "Motif de votre visite"]
        ),
        (
          appointment,
          ["C’est réservé", "mardi 3 mars 2026", "Réservé pour le mardi 3 mars 2026", "par vous"]
        ),
        ("\(appointment)/move?offer=\(other)", ["Le déplacer à cet horaire", "reste à vous"]),
        ("\(appointment)/cancellation", ["Voulez-vous annuler", "mardi 3 mars 2026"]),
        ("/dashboard", ["Votre prochain rendez-vous", "mardi 3 mars 2026", "Réservé"]),
      ] {
        let page = try await site.get(path, as: paul, headers: Self.french)
        #expect(page.status == 200 && page.body.contains("<html lang=\"fr\""), "\(path)")
        for text in texts { #expect(page.body.contains(text), "\(path): \(text)") }
        #expect(!page.body.contains("March"), "\(path)")
        #expect(try await site.get(path, as: paul).body.contains("<html lang=\"en\""), "\(path)")
      }
    }
  }

  @Test("are those of the letters: of whoever reads, else the clinic's")
  func letters() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let change = { (statement: SQL) in
        _ = try await site.test.database.asOwner(of: site.test.riverside.id.uuid, [statement])
      }
      try await change("UPDATE account SET language = 'fr' WHERE role = 'patient'")
      let appointment = try await site.booked(by: paul)
      _ = try await site.post("\(appointment)/cancellation", [("sequence", "0")], as: paul)
      let operation = site.test.visitor(nil, at: site.test.riverside, to: .operation, access: .anyone)
      let letters = try Letters(
        library: site.library, origins: Origins(isSecure: true, baseDomain: "clinics.example", port: nil))
      let (visit, messages) = try await site.test.clinic.mailbox(by: operation)
      let texts = try messages.map { try letters.text(of: $0, for: visit.tenant) }
      #expect(texts.contains { $0.subject.contains("a été annulé") })
      let booked = try #require(texts.first { $0.body.contains("est réservé") })
      #expect(booked.body.contains("mardi 3 mars 2026") && booked.body.contains("heure de London (GMT)"))
      let entry = try #require(
        try messages.compactMap { try letters.calendar(of: $0, for: visit.tenant) }.first)
      #expect(String(decoding: entry.content, as: UTF8.self).contains("SUMMARY;LANGUAGE=fr:Rendez-vous"))
      // Of who has no account, the clinic's.
      try await change("UPDATE outbox_message SET language = ''")
      let (_, plain) = try await site.test.clinic.mailbox(by: operation)
      #expect(try plain.allSatisfy { try letters.text(of: $0, for: visit.tenant).body.contains("2026") })
      #expect(try letters.text(of: try #require(plain.first), for: visit.tenant).body.contains("March"))
    }
  }

  @Test("stand beside the clinic's time where that is another, on every page of an appointment")
  func ownClock() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let offer = try await site.offer(0)
      let appointment = try await site.booked(by: paul, 2)
      let other = try await lastOffer(site, as: paul)
      let pages = [
        "/appointments/new?offer=\(offer)", appointment, "\(appointment)/move?offer=\(other)",
        "\(appointment)/cancellation", "/dashboard",
      ]
      for path in pages {
        #expect(try await !site.get(path, as: paul).body.contains("your time"), "\(path)")
      }
      _ = try await site.test.database.asOwner(
        of: site.test.riverside.id.uuid,
        ["UPDATE account SET time_zone = 'Asia/Tokyo' WHERE role = 'patient'"])
      for path in pages {
        let before = site.test.clinic.roundTrips
        let page = try await site.get(path, as: paul)
        #expect(site.test.clinic.roundTrips - before == 1, "\(path)")
        #expect(page.body.contains("your time"), "\(path)")
        #expect(path == "/dashboard" || page.body.contains("Tokyo time (JST)"), "\(path)")
      }
      #expect(try await !site.get(pages[0]).body.contains("your time"))
    }
  }
}
