internal import Pages

/// There is an invoice: neither what it is for nor how much it is, as mail is read by others, too.
struct InvoiceIssuedLetter: Letter {
  let clinic: String
  let phone: String
  /// The absolute address of the invoice, which tells nothing to who is not signed in; nil for who can't sign in.
  let link: String?

  static let template = "mail/invoice-issued"

  var fields: Fields { ["clinic": .text(clinic), "phone": .text(phone), "link": .text(link)] }

  static let samples = [
    InvoiceIssuedLetter(
      clinic: "Riverside Polyclinic", phone: "+44 20 7946 0123",
      link: "https://riverside.example.org/invoices/1"),
    InvoiceIssuedLetter(clinic: "Riverside Polyclinic", phone: "+44 20 7946 0123", link: nil),
  ]
}
