/// What a visitor looks for in the directory.
public struct DirectorySearch: Hashable, Sendable {
  public static let pageSize = 20
  public static let maximumPage = 1000
  /// Characters; what goes beyond is not looked at.
  public static let longestText = 100
  /// Of the text; what goes beyond is not looked at.
  public static let mostWords = 8

  public var text: String
  public var specialty: ID<Specialty>?
  public var service: ID<HealthcareService>?
  /// An ISO 639-1 code.
  public var language: String?
  public var gender: AdministrativeGender?
  /// A site, at one of whose rooms the doctor is.
  public var place: ID<Location>?
  public var online: Bool
  public var earliest: Earliest?
  /// From 1.
  public let page: Int

  /// Within how many days from today there has to be a free time.
  public enum Earliest: Int, CaseIterable, Sendable {
    case threeDays = 3
    case week = 7
    case twoWeeks = 14
  }

  public init(
    text: String = "", specialty: ID<Specialty>? = nil, service: ID<HealthcareService>? = nil,
    language: String? = nil, gender: AdministrativeGender? = nil, place: ID<Location>? = nil,
    online: Bool = false, earliest: Earliest? = nil, page: Int = 1
  ) {
    self.text = String(text.prefix(Self.longestText))
    self.specialty = specialty
    self.service = service
    self.language = language
    self.gender = gender
    self.place = place
    self.online = online
    self.earliest = earliest
    self.page = min(max(page, 1), Self.maximumPage)
  }

  /// Whether anything narrows the directory down.
  public var isNarrow: Bool {
    var everybody = DirectorySearch(page: page)
    everybody.text = text.allSatisfy(\.isWhitespace) ? text : ""
    return self != everybody
  }
}
