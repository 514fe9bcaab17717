internal import Credentials
public import FoundationEssentials
internal import Postgres

/// Opens and seals what people write to each other: each text is bound to its clinic, column and row.
public struct SealedTexts: Sendable {
  let box: SecretBox

  func topic(_ text: String, _ id: ID<Conversation>, _ tenant: ID<Tenant>) throws -> [UInt8] {
    try box.seal(Array(text.utf8), context: Self.topic(id, tenant))
  }

  func topic(of sealed: [UInt8], _ id: ID<Conversation>, _ tenant: ID<Tenant>) throws -> String {
    String(decoding: try box.open(sealed, context: Self.topic(id, tenant)), as: UTF8.self)
  }

  func message(_ text: String, _ id: ID<Communication>, _ tenant: ID<Tenant>) throws -> [UInt8] {
    try box.seal(Array(text.utf8), context: Self.message(id, tenant))
  }

  func message(of sealed: [UInt8], _ id: ID<Communication>, _ tenant: ID<Tenant>) throws -> String {
    String(decoding: try box.open(sealed, context: Self.message(id, tenant)), as: UTF8.self)
  }

  func draft(_ draft: MessageDraft, _ id: ID<MessageDraft>, _ tenant: ID<Tenant>) throws -> [UInt8] {
    try box.seal(Array(try JSONEncoder().encode(draft)), context: Self.draft(id, tenant))
  }

  func draft(of sealed: [UInt8], _ id: ID<MessageDraft>, _ tenant: ID<Tenant>) throws -> MessageDraft {
    try JSONDecoder().decode(
      MessageDraft.self, from: Data(try box.open(sealed, context: Self.draft(id, tenant))))
  }

  private static func topic(_ id: ID<Conversation>, _ tenant: ID<Tenant>) -> String {
    KeyedColumn.topic.context(tenant, owner: "\(id)")
  }

  private static func message(_ id: ID<Communication>, _ tenant: ID<Tenant>) -> String {
    KeyedColumn.message.context(tenant, owner: "\(id)")
  }

  private static func draft(_ id: ID<MessageDraft>, _ tenant: ID<Tenant>) -> String {
    KeyedColumn.draft.context(tenant, owner: "\(id)")
  }
}

extension Clinic {
  public var sealedTexts: SealedTexts { SealedTexts(box: secrets.box) }
}

/// What somebody was writing.
public struct MessageDraft: Codable, Hashable, Sendable {
  public let topic: String
  public let text: String

  /// Seconds after which one that nobody went on with goes.
  static let lifetime: TimeInterval = 30 * 86_400

  public init(topic: String = "", text: String) {
    self.topic = topic
    self.text = text
  }
}
