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
    [
      site.route(.get, "/schedule/events", .may(.seeOwnSchedule), .schedule, "schedule.events") { call in
        try await watch.events(call, site)
      }
    ]
  }
}

extension ScheduleWatch {
  /// Ends with the page, with the server, or after half an hour: the browser then comes through the door again.
  func events(_ call: Call, _ site: Site) async throws -> Response {
    var visitor = call.visitor
    visitor.isUnattended = true
    guard let account = try await site.clinic.ask(visitor, .nothing).visit.account else {
      throw Refusal.unauthenticated
    }
    let key = Key(host: visitor.host, account: account.id)
    if isFull { throw Refusal.limited(seconds: 60) }
    // The place is taken with the body: a response without one, to HEAD, takes none.
    let body = ResponseBody { [self, shutdown = call.context.shutdown] writer in
      if let place = enter(key) {
        let bell = Task {
          await shutdown.wait()
          leave(place)
        }
        defer {
          bell.cancel()
          leave(place)
        }
        // Milliseconds until a browser comes back that lost the connection.
        try await writer.write(ByteBuffer(string: "retry: 15000\n\n"))
        for await version in place.versions {
          // Which state it is, so that a browser that comes back says which one it has (Last-Event-ID).
          try await writer.write(ByteBuffer(string: "id: \(version)\ndata: \(version)\n\n"))
        }
      }
      try await writer.finish(nil)
    }
    return Response(
      status: .ok,
      headers: [.contentType: "text/event-stream", .cacheControl: "no-store"], body: body)
  }
}
