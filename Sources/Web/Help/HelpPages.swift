internal import Pages

/// `GET /help`: for whom there is help.
struct HelpLeadPage: Page {
  /// One's own first.
  let roles: [HelpRoleView]

  static let template = "help/lead"

  var fields: Fields { ["roles": .list(roles)] }

  static let samples = [HelpLeadPage(roles: HelpRoleView.samples)]
}

struct HelpRoleView: View {
  let text: String
  let href: String
  /// What can be read there.
  let topics: [Link]
  let isOwn: Bool

  var fields: Fields {
    ["text": .text(text), "href": .text(href), "topics": .list(topics), "isOwn": .flag(isOwn)]
  }

  static let samples = [
    HelpRoleView(
      text: "Patients", href: "/help/patient",
      topics: [Link(text: "Book a visit", href: "/help/patient#book")],
      isOwn: true),
    HelpRoleView(text: "Front desk", href: "/help/front-desk", topics: [], isOwn: false),
  ]
}

/// `GET /help/:role`.
struct HelpPage: Page {
  let content: HelpContent

  static let template = "help/role"

  var fields: Fields { content.fields }
  static let samples = HelpContent.samples.map(HelpPage.init)
}

struct HelpContent: View {
  let heading: String
  let topics: [HelpTopicView]
  /// Where somebody says what is missing here.
  let feedback: String

  var fields: Fields {
    ["heading": .text(heading), "topics": .list(topics), "feedback": .text(feedback)]
  }

  static let samples = [
    HelpContent(
      heading: "Help for patients", topics: HelpTopicView.samples, feedback: "/feedback?from=/help/patient")
  ]
}

struct HelpTopicView: View {
  let id: String
  let heading: String
  let steps: [Line]
  /// To the page where it is done; nil where it has to be led to.
  let href: String?
  let picture: HelpPicture?
  let phone: HelpPicture?

  var fields: Fields {
    [
      "id": .text(id), "heading": .text(heading), "steps": .list(steps), "href": .text(href),
      "picture": .view(picture), "phone": .view(phone),
    ]
  }

  static let samples = [
    HelpTopicView(
      id: "book", heading: "Book a visit", steps: [Line("Choose a doctor."), Line("Press “Book”.")],
      href: "/doctors", picture: HelpPicture.samples[0], phone: HelpPicture.samples[1]),
    HelpTopicView(
      id: "person", heading: "See all that is known", steps: [Line("Open the visit.")], href: nil,
      picture: nil,
      phone: nil),
  ]
}

struct HelpPicture: View {
  let src: String
  let alt: String

  var fields: Fields { ["src": .text(src), "alt": .text(alt)] }

  static let samples = [
    HelpPicture(src: "/img/mark.svg", alt: "Free times of a doctor"),
    HelpPicture(src: "/img/mark.svg", alt: "Free times of a doctor, on a phone"),
  ]
}
