internal import Pages

/// `GET /desk/patients`, a search and a refused registration: somebody is found, or registered. With a time that was chosen
/// before, which stays on the page and is kept meanwhile.
struct DeskPatientsPage: Page {
  /// Signed; empty when only somebody is looked for.
  var offer = ""
  /// What the time is for: `Tuesday 24 November 2026, 09:20, First consultation, Dr Amira Haddad`.
  var chosen: String?
  var kept: KeptTime?
  var text = ""
  /// Whom the search found; nil before one.
  var found: [FoundRow]?
  /// There were more than are shown.
  var isMore = false
  /// Makes sending the form twice register once.
  let key: String
  var person = PersonAtDesk()
  /// The form to register somebody is open.
  var isRegistering = false
  /// Who may be the one whom the form is about: nobody is registered before each of them was ruled out.
  var alike: [FoundRow] = []
  var notice: String?

  static let template = "desk/patients"

  var fields: Fields {
    [
      "problems": .view(ProblemSummary(notice: notice, person.controls)),
      "offer": .text(offer), "chosen": .text(chosen), "kept": .view(kept), "text": .text(text),
      "found": .list(found ?? []), "hasFound": .flag(!(found ?? []).isEmpty),
      "isNobody": .flag(found?.isEmpty ?? false), "isMore": .flag(isMore), "key": .text(key),
      "person": .view(person), "isRegistering": .flag(isRegistering),
      "alike": .list(alike), "hasAlike": .flag(!alike.isEmpty),
    ]
  }

  static var samples: [DeskPatientsPage] {
    var refused = DeskPatientsPage(offer: "offer", chosen: "Tuesday 24 November 2026, 09:20", key: "key")
    refused.person.family = Field("family", "", label: "Family name", problem: "Please fill this in")
    refused.isRegistering = true
    var alike = DeskPatientsPage(
      offer: "offer", chosen: "Tuesday 24 November 2026, 09:20", key: "key", isRegistering: true,
      notice: "There may be a record of this person already. Nobody was registered yet.")
    alike.alike = FoundRow.samples.map { row in
      var row = row
      row.action = "Book for this one"
      row.signs = "Same birth date and a similar name, same telephone number"
      return row
    }
    return [
      DeskPatientsPage(key: "key"),
      DeskPatientsPage(
        offer: "offer", chosen: "Tuesday 24 November 2026, 09:20, First consultation, Dr Amira Haddad",
        kept: KeptTime.samples[0], text: "moreu 28.2.1990", found: FoundRow.samples, isMore: true, key: "key"),
      DeskPatientsPage(text: "xyzzy", found: [], key: "key", isRegistering: true), refused, alike,
    ]
  }
}

/// What the front desk asks of somebody who is new.
struct PersonAtDesk: View {
  var given = Field("given")
  var family = Field("family")
  var birth = DateField("birth")
  var gender = GenderField()
  var phone = Field("phone")
  var email = Field("email")

  var controls: [Control] {
    [given.control, family.control, birth.control, gender.control, phone.control, email.control]
  }

  var fields: Fields {
    [
      "given": .view(given), "family": .view(family), "birth": .view(birth), "gender": .view(gender),
      "phone": .view(phone), "email": .view(email),
    ]
  }

  static let samples = [PersonAtDesk()]
}

/// A patient whom a search found.
struct FoundRow: View {
  let name: String
  let number: Int
  /// `28 February 1990`.
  let birthDate: String
  let phone: String
  /// When they come next; nil for not as far as is booked.
  let next: String?
  /// Where the chosen time is booked for them; nil without one.
  let href: String?
  /// What the link there says.
  var action = "Choose"
  /// What they have in common with whom is to be registered.
  var signs: String?
  /// Where their documents are; nil for who does not lead there.
  var documents: String?
  /// What whoever books for them is to know.
  var needs: [Badge] = []
  /// To everything that is known of them; nil for who only finds them.
  var person: String?

  var fields: Fields {
    [
      "needs": .list(needs), "hasNeeds": .flag(!needs.isEmpty), "person": .text(person),
      "name": .text(name), "number": .number(number), "birthDate": .text(birthDate), "phone": .text(phone),
      "next": .text(next), "href": .text(href), "action": .text(action), "signs": .text(signs),
      "documents": .text(documents),
    ]
  }

  static let samples = [
    FoundRow(
      name: "Paul Moreau", number: 1042, birthDate: "28 February 1990", phone: "+44 7700 900123",
      next: "Tuesday 24 November 2026, 09:20", href: "/desk/bookings/new?offer=a&patient=1"),
    FoundRow(
      name: "محمد العربي", number: 1043, birthDate: "1 January 1948", phone: "", next: nil,
      href: "/desk/bookings/new?offer=a&patient=2", needs: Badge.sampleNeeds, person: "/patients/2"),
  ]
}
