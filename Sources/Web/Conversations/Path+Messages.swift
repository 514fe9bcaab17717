import Clinic
import FoundationEssentials

extension Path {
  static let ownMessages = "/messages"
  static let newMessage = "/messages/new"
  static let conversations = "/conversations"
  static let teams = "/admin/teams"
  static func team(_ id: ID<CareTeam>) -> String { "\(teams)/\(id)" }

  static func conversation(_ id: ID<Conversation>, _ side: Conversation.Side) -> String {
    side == .own ? "\(ownMessages)/\(id)" : "\(conversations)/\(id)"
  }

  static func conversations(
    _ scope: ConversationScope, team: ID<CareTeam>? = nil, about patient: ID<Patient>? = nil,
    after last: ID<Conversation>? = nil
  ) -> String {
    let rest = [("team", team?.description), ("patient", patient?.description), ("after", last?.description)]
    return "\(conversations)?scope=\(scope.rawValue)"
      + rest.map { name, value in value.map { "&\(name)=\($0)" } ?? "" }.joined()
  }

  static func newConversation(with patient: ID<Patient>) -> String { "/patients/\(patient)/conversation" }
}
