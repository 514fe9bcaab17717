import Clinic
import Hummingbird
import NIOCore
import Shell

/// Tells open pages of conversations when there is another state of them: server-sent events (HTML Standard, section 9.2). All pages of
/// a clinic share one look, as those of today's list do.
struct MessageEventRoutes: Sendable {
  let site: Site
  let watch: ScheduleWatch

  init(site: Site, limits: ScheduleWatch.Limits = ScheduleWatch.Limits()) {
    self.site = site
    watch = ScheduleWatch(limits: limits) { [clinic = site.clinic] accounts, host in
      try await clinic.messageVersions(of: accounts, at: host)
    }
  }

  var routes: [Route<Admission>] {
    [
      site.route(.get, "\(Path.ownMessages)/events", .may(.writeToClinic), .ownRecord, "messages.events") {
        call in
        try await watch.events(call, site)
      },
      site.route(
        .get, "\(Path.conversations)/events", .may(.answerPatients), .messages, "conversations.events"
      ) { call in
        try await watch.events(call, site)
      },
    ]
  }
}
