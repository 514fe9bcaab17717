internal import Pages

/// Somebody is asked to act for a patient: neither by whom nor for whom. The same whether an account has the address or not.
struct FamilyInvitationLetter: Letter {
  let clinic: String
  /// An absolute address.
  let link: String

  static let template = "mail/family-invitation"

  var fields: Fields { ["clinic": .text(clinic), "link": .text(link)] }

  static let samples = [
    FamilyInvitationLetter(
      clinic: "Riverside Polyclinic", link: "https://riverside.example.org/account/family")
  ]
}

/// Who acts for whom has changed: not how.
struct FamilyChangedLetter: Letter {
  let clinic: String
  /// An absolute address.
  let link: String

  static let template = "mail/family-changed"

  var fields: Fields { ["clinic": .text(clinic), "link": .text(link)] }

  static let samples = [
    FamilyChangedLetter(
      clinic: "Riverside Polyclinic", link: "https://riverside.example.org/account/family")
  ]
}

/// To a parent: a child's record will be the child's own soon. Not whose, and not on which day.
struct HandoverNearLetter: Letter {
  let clinic: String
  /// An absolute address.
  let link: String

  static let template = "mail/handover-near"

  var fields: Fields { ["clinic": .text(clinic), "link": .text(link)] }

  static let samples = [
    HandoverNearLetter(
      clinic: "Riverside Polyclinic", link: "https://riverside.example.org/account/family")
  ]
}
