import Clinic
import FoundationEssentials
import Web

extension Command {
  /// - Throws: `AuditFailure` when a log is not as it was sealed.
  func verifyAudit(of slug: String?, _ settings: Settings) async throws {
    let parts = try Parts(settings, logger: .operations)
    let tenants = try await parts.clinic.audited(slug: slug)
    if let slug, tenants.isEmpty { throw TenantFault.unknown(slug) }
    var failed: [String] = []
    for tenant in tenants {
      let report = try await parts.clinic.verifyAudit(of: tenant)
      print(report.text)
      if !report.findings.isEmpty { failed.append(tenant.slug) }
    }
    await parts.close()
    if !failed.isEmpty { throw AuditFailure(tenants: failed) }
  }

  func printAuditKey(_ settings: Settings) throws {
    print(settings.auditKeys.publicKey)
  }
}

struct AuditFailure: Error, CustomStringConvertible {
  let tenants: [String]

  var description: String { "not as it was sealed: the audit log of \(tenants.joined(separator: ", "))" }
}

extension AuditReport {
  /// For the operator's terminal.
  fileprivate var text: String {
    guard findings.isEmpty else { return findings.map { "\(tenant.slug): \($0)" }.joined(separator: "\n") }
    var text = "\(tenant.slug): \(rows) rows in \(seals) seals, all as they were sealed"
    if archived > 0 { text += "; \(archived) of the rows are archived" }
    if let lastHead { text += "; the last head is \(lastHead)" }
    if let oldestUnsealed {
      text += "; not sealed yet are \(unsealed) rows, the oldest of \(oldestUnsealed.formatted(.iso8601))"
    }
    if unpublished > 0 { text += "; \(unpublished) seals are not published yet" }
    return text
  }
}
