internal import Clinic
internal import Credentials
internal import FoundationEssentials
internal import Postgres

/// Teams of a clinic, and what its own patient and it write to each other: one conversation that waits for an answer, one that was
/// answered, and one that is closed.
struct DemoMessages {
  private struct Message {
    let from: UUID
    let text: String
    /// Before now.
    let hours: Double
    var isNote = false
  }

  private struct Talk {
    let topic: String
    let team: Int
    let state: String
    let messages: [Message]
  }

  let insertions: [SQL]

  /// Nil where the clinic has no patient, doctor or administrator with an account.
  init?(_ clinic: DemoClinic, _ accounts: [StoredAccount], keys: KeyRing, at now: Date) throws {
    func one(_ role: Role) -> UUID? { accounts.first { $0.member.role == role }?.id }
    guard let patient = clinic.patients.first(where: { $0.account != nil }), let own = patient.account,
      let doctor = clinic.practitioners.first(where: { $0.account != nil }), let amira = doctor.account,
      let admin = one(.admin)
    else { return nil }
    let desk = one(.frontDesk) ?? admin
    let (ids, box) = (UUIDv7(), SecretBox(keys))
    let teams = [
      (
        id: ids.next(at: now), name: "Front desk", hours: 4, doctor: UUID?.none,
        members: Array(Set([desk, admin]))
      ),
      (
        id: ids.next(at: now), name: "Practice of Dr \(doctor.profile.familyName)", hours: 16,
        doctor: doctor.id, members: [desk]
      ),
      (id: ids.next(at: now), name: "Billing", hours: 24, doctor: UUID?.none, members: [admin]),
    ]
    var made: [SQL] = teams.map { team in
      """
      INSERT INTO care_team (id, name, practitioner_id, answer_hours, created_at)
      VALUES (\(team.id), \(team.name), \(team.doctor), \(Int32(team.hours)), \(now))
      """
    }
    made += teams.flatMap { team in
      team.members.map { member in
        """
        INSERT INTO care_team_participant (id, team_id, account_id) VALUES (\(ids.next(at: now)), \(team.id), \(member))
        """
      }
    }
    let talks = [
      Talk(
        topic: "Tablets before the blood test", team: 0, state: "clinic",
        messages: [
          Message(from: own, text: "Shall I take my morning tablets before the blood test?", hours: 3)
        ]),
      Talk(
        topic: "My blood pressure at home", team: 1, state: "patient",
        messages: [
          Message(
            from: own, text: "It was 150 over 95 on three mornings.\nShould I come in earlier?", hours: 50),
          Message(
            from: desk, text: "Dr \(doctor.profile.familyName) looks at it this afternoon.", hours: 49,
            isNote: true),
          Message(
            from: amira,
            text: "Thank you. Please write down the next three mornings, too. Do you feel dizzy?", hours: 26),
        ]),
      Talk(
        topic: "A receipt for my insurance", team: 2, state: "closed",
        messages: [
          Message(from: own, text: "Could I have a receipt for last month’s visit?", hours: 300),
          Message(from: admin, text: "It is among your documents now.", hours: 290),
        ]),
    ]
    for talk in talks {
      let id = ids.next(at: now - (talk.messages.first?.hours ?? 0) * 3600)
      let last = now - (talk.messages.last?.hours ?? 0) * 3600
      let isClosed = talk.state == "closed"
      let topic = try box.seal(
        Array(talk.topic.utf8), context: "\(clinic.id)/conversation/topic/\(id.uuidString.lowercased())")
      let taker: UUID? = talk.state == "clinic" ? nil : talk.messages.last?.from
      made.append(
        """
        INSERT INTO conversation (id, patient_id, begun_by, topic, team_id, taken_by, state, answer_due, last_at, closed_at, closed_by,
                                  close_reason, created_at)
        VALUES (\(id), \(patient.id), \(own), \(topic), \(teams[talk.team].id), \(taker), \(talk.state),
                \(talk.state == "clinic" ? now + 4 * 3600 : nil), \(last), \(isClosed ? last : nil), \(isClosed ? taker : nil),
                \(isClosed ? "answered" : nil), \(last))
        """)
      for message in talk.messages {
        let sent = now - message.hours * 3600
        let row = ids.next(at: sent)
        let payload = try box.seal(
          Array(message.text.utf8),
          context: "\(clinic.id)/communication/payload/\(row.uuidString.lowercased())")
        let isOwn = message.from == own
        // The doctor's question is not read yet, nor what waits for the clinic.
        let isRead = !message.isNote && message.hours > 27
        made.append(
          """
          INSERT INTO communication (id, conversation_id, category, from_clinic, sender, sent, received, received_by, payload, key)
          VALUES (\(row), \(id), \(message.isNote ? "note" : "message"), \(!isOwn), \(message.from), \(sent),
                  \(isRead ? sent + 1800 : nil), \(isRead ? (isOwn ? desk : own) : nil), \(payload), \(row))
          """)
      }
    }
    insertions = made
  }
}
