public import SystemPackage

/// What printing a document may cost. The defaults take any invoice and refuse what only a mistake or an attacker makes.
public struct PrintSettings: Sendable {
  /// Where `python3` with WeasyPrint (Debian: weasyprint), `prlimit` (util-linux) and `timeout` (coreutils) are.
  public var tools: FilePath = "/usr/bin"

  /// Bytes of a document, and of what is made of it.
  public var maximumBytes = 1 << 20
  public var maximumOutput = 8 << 20

  /// Address space of the process in bytes: a page of Chinese, whose font is the largest, takes half of it.
  public var memory = 1 << 30
  /// A name in Chinese takes three, everything else less than one: docs/invoices.md has measurements.
  public var cpuSeconds = 15
  /// From start to end by the clock.
  public var seconds = 30

  /// Documents in work at a time; each may take ``memory``.
  public var parallel = 2
  /// Documents that may wait for their turn; one more is refused as busy.
  public var waiting = 8

  public init() {}
}
