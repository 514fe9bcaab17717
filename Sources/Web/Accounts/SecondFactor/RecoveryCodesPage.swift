internal import Pages

/// `GET /account/recovery-codes`, and the answer to its `POST`: the one time that the codes are shown.
struct RecoveryCodesPage: Page {
  /// How many of the older ones are left.
  var left = 0
  /// Ten new ones, in groups of four letters; empty before they are made.
  var codes: [Line] = []

  static let template = "accounts/recovery-codes"

  var fields: Fields {
    [
      "left": .number(left), "hasLeft": .flag(left > 0), "codes": .list(codes),
      "hasCodes": .flag(!codes.isEmpty),
    ]
  }

  static let samples = [
    RecoveryCodesPage(), RecoveryCodesPage(left: 7),
    RecoveryCodesPage(codes: (1...10).map { _ in Line("JBSW-Y3DP-EHPK-3PXP-JBSW-Y3DP") }),
  ]
}
