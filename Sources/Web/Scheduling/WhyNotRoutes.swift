import CivilTime
import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// Why a time is not offered: for staff whom a patient asks.
struct WhyNotRoutes: Sendable {
  let site: Site
  let whyNotPage: Template<WhyNotPage>

  init(site: Site) throws {
    self.site = site
    whyNotPage = try site.library.template(WhyNotPage.self)
  }

  var routes: [Route<Admission>] {
    [site.route(.get, "/schedule/why", .may(.explainTimes), .schedule, "schedule.why", why)]
  }

  @Sendable func why(_ call: Call) async throws -> Response {
    let query = try call.query()
    let question = WhyNotQuestion(query)
    guard let asked = question.asked else {
      let (visit, (doctors, services)) = try await site.clinic.ask(call.visitor, .staff, .services)
      return show(question, doctors, services, nil, call, visit, try site.formats(visit, call))
    }
    // The zone is known only after the same round trip, so we load a few days more on either side.
    let around = asked.day.utc(-3)..<asked.day.utc(4)
    let (visit, (doctors, services, service, schedule, names)) = try await site.clinic.ask(
      call.visitor, .staff, .services, .service(asked.service, of: asked.practitioner),
      .schedule(
        of: .one(asked.practitioner, asked.service), between: around, for: call.visitor.asNewBrowser,
        at: site.clinic.clock(), withRecords: true), .resourceNames)
    let formats = try site.formats(visit, call)
    let answer = WhyNotAnswer(asked, service, schedule, names, formats, at: visit.now)
    return show(question, doctors, services, answer, call, visit, formats)
  }

  private func show(
    _ question: WhyNotQuestion, _ doctors: [Practitioner], _ services: [HealthcareService],
    _ answer: WhyNotAnswer?, _ call: Call, _ visit: Visit, _ formats: Formats
  ) -> Response {
    let shown = ShownForm(question.query, question.problems, formats.words)
    let page = WhyNotPage(
      doctors: shown.choices(
        "practitioner", doctors.filter(\.active).map { ($0.id.description, $0.name) }
      ).labelled(formats.words["why.doctor"]),
      services: shown.choices("service", services.map { ($0.id.description, $0.name) })
        .labelled(formats.words["why.service"]),
      day: shown.field("day"), time: shown.field("time"), isFirstVisit: question.query["visit"] == "first",
      answer: answer)
    return site.show(
      page, whyNotPage, call, visit, at: .schedule,
      status: question.problems.isEmpty ? .ok : .unprocessableContent)
  }
}

/// What was asked, as it was typed.
struct WhyNotQuestion {
  let query: Form
  let asked: Asked?
  let problems: [Problem]

  struct Asked {
    let practitioner: ID<Practitioner>
    let service: ID<HealthcareService>
    let day: Day
    let time: TimeOfDay
    let isFirstVisit: Bool
  }

  init(_ query: Form) {
    self.query = query
    // The page as it is opened, before anything was asked.
    guard ["practitioner", "service", "day", "time"].contains(where: { query.value(of: $0) != nil }) else {
      (asked, problems) = (nil, [])
      return
    }
    let (practitioner, service) = (
      ID<Practitioner>(query["practitioner"]), ID<HealthcareService>(query["service"])
    )
    let (day, time) = (Day(iso: query["day"]), TimeOfDay(iso: query["time"]))
    var problems: [Problem] = []
    if practitioner == nil { problems.append(Problem("practitioner", "problem.choose")) }
    if service == nil { problems.append(Problem("service", "problem.choose")) }
    if day == nil { problems.append(Problem("day", "problem.pick-day")) }
    if time == nil { problems.append(Problem("time", "problem.time")) }
    self.problems = problems
    asked =
      if let practitioner, let service, let day, let time {
        Asked(
          practitioner: practitioner, service: service, day: day, time: time,
          isFirstVisit: query["visit"] == "first")
      } else { nil }
  }
}

extension WhyNotAnswer {
  /// - Parameter service: nil when the practitioner does not give it.
  init(
    _ asked: WhyNotQuestion.Asked, _ service: HealthcareService?, _ schedule: Schedule,
    _ names: [UUID: String],
    _ formats: Formats, at now: Date
  ) {
    let words = HindranceWords(formats: formats, names: names)
    let local = LocalDateTime(day: asked.day, time: asked.time)
    let instants = formats.zone.instants(of: local)
    let heading = "\(formats.longDay(asked.day)), \(formats.time(asked.time)) (\(formats.zone.identifier))"
    guard let service else {
      self.init(time: heading, reasons: [WhyNotReason(text: formats.words["why.not-given"], record: "")])
      return
    }
    guard !instants.isEmpty else {
      self.init(time: heading, reasons: words.reasons([.skipped]))
      return
    }
    let search = SlotSearch(
      of: asked.practitioner, for: service, isFirstVisit: asked.isFirstVisit, in: schedule,
      zone: formats.zone,
      at: now)
    // An hour that comes twice: what keeps both.
    let hindrances = instants.map(search.hindrances(at:))
    self.init(
      time: heading, reasons: hindrances.contains(where: \.isEmpty) ? [] : words.reasons(hindrances[0]))
  }
}
