/// How a visit is held.
public enum Modality: String, Sendable, CaseIterable {
  case inPerson = "in-person"
  case video, phone

  /// Of a service that is online or not.
  init(isOnline: Bool, _ channel: Channel) {
    self =
      switch (isOnline, channel) {
      case (false, _): .inPerson
      case (true, .video): .video
      case (true, .phone): .phone
      }
  }

  /// How people speak where a visit is online (FHIR R5 Appointment.virtualService.channelType).
  public enum Channel: String, Sendable, CaseIterable {
    case video, phone
  }
}
