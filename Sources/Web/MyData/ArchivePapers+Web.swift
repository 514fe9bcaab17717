public import CivilTime
public import Clinic
import FoundationEssentials
public import Pages
public import Printing

extension ArchivePapers {
  /// Drawn of the same sheets as elsewhere.
  ///
  /// - Throws: `TemplateFaults` when one does not fit its template.
  public init(
    library: TemplateLibrary, printer: Printer, zones: TimeZoneDatabase = TimeZoneDatabase()
  ) throws {
    let summary = try library.template(SummaryPrint.self)
    let invoices = try library.template(InvoicePrint.self)
    self.init { paper, tenant, code in
      let language = Language(code: code)
      let formats = Formats(words: library.words(language), zone: try zones.rules(for: tenant.timeZone))
      let frame = Frame(
        tenantName: tenant.name, tenantPhone: tenant.phone, tenantAddress: tenant.address, language: language,
        csrf: "", otherLanguages: [], returnPath: "/", isDevelopment: false, year: "")
      switch paper {
      case .summary(let data):
        let page = SummaryPrint(data, formats)
        return try await printer.pdf(of: summary.render(page, in: frame, language: language))
      case .invoice(let invoice, let lines, let payments):
        let page = InvoicePrint(sheet: InvoiceSheet(invoice, lines, payments, tenant, formats))
        return try await printer.pdf(of: invoices.render(page, in: frame, language: language))
      case .readme(let data):
        return Self.readme(data, tenant, formats)
      }
    }
  }

  /// Lines as every system ends them, and the mark by which Windows knows UTF-8.
  private static func readme(_ data: PatientData, _ tenant: Tenant, _ formats: Formats) -> [UInt8] {
    let values = ["clinic": tenant.name, "name": data.name, "day": formats.longInstantInZone(data.at)]
    let lines = keys.map { formats.words[$0, values] }
    return [0xEF, 0xBB, 0xBF] + Array((lines.joined(separator: "\r\n\r\n") + "\r\n").utf8)
  }

  /// What this file asks of the catalogues.
  static let keys = [
    "title", "made", "summary", "bundle", "account", "files", "invoices", "not", "keep",
  ].map { "readme.\($0)" }
}
