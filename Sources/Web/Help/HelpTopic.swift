/// For whom a page of help is.
enum HelpRole: String, Sendable, CaseIterable {
  case visitor, patient, practitioner
  case frontDesk = "front-desk"
  case admin
}

/// One thing that somebody wants to do, in steps. Its texts are `help.<role>.<id>`, `….1`, `….2` and so on; a label in them stands
/// as the key of the text that is on the page: `[form.save]`. So a label that is changed is changed here, too.
struct HelpTopic: Sendable {
  let id: String
  let steps: Int
  /// The pattern of the page where it is done.
  let page: String
  /// Where that page is, for whoever reads this; nil where it has to be led to.
  var href: String?
  /// Whether it is shown on a phone, too.
  var hasPhone = false

  func key(_ role: HelpRole) -> String { "help.\(role.rawValue).\(id)" }
  func picture(_ role: HelpRole, phone: Bool = false) -> String {
    "help/\(role.rawValue)-\(id)\(phone ? "-phone" : "").png"
  }
  func keys(_ role: HelpRole) -> [String] {
    [key(role), "\(key(role)).alt"] + (1...steps).map { "\(key(role)).\($0)" }
  }
}

extension HelpRole {
  var topics: [HelpTopic] {
    switch self {
    case .visitor:
      [
        HelpTopic(id: "find", steps: 3, page: "/doctors", href: "/doctors", hasPhone: true),
        HelpTopic(id: "account", steps: 3, page: "/sign-up", href: "/sign-up"),
        HelpTopic(id: "sign-in", steps: 3, page: "/sign-in", href: "/sign-in"),
      ]
    case .patient:
      [
        HelpTopic(id: "book", steps: 3, page: "/doctors/:id/times", href: "/doctors", hasPhone: true),
        HelpTopic(id: "change", steps: 3, page: "/appointments/:id", href: "/dashboard"),
        HelpTopic(id: "about", steps: 3, page: "/account/person", href: "/account/person", hasPhone: true),
        HelpTopic(id: "children", steps: 2, page: "/account/children", href: "/account/children"),
      ]
    case .practitioner:
      [
        HelpTopic(id: "day", steps: 3, page: "/schedule", href: "/schedule", hasPhone: true),
        HelpTopic(id: "record", steps: 3, page: "/records", href: "/records"),
        HelpTopic(id: "away", steps: 2, page: "/absences", href: "/absences"),
      ]
    case .frontDesk:
      [
        HelpTopic(id: "day", steps: 2, page: "/desk", href: "/desk"),
        HelpTopic(id: "book", steps: 3, page: "/desk/patients", href: "/desk/patients"),
        HelpTopic(id: "queue", steps: 3, page: "/desk/queue", href: "/desk/queue"),
        HelpTopic(id: "person", steps: 3, page: "/patients/:id"),
        HelpTopic(id: "corrections", steps: 2, page: "/corrections", href: "/corrections"),
      ]
    case .admin:
      [
        HelpTopic(id: "home", steps: 2, page: "/admin", href: "/admin"),
        HelpTopic(id: "doctor", steps: 3, page: "/admin/practitioners/new", href: "/admin/practitioners/new"),
        HelpTopic(id: "invite", steps: 2, page: "/admin/invitations/new", href: "/admin/invitations/new"),
        HelpTopic(id: "feedback", steps: 2, page: "/admin/feedback", href: "/admin/feedback"),
      ]
    }
  }
}
