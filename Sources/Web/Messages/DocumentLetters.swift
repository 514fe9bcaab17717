internal import Pages

/// To a patient: a file among their documents was rejected. Nothing of the file, as mail is read by others, too.
struct DocumentRejectedLetter: Letter {
  let clinic: String
  let phone: String
  /// An absolute address, which tells nothing to who is not signed in.
  let documents: String

  static let template = "mail/document-rejected"

  var fields: Fields { ["clinic": .text(clinic), "phone": .text(phone), "documents": .text(documents)] }

  static let samples = [
    DocumentRejectedLetter(
      clinic: "Riverside Polyclinic", phone: "+44 20 7946 0123",
      documents: "https://riverside.example.org/documents")
  ]
}

/// To administrators: a virus was found. Neither in what nor whose it is.
struct VirusFoundLetter: Letter {
  let clinic: String
  /// The absolute address of what the audit log has of it.
  let log: String

  static let template = "mail/virus-found"

  var fields: Fields { ["clinic": .text(clinic), "log": .text(log)] }

  static let samples = [
    VirusFoundLetter(
      clinic: "Riverside Polyclinic",
      log: "https://riverside.example.org/admin/audit?act=document-infected")
  ]
}
