internal import Clinic
internal import Credentials
internal import FoundationEssentials
internal import ObjectStore
internal import Postgres

/// Two documents of a clinic's own patient: one that they brought, and one that the doctor added.
struct DemoDocuments {
  struct Document {
    let id: ID<DocumentReference>
    let author: UUID
    let title: String
    let category: String
    let bytes: [UInt8]
    let sealed: SealedDocument
    let created: Date
  }

  let patient: UUID
  let all: [Document]

  /// Nil where the clinic has no patient with an account, or no doctor with one.
  init?(_ clinic: DemoClinic, keys: KeyRing, at now: Date) throws {
    guard let patient = clinic.patients.first(where: { $0.account != nil }), let own = patient.account,
      let doctor = clinic.practitioners.lazy.compactMap(\.account).first
    else { return nil }
    self.patient = patient.id
    let ids = UUIDv7()
    all = try [
      (
        own, "Referral of Dr Baker.pdf", "referral", ["Referral", "Please see for palpitations since May."],
        5.0
      ),
      (
        doctor, "Blood count.pdf", "result",
        ["Blood count", "Haemoglobin 14.1 g/dl", "Leucocytes 6.2 /nl", "Platelets 251 /nl"], 2.0
      ),
    ].map { author, title, category, lines, days in
      let created = now - days * 86_400
      let id = ID<DocumentReference>(ids.next(at: created))
      let bytes = DemoPDF(lines).bytes
      return Document(
        id: id, author: author, title: title, category: category, bytes: bytes,
        sealed: try SealedDocument(bytes, id, of: clinic.id, keys: keys, random: .system), created: created)
    }
  }

  func store(in objects: any ObjectStore) async throws {
    for object in all.flatMap(\.sealed.objects) {
      try await objects.put(object.key, object.bytes, contentType: .bytes)
    }
  }

  var insertions: [SQL] {
    all.map { one in
      """
      INSERT INTO document_reference (id, account_id, patient_id, key, part, title, category, visibility, content_type, size,
                                      content_key, content, created_at)
      VALUES (\(one.id.uuid), \(one.author), \(patient), \(one.id.uuid), 0, \(one.title), \(one.category), 'shared',
              'application/pdf', \(one.bytes.count), \(one.sealed.key), 'ready', \(one.created))
      """
    }
  }
}

/// A page of a few lines of ASCII (ISO 32000-1 section 7.5).
struct DemoPDF {
  let bytes: [UInt8]

  init(_ lines: [String]) {
    let shown = lines.map { "(\($0.replacing("(", with: "").replacing(")", with: ""))) Tj 0 -28 Td" }
    let content = "BT /F1 18 Tf 60 760 Td \(shown.joined(separator: " ")) ET"
    let objects = [
      "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
      """
      << /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>
      """,
      "<< /Length \(content.utf8.count) >>\nstream\n\(content)\nendstream",
      "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    var text = "%PDF-1.4\n"
    var table = "0000000000 65535 f \n"
    for (number, object) in objects.enumerated() {
      let offset = String(text.utf8.count)
      table += String(repeating: "0", count: 10 - offset.count) + offset + " 00000 n \n"
      text += "\(number + 1) 0 obj\n\(object)\nendobj\n"
    }
    let start = text.utf8.count
    text += """
      xref
      0 \(objects.count + 1)
      \(table)trailer << /Size \(objects.count + 1) /Root 1 0 R >>
      startxref
      \(start)
      %%EOF

      """
    bytes = Array(text.utf8)
  }
}
