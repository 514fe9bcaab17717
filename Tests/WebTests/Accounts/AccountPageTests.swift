import Clinic
import ClinicTesting
import Credentials
import FoundationEssentials
import Shell
import Testing

@testable import Web

@Suite("The account's pages")
struct AccountPageTests {
  static let profile = [
    ("given", "Xiaoming"), ("family", "Wang"), ("preferred", "Ming"), ("gender", "other"),
    ("name1_use", "official"), ("name1_tag", "zh-Hans"), ("name1_given", "小明"), ("name1_family", "王"),
    ("name2_use", "maiden"), ("name2_tag", ""), ("name2_given", ""), ("name2_family", "Ó Briain & <b>"),
    ("name3_use", "official"), ("name3_tag", ""), ("name3_given", ""), ("name3_family", ""),
  ]

  private func changed(_ fields: [(String, String)], _ changes: [String: String]) -> [(String, String)] {
    fields.map { ($0.0, changes[$0.0] ?? $0.1) }
      + changes.filter { change in !fields.contains { $0.0 == change.key } }.map { ($0.key, $0.value) }
  }

  @Test("say what is set, for a patient and for staff")
  func hub() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let amira = try await site.test.session(of: DemoCast.amira)
      let his = try await site.get("/account", as: paul)
      for text in [
        "Paul Fletcher", DemoCast.paul.email, "Europe/London", "(the clinic’s)", "/account/contact",
      ] {
        #expect(his.body.contains(text), "\(text)")
      }
      let hers = try await site.get("/account", as: amira)
      #expect(hers.body.contains("Dr Amira Haddad"))
      #expect(!hers.body.contains("/account/contact") && !hers.body.contains("Born"))
      for page in [his, hers] { #expect(page.body.contains("<a href=\"/account\" aria-current=\"true\">")) }
      #expect(try await site.get("/account/contact", as: amira).status == 403)
    }
  }

  @Test("keep names in several scripts, each in its own direction and language")
  func names() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let answer = try await site.post("/account/profile", Self.profile, as: paul)
      #expect(answer.status == 303 && answer.location == "/account?saved=settings")
      let page = try await site.get("/account?saved=settings", as: paul)
      #expect(page.body.contains("<span dir=\"auto\" lang=\"zh-Hans\">王小明</span>"))
      #expect(page.body.contains("Ó Briain &amp; &lt;b&gt;") && page.body.contains("Name before marriage"))
      #expect(page.body.contains("Your changes are saved"))
      #expect(page.body.contains("dir=\"auto\">Ming Wang</span></a>"))
      let form = try await site.get("/account/profile", as: paul)
      #expect(form.body.contains("value=\"小明\"") && form.body.contains("name=\"name3_family\""))
      #expect(!form.body.contains("name=\"name4_family\""))
      #expect(form.body.contains("<option value=\"zh-Hans\" lang=\"zh-Hans\" selected>"))
    }
  }

  @Test("take names away that are ticked or emptied, and close the gap")
  func removing() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      _ = try await site.post("/account/profile", Self.profile, as: paul)
      // A name to be taken away may be anything.
      _ = try await site.post(
        "/account/profile", changed(Self.profile, ["name1_remove": "1", "name1_tag": "no tag"]), as: paul)
      var page = try await site.get("/account", as: paul)
      #expect(!page.body.contains("王小明") && page.body.contains("Ó Briain"))
      _ = try await site.post("/account/profile", changed(Self.profile, ["name2_family": " "]), as: paul)
      page = try await site.get("/account", as: paul)
      #expect(page.body.contains("王小明") && !page.body.contains("Ó Briain"))
    }
  }

  @Test("add one name after the other, up to five")
  func adding() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      var fields = Array(Self.profile.prefix(4))
      for number in 1...6 {
        fields += [
          ("name\(number)_use", "old"), ("name\(number)_tag", ""), ("name\(number)_given", "N\(number)"),
        ]
        fields += [("name\(number)_family", "")]
        let answer = try await site.post("/account/profile", fields + [("more", "1")], as: paul)
        #expect(answer.location == "/account/profile?saved=1")
        let form = try await site.get("/account/profile?saved=1", as: paul)
        #expect(form.body.contains("name=\"name\(min(number + 1, 5))_given\""))
        #expect(!form.body.contains("name=\"name6_given\""))
      }
      let page = try await site.get("/account", as: paul)
      #expect(page.body.contains("N5") && !page.body.contains("N6"))
    }
  }

  @Test(
    "tell a mistake at its field, keep what was typed, and change nothing",
    arguments: [
      ("given", "", "Please fill this in"), ("family", String(repeating: "x", count: 101), "100 characters"),
      ("preferred", String(repeating: "x", count: 101), "100 characters"),
      ("preferred", "a\u{202E}b", "cannot be kept"), ("name1_given", "a\u{7}b", "cannot be kept"),
      ("name1_family", "\u{2066}x", "cannot be kept"),
      ("name1_given", String(repeating: "x", count: 101), "100 characters"),
      ("name2_family", String(repeating: "x", count: 101), "100 characters"),
      ("name1_use", "usual", "Please choose"), ("name1_use", "", "Please choose"),
      ("name1_tag", "not a tag", "Please choose"), ("name3_tag", "ja", "Please enter a name here"),
      ("gender", "cat", "Please choose"),
    ])
  func mistakes(field: String, value: String, message: String) async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let answer = try await site.post("/account/profile", changed(Self.profile, [field: value]), as: paul)
      #expect(answer.status == 422)
      #expect(answer.body.contains(message) && answer.body.contains("aria-invalid=\"true\""))
      #expect(answer.body.contains("Ó Briain &amp; &lt;b&gt;") || field == "name2_family")
      #expect(try await site.get("/account", as: paul).body.contains("Paul Fletcher"))
    }
  }

  @Test("take names at their limits")
  func limits() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let long = String(repeating: "é", count: 100)
      let changes = [
        "given": long, "family": long, "preferred": long, "name1_given": long, "name1_family": long,
      ]
      let answer = try await site.post("/account/profile", changed(Self.profile, changes), as: paul)
      #expect(answer.status == 303)
    }
  }

  @Test("call staff as they want to be called, and their doctor's name stays")
  func displayName() async throws {
    try await TestSite.using { site in
      let amira = try await site.test.session(of: DemoCast.amira)
      for (name, status) in [
        ("", 422), (String(repeating: "x", count: 101), 422), (String(repeating: "x", count: 100), 303),
        ("Amira", 303),
      ] {
        let answer = try await site.post("/account/profile", [("displayName", name)], as: amira)
        #expect(answer.status == status)
      }
      #expect(try await site.get("/account", as: amira).body.contains("dir=\"auto\">Amira</span></a>"))
      #expect(try await site.get("/doctors/\(site.test.riverside.doctor)").body.contains("Amira Haddad"))
    }
  }

  @Test("greet by the preferred name, in the letter of a booking too")
  func greeting() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      for (preferred, greeting) in [("Ming", "Hello Ming,"), ("", "Hello Xiaoming,")] {
        _ = try await site.post("/account/profile", changed(Self.profile, ["preferred": preferred]), as: paul)
        _ = try await site.booked(by: paul)
        let operation = site.test.visitor(nil, at: site.test.riverside, to: .operation, access: .anyone)
        let (visit, messages) = try await site.test.clinic.mailbox(by: operation)
        let letters = try Letters(
          library: site.library, origins: Origins(isSecure: true, baseDomain: "x.example", port: nil))
        let letter = try letters.text(of: try #require(messages.first), for: visit.tenant)
        #expect(letter.body.contains(greeting))
      }
      #expect(try await site.get("/dashboard", as: paul).body.contains("Hello, Xiaoming Wang"))
    }
  }

  @Test("keep phone and address, and tell mistakes in them")
  func contact() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let good = [
        ("phone", "+33 1 23 45 67 89"), ("line", "1 rue de la Paix"), ("postalCode", "75002"),
        ("city", "Paris"), ("country", "France"),
      ]
      for (field, value) in [
        ("phone", "call me"), ("line", ""), ("city", String(repeating: "x", count: 101)),
      ] {
        let answer = try await site.post("/account/contact", changed(good, [field: value]), as: paul)
        #expect(answer.status == 422 && answer.body.contains("75002"), "\(field)")
      }
      #expect(try await site.post("/account/contact", good, as: paul).status == 303)
      #expect(try await site.get("/account", as: paul).body.contains("75002 Paris"))
      #expect(try await site.get("/account/contact", as: paul).body.contains("value=\"1 rue de la Paix\""))
    }
  }

  @Test("speak the chosen language from then on, and show their times by the chosen clock")
  func languageAndZone() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let answer = try await site.post(
        "/account/language", [("ownLanguage", "fr"), ("zone", "Asia/Tokyo")], as: paul)
      #expect(answer.status == 303)
      let cookie = try #require(answer.headers["set-cookie"])
      #expect(cookie.hasPrefix("\(Site.languageCookie.name)=fr;"))
      // 07:00 in London on 2 March 2026.
      let english = try await site.get("/account/security", as: paul)
      #expect(english.body.contains("All times are in Asia/Tokyo"))
      #expect(english.body.contains("Monday 2 March 2026, 16:00"))
      #expect(english.body.contains("Language or time zone chosen: language, time zone"))
      let french = try await site.get("/account/security", as: paul, headers: ["Accept-Language": "fr"])
      #expect(french.body.contains("lundi 2 mars 2026, 16:00"))
      #expect(french.body.contains("Langue ou fuseau horaire choisi : langue, fuseau horaire"))
      let form = try await site.get("/account/language", as: paul)
      #expect(form.body.contains("<option value=\"Asia/Tokyo\" selected>Tokyo</option>"))
      #expect(form.body.contains("<optgroup label=\"Atlantic Ocean\">"))
    }
  }

  @Test(
    "take no language that they do not speak and no zone that is none",
    arguments: [("de", ""), ("", ""), ("fr", "Europe/Atlantis"), ("fr", "../../etc/passwd")])
  func badPreferences(language: String, zone: String) async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let answer = try await site.post(
        "/account/language", [("ownLanguage", language), ("zone", zone)], as: paul)
      #expect(answer.status == 422 && answer.body.contains("Please choose"))
      #expect(answer.headers["set-cookie"] == nil)
      #expect(!answer.body.contains("Atlantis") && !answer.body.contains("passwd"))
    }
  }

  @Test("keep a zone of an old name among those there are")
  func oldZone() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      _ = try await site.post(
        "/account/language", [("ownLanguage", "en"), ("zone", "Asia/Calcutta")], as: paul)
      let form = try await site.get("/account/language", as: paul)
      #expect(form.body.contains("<option value=\"Asia/Calcutta\" selected>Calcutta</option>"))
    }
  }

  @Test("say of every letter whether it can be turned off, and turn off those alone")
  func letters() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let page = try await site.get("/account/letters", as: paul)
      #expect(page.body.matches(of: /type="checkbox"/).count == 5)
      for text in ["Your password is changed", "Recovery codes are made", "Your account is closed"] {
        #expect(page.body.contains(text), "\(text)")
      }
      #expect(try await site.post("/account/letters", [("guesses", "1")], as: paul).status == 303)
      let hub = try await site.get("/account", as: paul)
      #expect(hub.body.contains("but not:") && hub.body.contains("from a browser that was not used before"))
      #expect(!hub.body.contains("Somebody tries wrong"))
      let kept = try await site.post(
        "/account/letters", [("reminder-day", "1"), ("quiet-from", "22"), ("quiet-until", "24")], as: paul)
      #expect(kept.status == 422 && kept.body.contains("id=\"quiet-until\""))
      let quiet = [("reminder-day", "1"), ("quiet-from", "22"), ("quiet-until", "23")]
      #expect(try await site.post("/account/letters", quiet, as: paul).status == 303)
      let again = try await site.get("/account/letters", as: paul)
      #expect(again.body.contains("<option value=\"22\" selected>"))
      #expect(again.body.matches(of: /name="reminder-(day|week)" value="1"\s+checked/).count == 1)
    }
  }

  @Test(
    "are whole in French",
    arguments: [
      "/account", "/account/profile", "/account/contact", "/account/language", "/account/letters",
      "/account/email", "/account/closure", "/account/security", "/account/password",
      "/account/recovery-codes", "/account/confirm", "/account/closed",
    ])
  func french(path: String) async throws {
    try await TestSite.using { site in
      for account in [DemoCast.paul, DemoCast.dana]
      where account == DemoCast.paul || path != "/account/contact" {
        let token = try await site.test.session(of: account)
        let page = try await site.get(path, as: token, headers: ["Accept-Language": "fr"])
        #expect(page.status == 200 && page.body.contains("<html lang=\"fr\" "))
        #expect(!page.body.contains("March") && !page.body.contains("Monday"))
      }
    }
  }

  @Test("say in French what is wrong, at the field")
  func frenchMistakes() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let french = ["Accept-Language": "fr"]
      let wrong = try await site.post("/account/confirm", [("password", "x")], as: paul, headers: french)
      #expect(wrong.status == 422 && wrong.body.contains("Ce n’est pas votre mot de passe"))
      let short = try await site.post(
        "/account/password", [("current", "x"), ("password", "short")], as: paul, headers: french)
      #expect(short.body.contains("Veuillez utiliser au moins 8 caractères"))
      let name = try await site.post("/account/profile", [("given", "")], as: paul, headers: french)
      #expect(name.body.contains("Veuillez remplir ce champ"))
    }
  }
}
