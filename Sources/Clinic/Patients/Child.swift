public import CivilTime
internal import FoundationEssentials

/// A patient without an account for whom a parent books (FHIR R4 RelatedPerson).
public struct Child: Sendable {
  public let id: ID<Patient>
  public let givenName: String
  public let familyName: String
  public let birthDate: Day

  /// Of one account. A family has fewer; a script must not fill the clinic's records.
  public static let mostPerAccount = 10
  /// Years. At that age a patient's record is their own at the latest; a clinic can choose to hand it over sooner.
  public static let fullAge = 18

  public var name: String { "\(givenName) \(familyName)" }
}

/// What a parent says of a child: checked already.
public struct NewChild: Sendable {
  public let givenName: String
  public let familyName: String
  public let birthDate: Day

  public init(givenName: String, familyName: String, birthDate: Day) {
    self.givenName = givenName
    self.familyName = familyName
    self.birthDate = birthDate
  }
}

extension Clinic {
  /// Makes a record for a child of the visitor's, in one round trip. The same form sent again changes nothing.
  ///
  /// - Parameter id: made with the form.
  /// - Throws: `Refusal.conflict(.childrenEnough)`; `.invalid` at `birth` for who is no child at this clinic; `.unknown` for an id that is another patient's.
  public func add(_ child: NewChild, _ id: ID<Patient>, by visitor: Visitor) async throws {
    let now = clock()
    let (_, (_, isAdded, isMine, count, isUnderAge)) = try await ask(
      visitor, .queueForChildren, .add(child, id, by: visitor, at: now, newID: newID), .isChild(id),
      .childCount, .isUnderAge(born: child.birthDate, at: now))
    if isAdded || isMine { return }
    if !isUnderAge { throw Refusal.invalid([Problem("birth", "problem.child-handed-over")]) }
    throw count >= Child.mostPerAccount ? Refusal.conflict(.childrenEnough) : .unknown
  }
}
