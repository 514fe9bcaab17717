import CivilTime
import Clinic
import ClinicTesting
import Credentials
import FoundationEssentials
import HTTPTypes
import Shell
import Testing

@testable import Web

extension TestSite {
  /// The first time on offer tomorrow with Riverside's doctor, as its page has it.
  func offer(_ index: Int = 0) async throws -> String {
    let riverside = test.riverside
    let day = Day(utc: test.clock.now).adding(days: 1)
    let page = try await get(
      "/doctors/\(riverside.doctor)/times?service=\(riverside.services[0])&from=\(day)")
    let later = page.body.split(separator: "datetime=\"\(day)\"", maxSplits: 1).last ?? ""
    return String(try #require(later.matches(of: Self.offers).dropFirst(index).first).output.1)
  }

  static var offers: Regex<(Substring, Substring)> { /name="offer" value="([A-Za-z0-9._-]+)"/ }

  /// A patient's appointment, booked through the site.
  func booked(by paul: Token, _ index: Int = 0) async throws -> String {
    let answer = try await post(
      "/appointments", [("offer", try await offer(index)), ("key", UUID().uuidString), ("reason", "")],
      as: paul)
    return try #require(answer.location)
  }

  /// A form that adds a child of nine years.
  static func leo(_ key: UUID) -> [(String, String)] {
    [
      ("key", key.uuidString), ("given", "Léo"), ("family", "Fletcher"), ("birthDay", "7"),
      ("birthMonth", "3"), ("birthYear", "2016"),
    ]
  }

  /// What a route answers to somebody, with ids that name nothing and a form that is whole as far as the door.
  func answer(of route: Route<Admission>, as token: Token) async throws -> TestAnswer {
    let path = route.pattern.replacing(/:[a-z]+/, with: UUID().uuidString)
    switch (route.method, route.name) {
    case (_, "move"):
      return try await get("\(path)?offer=\(try await offer())", as: token)
    case (_, "admin.practitioners.create"), (_, "admin.practitioners.change"):
      return try await postMultipart(path, [("key", UUID().uuidString), ("given", "Ada")], as: token)
    case (.post, let name) where name.hasSuffix(".import.bring"):
      return try await postMultipart(path, [("key", UUID().uuidString)], as: token)
    case (_, "admin.logo.set"), (_, "documents.add"), (_, "patient.documents.add"):
      return try await postMultipart(path, [], as: token)
    case (_, "upload.part"):
      return try await post(path, [], as: token, headers: ["x-csrf": Self.csrf.tag(for: token.text)])
    case (.post, "admin.settings.set"):
      // As its own page has it, or it would be told as somebody else's change.
      let page = try await get(path, as: token).body
      let seen = page.firstMatch(of: /name="seen" value="([^"]*)"/).map { String($0.output.1) } ?? ""
      return try await post(path, [("seen", seen)], as: token)
    case (_, "message.begin"):
      return try await postMultipart(path, [("key", UUID().uuidString)], as: token)
    case (_, "note-template.create"):
      return try await post(path, [("key", UUID().uuidString)], as: token)
    case (_, "appointment.create"):
      let fields = [("offer", try await offer()), ("key", UUID().uuidString), ("reason", "")]
      return try await post(path, fields, as: token)
    case (_, "schedule.events"), (_, "messages.events"), (_, "conversations.events"):
      // It has no end.
      return try await send("HEAD", path, as: token, at: "riverside.localhost", headers: [:], body: nil)
    case (_, "follow-up.new"):
      return try await get("\(path)?offer=\(try await offer())", as: token)
    case (_, "follow-up.create"):
      return try await post(
        path, [("offer", try await offer()), ("key", UUID().uuidString), ("reason", "")], as: token)
    case (_, "move.create"):
      return try await post(path, [("offer", try await offer()), ("sequence", "0")], as: token)
    case (.get, "proposal"):
      return try await get("\(path)?service=\(test.riverside.services[0])", as: token)
    case (_, "proposal.create"):
      return try await post(
        path,
        [("offer", try await offer()), ("sequence", "0"), ("service", "\(test.riverside.services[0])")],
        as: token)
    case (.get, let name) where name.hasPrefix("desk."):
      return try await get(
        "\(path)?offer=\(try await offer())&patient=\(UUID())&service=\(test.riverside.services[0])",
        as: token)
    case (_, let name) where name.hasPrefix("desk."):
      let fields = [
        ("offer", try await offer()), ("key", UUID().uuidString), ("patient", UUID().uuidString),
        ("q", "paul"),
        ("sequence", "0"), ("service", "\(test.riverside.services[0])"), ("given", "Greta"),
        ("family", "Lind"),
        ("place", UUID().uuidString), ("birthDay", "29"), ("birthMonth", "2"), ("birthYear", "1980"),
        ("gender", "female"),
      ]
      return try await post(path, fields, as: token)
    case (.get, "display"):
      return try await get("/display/\(token.text)", as: token)
    case (.get, _):
      return try await get(path, as: token)
    default:
      return try await post(path, [("code", "123456")], as: token)
    }
  }
}
