import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// Visits that the front desk settles by telephone.
struct TaskRoutes: Sendable {
  let site: Site
  let listPage: Template<TasksPage>
  let page: Template<TaskPage>

  init(site: Site) throws {
    self.site = site
    listPage = try site.library.template(TasksPage.self)
    page = try site.library.template(TaskPage.self)
  }

  var routes: [Route<Admission>] {
    let access = Access.may(.settleTasks)
    return [
      site.route(.get, "/tasks", access, .schedule, "tasks", list),
      site.route(.get, "/tasks/:id", access, .schedule, "task", look),
      site.route(.post, "/tasks/:id/move", access, .schedule, "task.move", move),
      site.route(.post, "/tasks/:id/cancellation", access, .schedule, "task.cancel", cancel),
    ]
  }

  @Sendable func list(_ call: Call) async throws -> Response {
    let isDone = try call.query()["done"] == "1"
    let now = site.clinic.clock()
    let (visit, tasks) = try await site.clinic.ask(
      call.visitor, .rebookingTasks(by: call.visitor, at: now))
    let formats = try site.formats(visit, call)
    let shown = TasksPage(rows: tasks.map { RebookingRow($0, formats) }, isDone: isDone)
    return site.show(shown, listPage, call, visit, at: .tasks)
  }

  @Sendable func look(_ call: Call) async throws -> Response {
    try await show(call)
  }

  @Sendable func move(_ call: Call) async throws -> Response {
    let id: ID<Rebooking> = try call.id()
    return try await call.submit { form in
      try await site.clinic.settle(id, try site.chosen(form, call), by: call.visitor)
      return site.redirect(call, to: "\(Path.tasks)?done=1")
    } showAgain: { _, refusal in
      try await show(call, refusal)
    }
  }

  @Sendable func cancel(_ call: Call) async throws -> Response {
    let id: ID<Rebooking> = try call.id()
    return try await call.submit { _ in
      try await site.clinic.cancel(id, by: call.visitor)
      return site.redirect(call, to: "\(Path.tasks)?done=1")
    } showAgain: { _, refusal in
      try await show(call, refusal)
    }
  }

  private func show(_ call: Call, _ refusal: Refusal? = nil) async throws -> Response {
    let id: ID<Rebooking> = try call.id()
    let now = site.clinic.clock()
    let (visit, choice) = try await site.clinic.ask(
      call.visitor, .rebookingTask(id, by: call.visitor, at: now))
    guard let choice else { throw Refusal.unknown }
    let formats = try site.formats(visit, call)
    let shown = TaskPage(
      row: RebookingRow(choice.rebooking, formats, isSettledHere: true),
      times: site.times(of: choice, formats, call, at: now), action: Path.task(id, "move"),
      cancelAction: Path.task(id, "cancellation"), isTaken: refusal == .conflict(.timeTaken),
      isSettled: choice.rebooking.isSettled,
      notice: ShownForm(Form(), refusal?.problems ?? [], formats.words).problem(""))
    return site.show(
      shown, page, call, visit, at: .tasks, status: refusal?.status ?? .ok, from: Path.task(id))
  }
}

extension Site {
  /// The times that a rebooking could be at, the first chosen beforehand.
  func times(of choice: RebookingChoice, _ formats: Formats, _ call: Call, at now: Date) -> [Choice] {
    choice.offers(6, zone: formats.zone, at: now).enumerated().map { index, offer in
      Choice(
        clinic.sign(offer, at: call.visitor.host), formats.longInstant(offer.slot.during.lowerBound),
        chosen: index == 0)
    }
  }

  /// The time that was chosen in a form.
  func chosen(_ form: Form, _ call: Call) throws(Refusal) -> Offer {
    guard !form["offer"].isEmpty else { throw .invalid([Problem("", "problem.choose")]) }
    return try clinic.offer(form["offer"], at: call.visitor.host)
  }
}
