import Clinic
import ClinicTesting
import Postgres
import Testing

@testable import Web

@Suite("A clinic's own colour")
struct AccentStyleTests {
  /// By name, in light and in dark.
  private func tokens(_ accent: Colour) -> [[Substring: Colour]] {
    AccentStyle(accent: accent).css.split(separator: "@media").map { part in
      Dictionary(
        part.matches(of: /(--[a-z-]+):(#[0-9a-f]{3,6})/).compactMap { match in
          Colour(String(match.output.2)).map { (match.output.1, $0) }
        }, uniquingKeysWith: { first, _ in first })
    }
  }

  /// WCAG 2.2, 1.4.3: whatever clinics choose.
  @Test("is readable wherever it stands, in light and in dark")
  func contrast() throws {
    let steps = stride(from: 0, through: 255, by: 51).map(UInt8.init)
    let all = steps.flatMap { red in steps.flatMap { green in steps.map { Colour(red, green, $0) } } }
    for accent in all {
      let parts = tokens(accent)
      let (light, dark) = (try #require(parts.first), try #require(parts.last))
      func expect(_ text: Colour?, on grounds: [Colour?], _ name: String) throws {
        for ground in grounds {
          let ratio = try #require(text).contrast(with: try #require(ground))
          #expect(ratio >= 4.5, "\(accent): \(name) \(ratio)")
        }
      }
      try expect(light["--brand"], on: Colour.grounds + [light["--tint"]], "brand")
      try expect(light["--brand-strong"], on: Colour.grounds + [light["--tint"]], "strong brand")
      try expect(.white, on: [light["--brand"], light["--brand-strong"]], "on brand")
      try expect(.white, on: [light["--deep"], dark["--deep"]], "on deep")
      try expect(light["--on-deep-soft"], on: [light["--deep"], dark["--deep"]], "soft on deep")
      try expect(Colour("#1d2b29"), on: [light["--tint"]], "ink on tint")
      try expect(dark["--brand"], on: AccentStyle.dark + [dark["--tint"]], "dark brand")
      try expect(dark["--brand-strong"], on: AccentStyle.dark + [dark["--tint"]], "strong dark brand")
      try expect(dark["--on-brand"], on: [dark["--brand"], dark["--brand-strong"]], "on dark brand")
      try expect(Colour("#edf1ec"), on: [dark["--tint"]], "dark ink on tint")
    }
  }

  @Test("is a style sheet of its own, which browsers keep")
  func served() async throws {
    try await TestSite.using { site in
      let style = try await site.get("/look/7a3e9d.css")
      #expect(style.status == 200 && style.body.contains("--brand:#7a3e9d"))
      for wrong in ["/look/7a3e9.css", "/look/red.css", "/look/7a3e9d", "/look/.css", "/logo/1.png"] {
        #expect(try await site.get(wrong).status == 404, "\(wrong)")
      }
      #expect(try await !site.get("/").body.contains("/look/"))
      _ = try await site.test.database.asOwner(
        of: site.test.riverside.id.uuid, ["UPDATE tenant SET accent = '#7a3e9d' WHERE slug = 'riverside'"])
      #expect(try await site.get("/").body.contains("href=\"/look/7a3e9d.css\""))
    }
  }

  @Test("pages come in the languages that the clinic offers, in its own where the visitor's is none of them")
  func languages() async throws {
    try await TestSite.using { site in
      let french = ["Accept-Language": "fr"]
      #expect(try await site.get("/sign-in", headers: french).body.contains("<html lang=\"fr\" "))
      _ = try await site.test.database.asOwner(
        of: site.test.riverside.id.uuid, ["UPDATE tenant SET languages = '{en}' WHERE slug = 'riverside'"])
      let english = try await site.get("/sign-in", headers: french).body
      #expect(english.contains("<html lang=\"en\" ") && !english.contains("Français"))
      _ = try await site.test.database.asOwner(
        of: site.test.riverside.id.uuid,
        ["UPDATE tenant SET languages = '{fr}', language = 'fr' WHERE slug = 'riverside'"])
      #expect(
        try await site.get("/sign-in", headers: ["Accept-Language": "en"]).body.contains("<html lang=\"fr\" ")
      )
    }
  }
}
