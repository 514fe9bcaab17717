public import Clinic
internal import Credentials
public import FoundationEssentials
internal import Postgres

/// A visit of Paul's by video with Riverside's doctor, with questions and a text to agree to.
public struct OnlineVisit: Sendable {
  public let id: ID<Appointment>
  public let service: ID<HealthcareService>
  public let text: ID<ConsentText>
  public let during: Range<Date>
}

extension TestClinic {
  /// - Parameter isPublished: whether there is a text to agree to.
  public func onlineVisit(
    at start: Date, minutes: Int = 20, isPublished: Bool = true
  ) async throws -> OnlineVisit {
    let (visit, questionnaire) = (newOnlineID(), newOnlineID())
    let service = try await service("Telemedicine", minutes: minutes, by: riverside.doctor, at: riverside)
    let during = start..<start.addingTimeInterval(Double(minutes * 60))
    guard let dana = riverside.accounts[DemoCast.dana]?.uuid else { throw UnknownName(name: "dana") }
    _ = try await database.asOwner(
      of: riverside.id.uuid,
      [
        "UPDATE healthcare_service SET online = true, category = 'Telemedicine' WHERE id = \(service.uuid)",
        """
        INSERT INTO appointment (id, patient_id, practitioner_id, service_id, location_id, during, status, price_minor,
                                 currency, booking_key, booked_at, online)
        VALUES (\(visit), \(riverside.patient.uuid), \(riverside.doctor.uuid), \(service.uuid), \(riverside.room.uuid), \(during), 'booked',
                5000, \(riverside.currency), \(newOnlineID()), \(clock.now), true)
        """,
        """
        INSERT INTO questionnaire (id, service_id, version, account_id, at)
        VALUES (\(questionnaire), \(service.uuid), 1, \(dana), \(clock.now))
        """,
        """
        INSERT INTO questionnaire_item (questionnaire_id, link_id, text, type, required, unit, options, enable_when,
                                        enable_answer)
        VALUES (\(questionnaire), 10, 'What brings you?', 'text', true, '', '', NULL, ''),
               (\(questionnaire), 20, 'Do you smoke?', 'boolean', true, '', '', NULL, ''),
               (\(questionnaire), 30, 'How many a day?', 'integer', true, '', '', 20, 'yes'),
               (\(questionnaire), 40, 'How much do you weigh?', 'quantity', false, 'kg', '', NULL, '')
        """,
      ])
    return OnlineVisit(
      id: ID(visit), service: service, text: isPublished ? try await telehealthText() : ID(newOnlineID()),
      during: during)
  }

  /// Publishes the next version of what has to be agreed to.
  @discardableResult
  public func telehealthText(in language: String = "en") async throws -> ID<ConsentText> {
    let id = newOnlineID()
    guard let dana = riverside.accounts[DemoCast.dana]?.uuid else { throw UnknownName(name: "dana") }
    _ = try await database.asOwner(
      of: riverside.id.uuid,
      [
        """
        INSERT INTO consent_text (id, name, language, version, text, account_id, at, telehealth)
        SELECT \(id), 'Telehealth', \(language), 1 + count(*)::int, 'I agree to be seen by video.', \(dana), \(clock.now), true
          FROM consent_text WHERE language = \(language)
        """
      ])
    return ID(id)
  }

  private func newOnlineID() -> UUID { ids.next(at: clock.now) }
}
