internal import Turns

/// Makes PDF files of HTML that has its styles within.
///
/// Drawn by WeasyPrint in a process of its own (``PrintProcess``), which can neither write a file, nor fetch anything, nor
/// outlive its limits. Pango lays the text out, so that names come out right in every script that there is a font for.
public struct Printer: Sendable {
  private let settings: PrintSettings
  private let turns: Turns<PrintFault>

  public init(_ settings: PrintSettings = PrintSettings()) {
    self.settings = settings
    turns = Turns(
      parallel: settings.parallel, waiting: settings.waiting, busy: .busy, cancelled: .cancelled)
  }

  /// - Parameter document: a whole HTML page in UTF-8; its `title` and `lang` become the file's.
  /// - Returns: a PDF 1.7 with its fonts embedded, tagged as PDF/UA asks for (ISO 14289-1).
  public func pdf(of document: [UInt8]) async throws(PrintFault) -> [UInt8] {
    guard document.count <= settings.maximumBytes else { throw .tooLarge(bytes: document.count) }
    return try await turns.take { () async throws(PrintFault) in
      try await PrintProcess(settings: settings).pdf(of: document)
    }
  }
}
