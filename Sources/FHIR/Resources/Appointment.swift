public import FoundationEssentials

/// http://hl7.org/fhir/R4/appointment.html
public struct Appointment: Resource {
  public let id: UUID
  /// http://hl7.org/fhir/R4/valueset-appointmentstatus.html
  public let status: String
  public var serviceType: CodeableConcept?
  public var reason: String?
  public let start: Instant
  public let end: Instant
  public var created: Instant?
  /// Patient, practitioner, place; app-1 asks that each is somebody.
  public let participants: [Reference]
  /// What became of it before, the first first.
  public var history: [String] = []

  public init(
    _ id: UUID, _ status: String, from start: Instant, until end: Instant, with participants: [Reference]
  ) {
    (self.id, self.status, self.start, self.end, self.participants) = (id, status, start, end, participants)
  }

  public var members: KeyValuePairs<String, (any Representable)?> {
    [
      "status": status, "serviceType": serviceType.map { [$0] },
      "reasonCode": reason.map { [CodeableConcept(text: $0)] }, "start": start, "end": end,
      "created": created, "comment": history.isEmpty ? nil : history.joined(separator: "\n"),
      "participant": participants.map { actor -> JSON in
        .object(["actor": actor, "status": "accepted"])
      },
    ]
  }
}

/// http://hl7.org/fhir/R4/encounter.html
public struct Encounter: Resource {
  public let id: UUID
  /// http://hl7.org/fhir/R4/valueset-encounter-status.html
  public let status: String
  /// Of v3-ActCode: `AMB` in person, `VR` by telephone or video.
  public let kind: String
  public let subject: Reference
  public var participant: Reference?
  public var appointment: Reference?
  public let start: Instant

  public init(_ id: UUID, _ status: String, _ kind: String, of subject: Reference, at start: Instant) {
    (self.id, self.status, self.kind, self.subject, self.start) = (id, status, kind, subject, start)
  }

  public var members: KeyValuePairs<String, (any Representable)?> {
    [
      "status": status, "class": Coding(CodeSystem.hl7("v3-ActCode"), kind), "subject": subject,
      "participant": participant.map { person -> [JSON] in [.object(["individual": person])] },
      "appointment": appointment.map { [$0] },
      "period": Period(start: .instant(start), end: nil),
    ]
  }
}
