internal import Pages

/// `GET /admin/logo` and a refused `POST`.
struct LogoPage: Page {
  let file: Field
  let ownLogo: String?
  /// What concerns no single field.
  var notice: String?

  static let template = "admin/logo"

  var fields: Fields {
    [
      "problems": .view(ProblemSummary(notice: notice, [file.control])), "file": .view(file),
      "ownLogo": .text(ownLogo),
    ]
  }

  static let samples = [
    LogoPage(file: Field("logo", ""), ownLogo: nil),
    LogoPage(
      file: Field("logo", "", label: "Picture", problem: "The photo must be a JPEG, PNG or WebP picture"),
      ownLogo: "/logo/1.png"),
  ]
}
