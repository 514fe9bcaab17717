/// What is drawn for an archive, given from outside: neither templates nor a printer are the domain's.
public struct ArchivePapers: Sendable {
  /// As PDF, or as text; in the language of these two letters.
  public var draw: @Sendable (Paper, Tenant, String) async throws -> [UInt8]

  public enum Paper: Sendable {
    /// Who somebody is, their allergies, conditions, medication, results and visits: as PDF.
    case summary(PatientData)
    /// As PDF.
    case invoice(Invoice, [InvoiceLine], [Payment])
    /// What is what in the archive: as text.
    case readme(PatientData)
  }

  public init(draw: @escaping @Sendable (Paper, Tenant, String) async throws -> [UInt8]) {
    self.draw = draw
  }
}
