internal import CivilTime
internal import Crypto
internal import FoundationEssentials

/// What is left for whoever asked: what was erased and what is kept, why and until when. It names nobody.
public struct ErasureReceipt: Hashable, Sendable {
  /// Lines, so that a person can read them; these bytes are signed.
  public let text: String
  /// Ed25519 by the installation's audit key.
  public let signature: [UInt8]

  /// SHA-256 of the text, hexadecimal.
  public var sha256: String { AuditHead.hexadecimal(Array(SHA256.hash(data: Data(text.utf8)))) }
}

extension ErasureRequest {
  /// What is signed once the last object is gone.
  func receipt(of tenant: Tenant, finishedAt: Date, keyID: String) -> String {
    let fates = ErasureLine.summed(lines).map { line in
      "\(line.fate.rawValue) \(line.topic) \(line.rows)"
        + (line.fate == .kept ? " because-of \(line.hold.rawValue)" : "")
    }
    return """
      polyclinic erasure 1
      clinic \(tenant.name)
      tenant \(tenant.id)
      request \(id)
      patient-number \(number)
      asked-at \(askedAt.formatted(.iso8601))
      decided-at \((decidedAt ?? finishedAt).formatted(.iso8601))
      finished-at \(finishedAt.formatted(.iso8601))
      law EU 2016/679 article 17
      \(fates.joined(separator: "\n"))
      record-until \(recordUntil?.description ?? "none")
      invoices-until \(invoicesUntil?.description ?? "none")
      objects-left 0
      key \(keyID)

      """
  }
}
