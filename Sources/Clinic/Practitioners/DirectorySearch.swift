internal import Postgres

/// What a visitor looks for in the directory.
public struct DirectorySearch: Sendable {
  public static let pageSize = 12
  public static let maximumPage = 1000

  public let text: String
  public let specialty: ID<Specialty>?
  public let service: ID<HealthcareService>?
  /// From 1.
  public let page: Int

  public init(
    text: String = "", specialty: ID<Specialty>? = nil, service: ID<HealthcareService>? = nil, page: Int = 1
  ) {
    self.text = text
    self.specialty = specialty
    self.service = service
    self.page = min(max(page, 1), Self.maximumPage)
  }

  var condition: SQL {
    var conditions: [SQL] = ["true"]
    if !patterns.isEmpty {
      // Each word must stand somewhere: a name in any order, beside a specialty or a service.
      conditions.append(
        """
        NOT EXISTS (
          SELECT FROM unnest(\(patterns)) AS word
           WHERE folded(concat_ws(' ', p.prefix, p.given_name, p.family_name)) NOT LIKE folded(word)
             AND NOT EXISTS (SELECT FROM practitioner_specialty x JOIN specialty y ON y.id = x.specialty_id
                              WHERE x.practitioner_id = p.id AND folded(y.name) LIKE folded(word))
             AND NOT EXISTS (SELECT FROM practitioner_service x JOIN healthcare_service y ON y.id = x.service_id
                              WHERE x.practitioner_id = p.id AND y.active AND folded(y.name) LIKE folded(word)))
        """)
    }
    if let specialty {
      conditions.append(
        """
        EXISTS (SELECT FROM practitioner_specialty x
                 WHERE x.practitioner_id = p.id AND x.specialty_id = \(specialty))
        """)
    }
    if let service {
      conditions.append(
        "EXISTS (SELECT FROM practitioner_service x WHERE x.practitioner_id = p.id AND x.service_id = \(service))"
      )
    }
    return conditions.joined(separator: " AND ")
  }

  /// One for each word. `%` and `_` mean themselves to a person.
  private var patterns: [String] {
    text.split(whereSeparator: \.isWhitespace).prefix(8).map { word in
      var escaped = "%"
      for character in word {
        if character == "%" || character == "_" || character == "\\" { escaped.append("\\") }
        escaped.append(character)
      }
      return escaped + "%"
    }
  }
}
