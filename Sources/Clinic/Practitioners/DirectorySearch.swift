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
    if !text.isEmpty {
      conditions.append(
        """
        (concat_ws(' ', p.prefix, p.given_name, p.family_name) ILIKE \(pattern)
         OR EXISTS (SELECT FROM practitioner_specialty x JOIN specialty y ON y.id = x.specialty_id
                     WHERE x.practitioner_id = p.id AND y.name ILIKE \(pattern))
         OR EXISTS (SELECT FROM practitioner_service x JOIN healthcare_service y ON y.id = x.service_id
                     WHERE x.practitioner_id = p.id AND y.active AND y.name ILIKE \(pattern)))
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

  /// `%` and `_` mean themselves to a person.
  private var pattern: String {
    var escaped = "%"
    for character in text {
      if character == "%" || character == "_" || character == "\\" { escaped.append("\\") }
      escaped.append(character)
    }
    return escaped + "%"
  }
}
