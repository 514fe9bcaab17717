internal import Credentials
internal import Postgres

/// A column whose values lie under a key of the ring, so that they are lost with it.
///
/// What only a signature of ours depends on, such as a page's form or a link in a letter, lies in no column: it is good for as
/// long as its key is in the ring.
enum KeyedColumn: String, CaseIterable {
  case password = "passwords"
  case signUpPassword = "passwords of sign-ups"
  case authenticator = "authenticator apps"
  case newAuthenticator = "authenticator apps being set up"
  case letter = "codes and links in letters"
  case document = "keys of documents"
  case upload = "keys of documents on their way in"
  case coverage = "numbers of insurance"
  case answers = "answers before visits"
  case importLines = "keys of files of patients"
  case notes = "notes and letters"
  case medications = "prescribed medications"
  case allergy = "allergies"
  case condition = "conditions"
  case medication = "medications"
  case report = "results"
  case observation = "vital signs and values"
  case topic = "topics of conversations"
  case message = "messages"
  case draft = "messages that are being written"
  case archive = "keys of archives of patients' data"
  case unsent = "forms of whose sender the session was over"

  /// Table and column, for the statements below.
  var place: (table: SQL, column: SQL) { ("\(unsafe: names.table)", "\(unsafe: names.column)") }

  var names: (table: String, column: String) {
    switch self {
    case .password: ("account", "password_hash")
    case .signUpPassword: ("registration", "password_hash")
    case .authenticator: ("account", "totp_seed")
    case .newAuthenticator: ("session", "totp_pending")
    case .letter: ("outbox_message", "secret")
    case .document: ("document_reference", "content_key")
    case .upload: ("document_upload", "content_key")
    case .coverage: ("coverage", "subscriber_id")
    case .answers: ("questionnaire_response", "answers")
    case .importLines: ("patient_import", "lines_key")
    case .notes: ("composition_section", "text")
    case .medications: ("medication_request", "content")
    case .allergy: ("allergy_intolerance", "content")
    case .condition: ("condition", "content")
    case .medication: ("medication_statement", "content")
    case .report: ("diagnostic_report", "content")
    case .observation: ("observation", "content")
    case .topic: ("conversation", "topic")
    case .message: ("communication", "payload")
    case .draft: ("communication_draft", "payload")
    case .archive: ("data_archive", "content_key")
    case .unsent: ("unsent_form", "content")
    }
  }

  /// What tells one row from the others, as text.
  private var row: SQL {
    switch self {
    case .newAuthenticator: "encode(token_hash, 'hex')"
    case .unsent: "account_id::text"
    default: "id::text"
    }
  }

  /// To whom or what the value is bound (`SecretBox`).
  private var owner: SQL { "\(unsafe: ownerColumn)::text" }

  var ownerColumn: String { self == .newAuthenticator || self == .unsent ? "account_id" : "id" }

  /// As the value was sealed.
  func context(_ tenant: ID<Tenant>, owner: String) -> String {
    switch self {
    case .authenticator, .newAuthenticator: "\(tenant)/account/totp_seed/\(owner)"
    case .letter: "\(tenant)/outbox_message/secret/\(owner)"
    // An upload becomes the document of its id.
    case .document, .upload: DocumentKey.context(tenant, owner)
    case .coverage: "\(tenant)/coverage/subscriber_id/\(owner)"
    case .answers: "\(tenant)/questionnaire_response/answers/\(owner)"
    case .importLines: "\(tenant)/patient_import/lines_key/\(owner)"
    case .notes: NoteSection.context(tenant, owner)
    case .medications: MedicationRequest.context(tenant, owner)
    case .allergy, .condition, .medication, .report, .observation:
      SealedWords.context(names.table, owner, tenant)
    case .topic, .message, .draft, .archive, .unsent: "\(tenant)/\(names.table)/\(names.column)/\(owner)"
    case .password, .signUpPassword: ""
    }
  }

  /// How many values lie under the current key.
  func countingCurrent(_ keys: InstallationKeys) -> SQL {
    "SELECT count(*) FROM \(place.table) WHERE \(isKept) AND \(isCurrent(keys))"
  }

  /// The rows whose value does not lie under the current key: row, owner, value as bytes.
  func listingOthers(_ keys: InstallationKeys) -> SQL {
    """
    SELECT \(row), \(owner), \(isPassword ? "convert_to(\(place.column), 'UTF8')" : place.column)
      FROM \(place.table) WHERE \(isKept) AND NOT \(isCurrent(keys))
    """
  }

  /// Puts a new value in the place of the one that was read, unless somebody has changed it since.
  func replacing(_ value: [UInt8], in found: String, by new: [UInt8]) -> SQL {
    let (before, after): (SQL, SQL) =
      isPassword
      ? ("convert_from(\(value), 'UTF8')", "convert_from(\(new), 'UTF8')") : ("\(value)", "\(new)")
    return """
      UPDATE \(place.table) SET \(place.column) = \(after) WHERE \(row) = \(found) AND \(place.column) = \(before)
      """
  }

  var isPassword: Bool { self == .password || self == .signUpPassword }

  private var isKept: SQL { isPassword ? "\(place.column) <> ''" : "\(place.column) IS NOT NULL" }

  private func isCurrent(_ keys: InstallationKeys) -> SQL {
    if isPassword {
      let mark = keys.hasher.mark ?? ""
      return "right(split_part(\(place.column), '$', 4), \(mark.utf8.count)::int) = \(mark)"
    }
    let heading = keys.box.heading
    return "substring(\(place.column) for \(heading.count)::int) = \(heading)"
  }
}
