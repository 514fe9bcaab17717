import Clinic

extension Path {
  /// A visit by video or phone, for its patient.
  static func visit(_ id: ID<Appointment>, _ what: String = "visit") -> String {
    "/appointments/\(id)/\(what)"
  }
  /// A visit, for its doctor.
  static func ownVisit(_ id: ID<Appointment>, _ what: String = "") -> String {
    "/schedule/visits/\(id)" + (what.isEmpty ? "" : "/\(what)")
  }
  static let ownConsents = "/account/consents"
  static func withdrawal(_ id: ID<TelehealthConsent>) -> String { "/account/consents/\(id)/withdrawal" }
  static func service(_ id: ID<HealthcareService>) -> String { "/services/\(id)" }
}
