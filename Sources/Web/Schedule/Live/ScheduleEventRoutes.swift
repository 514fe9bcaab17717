import Clinic
import Hummingbird
import NIOCore
import Shell

/// Tells an open page of today's list when there is another state of it: server-sent events (HTML Standard, section 9.2).
struct ScheduleEventRoutes: Sendable {
  let site: Site
  let watch: ScheduleWatch

  init(site: Site, limits: ScheduleWatch.Limits = ScheduleWatch.Limits()) {
    self.site = site
    watch = ScheduleWatch(limits: limits) { [clinic = site.clinic] accounts, host in
      try await clinic.scheduleVersions(of: accounts, at: host)
    }
  }

  var routes: [Route<Admission>] {
    [site.route(.get, "/schedule/events", .may(.seeOwnSchedule), .schedule, "schedule.events", events)]
  }

  /// Ends with the page, with the server, or after half an hour: the browser then comes through the door again.
  @Sendable func events(_ call: Call) async throws -> Response {
    var visitor = call.visitor
    visitor.isUnattended = true
    guard let account = try await site.clinic.ask(visitor, .nothing).visit.account else {
      throw Refusal.unauthenticated
    }
    let key = ScheduleWatch.Key(host: visitor.host, account: account.id)
    if watch.isFull { throw Refusal.limited(seconds: 60) }
    // The place is taken with the body: a response without one, to HEAD, takes none.
    let body = ResponseBody { [watch, shutdown = call.context.shutdown] writer in
      if let place = watch.enter(key) {
        let bell = Task {
          await shutdown.wait()
          watch.leave(place)
        }
        defer {
          bell.cancel()
          watch.leave(place)
        }
        // Milliseconds until a browser comes back that lost the connection.
        try await writer.write(ByteBuffer(string: "retry: 15000\n\n"))
        for await version in place.versions {
          try await writer.write(ByteBuffer(string: "data: \(version)\n\n"))
        }
      }
      try await writer.finish(nil)
    }
    return Response(
      status: .ok,
      headers: [.contentType: "text/event-stream", .cacheControl: "no-store"], body: body)
  }
}
