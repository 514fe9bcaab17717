import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

/// Paul, who writes; a team with Ben in it; Amira and Dana, who are in none at first.
struct Talking {
  let test: TestClinic
  let paul: Visitor
  let ben: Visitor
  let amira: Visitor
  let dana: Visitor
  let desk = ID<CareTeam>(UUID())

  init(_ test: TestClinic) async throws {
    self.test = test
    paul = try await test.visitor(DemoCast.paul, to: .ownRecord, access: .may(.writeToClinic))
    ben = try await test.visitor(DemoCast.ben, to: .messages, access: .may(.answerPatients))
    amira = try await test.visitor(DemoCast.amira, to: .messages, access: .may(.answerPatients))
    dana = try await test.visitor(DemoCast.dana, to: .messages, access: .may(.answerPatients))
    try await test.clinic.add(team(members: [DemoCast.ben]), desk, by: admin())
  }

  func admin() async throws -> Visitor {
    try await test.visitor(DemoCast.dana, to: .administration, access: .may(.manageTeams))
  }

  func account(_ one: DemoAccount) throws -> ID<Account> { try #require(test.riverside.accounts[one]) }

  func team(_ name: String = "Front desk", members: [DemoAccount], hours: Int = 4) throws -> NewCareTeam {
    NewCareTeam(name: name, practitioner: nil, hours: hours, members: try members.map(account))
  }

  @discardableResult
  func begin(_ text: String = "May I eat before it?", topic: String = "Blood test", key: UUID = UUID())
    async throws
    -> ID<Conversation>
  {
    try await test.clinic.begin(
      NewConversation(
        patient: test.riverside.patient, aim: .team(desk), topic: topic,
        message: NewMessage(text: text, key: key)),
      .own, by: paul)
  }

  func found(_ id: ID<Conversation>, _ side: Conversation.Side, by visitor: Visitor) async throws
    -> Conversation?
  {
    try await test.ask(
      visitor, .conversation(id, side, test.clinic.sealedTexts, by: visitor, at: test.clock.now))
  }

  func messages(_ id: ID<Conversation>, _ side: Conversation.Side, by visitor: Visitor) async throws
    -> [Communication]
  {
    try await test.ask(visitor, .communications(of: id, side, test.clinic.sealedTexts, at: test.clock.now))
  }

  /// Answers with what is there now seen.
  func answer(
    _ id: ID<Conversation>, _ text: String, _ side: Conversation.Side, by visitor: Visitor,
    awaits: Bool = true,
    key: UUID = UUID()
  ) async throws {
    let seen = try #require(try await found(id, side, by: visitor)).seen
    try await test.clinic.answer(
      id, NewMessage(text: text, key: key, seen: seen, awaitsAnswer: awaits), side, by: visitor)
  }

  func list(_ scope: ConversationScope, by visitor: Visitor) async throws -> [ID<Conversation>] {
    try await test.ask(
      visitor,
      .conversations(scope, of: nil, about: nil, after: nil, test.clinic.sealedTexts, at: test.clock.now)
    ).map(\.id)
  }
}
