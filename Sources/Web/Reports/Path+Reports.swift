import CivilTime
import Clinic

extension Path {
  static let reports = "/admin/reports"

  static func reports(_ question: ReportQuestion) -> String { "\(reports)?\(query(question))" }
  static func reportTable(_ question: ReportQuestion) -> String { "\(reports)/table.csv?\(query(question))" }

  private static func query(_ question: ReportQuestion) -> String {
    var query = "report=\(question.report.rawValue)&by=\(question.grouping.rawValue)"
    query += "&from=\(question.days.lowerBound)&until=\(question.days.upperBound)"
    if let service = question.service { query += "&service=\(service)" }
    if let doctor = question.practitioner { query += "&doctor=\(doctor)" }
    if let place = question.place { query += "&place=\(place)" }
    return query
  }

  /// The appointments that a number of a report counts; nil where it counts none.
  static func rows(of measure: Measure, _ question: ReportQuestion) -> String? {
    var query = "from=\(question.days.lowerBound)&until=\(question.days.upperBound)"
    switch measure.rows {
    case .none: return nil
    case .all: break
    case .state(let state): query += "&state=\(state.rawValue)"
    case .counted(let counted): query += "&counted=\(counted.rawValue)"
    }
    if let service = question.service { query += "&service=\(service)" }
    if let doctor = question.practitioner { query += "&doctor=\(doctor)" }
    if let place = question.place { query += "&place=\(place)" }
    return "/admin/appointments?\(query)"
  }
}

extension ReportQuestion {
  /// The same of one row.
  func about(_ group: ReportGroup) -> ReportQuestion {
    var narrower = self
    switch group {
    case .month(let days): narrower.days = days
    case .service(let id): narrower.service = id
    case .practitioner(let id): narrower.practitioner = id
    case .place(let id): narrower.place = id
    }
    return narrower
  }
}
