internal import Pages

/// That the data of whoever reads it, or of their child, are erased, and where the receipt is. It names nobody.
struct ErasureReceiptLetter: Letter {
  let clinic: String
  /// An absolute address.
  let link: String
  let days: Int

  static let template = "mail/erasure-receipt"

  var fields: Fields { ["clinic": .text(clinic), "link": .text(link), "days": .number(days)] }

  static let samples = [
    ErasureReceiptLetter(
      clinic: "Riverside Polyclinic",
      link: "https://riverside.example.org/erasure-receipts/q1w2e3r4t5y6u7i8o9p0a1s2d3f4g5h6j7k8l9z0x1c",
      days: 30)
  ]
}
