import CivilTime
import Clinic
import Credentials
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// Where the link in a letter about an absence leads. It admits whoever holds it, as far as this one visit.
struct RebookingRoutes: Sendable {
  let site: Site
  let page: Template<RebookingPage>

  init(site: Site) throws {
    self.site = site
    page = try site.library.template(RebookingPage.self)
  }

  var routes: [Route<Admission>] {
    [
      site.route(.get, "/rebookings/:token", .anyone, .booking, "rebooking", look),
      site.route(.post, "/rebookings/:token/acceptance", .anyone, .booking, "rebooking.accept", accept),
      site.route(.post, "/rebookings/:token/cancellation", .anyone, .booking, "rebooking.cancel", cancel),
      site.route(.post, "/rebookings/:token/call", .anyone, .booking, "rebooking.call", askForCall),
    ]
  }

  @Sendable func look(_ call: Call) async throws -> Response {
    try await show(call)
  }

  @Sendable func accept(_ call: Call) async throws -> Response {
    try await act(call) { link, form in
      try await site.clinic.acceptRebooking(link, try site.chosen(form, call), by: call.visitor)
    }
  }

  @Sendable func cancel(_ call: Call) async throws -> Response {
    try await act(call) { link, _ in try await site.clinic.cancelRebooking(link, by: call.visitor) }
  }

  @Sendable func askForCall(_ call: Call) async throws -> Response {
    try await act(call) { link, _ in try await site.clinic.askForCall(link, by: call.visitor) }
  }

  private func act(_ call: Call, _ work: (Token, Form) async throws -> Void) async throws -> Response {
    let link = try call.secret("token")
    return try await call.submit { form in
      try await work(link, form)
      return site.redirect(call, to: Path.rebooking(link.text))
    } showAgain: { _, refusal in
      try await show(call, refusal)
    }
  }

  private func show(_ call: Call, _ refusal: Refusal? = nil) async throws -> Response {
    let link = try call.secret("token")
    let now = site.clinic.clock()
    let (visit, choice) = try await site.clinic.ask(
      call.visitor, .rebooking(of: link, by: call.visitor, at: now))
    guard let choice else { throw Refusal.unknown }
    let formats = try site.formats(visit, call)
    let rebooking = choice.rebooking
    let times = site.times(of: choice, formats, call, at: now)
    let proposed = rebooking.proposal.map { formats.longInstant($0.during.lowerBound) }
    let instants = [rebooking.was, rebooking.visit.during, rebooking.proposal?.during]
      .compactMap(\.self).map(\.lowerBound)
    let isKept = rebooking.answerUntil > now && proposed != nil && times.first?.text == proposed
    let shown = RebookingPage(
      was: formats.longInstant(rebooking.was.lowerBound), zone: formats.zoneInWords(at: instants),
      stage: RebookingPage.Stage(rebooking),
      now: formats.longInstant(rebooking.visit.during.lowerBound),
      until: isKept ? formats.longInstant(rebooking.answerUntil) : nil,
      otherDoctor: rebooking.proposal.flatMap { $0.isOtherDoctor ? $0.practitionerName : nil },
      times: times, here: Path.rebooking(link.text), answersRequest: rebooking.answersRequest,
      isCallAsked: rebooking.why == .asked,
      isTaken: refusal == .conflict(.timeTaken),
      notice: ShownForm(Form(), refusal?.problems ?? [], formats.words).problem(""))
    return site.show(
      shown, page, call, visit, status: refusal?.status ?? .ok, from: Path.rebooking(link.text))
  }
}

extension RebookingPage.Stage {
  init(_ rebooking: Rebooking) {
    switch rebooking.state {
    case .open, .task: self = .asked
    case .accepted: self = rebooking.visit.status == .pending ? .requested : .moved
    case .cancelled: self = .cancelled
    case .swapped, .withdrawn: self = .stands
    }
  }
}
