public import SystemPackage

/// What a picture may cost. The defaults take any picture of a telephone and refuse what only an attacker
/// sends.
public struct ImageSettings: Sendable {
  /// Where `vipsheader` and `vipsthumbnail` (Debian: libvips-tools), `pdftoppm` (poppler-utils) and `prlimit` (util-linux) are.
  public var tools: FilePath = "/usr/bin"
  /// Where the file lies, without a name, while it is read.
  public var scratch: FilePath = "/tmp"

  public var maximumBytes = 10 << 20
  public var maximumPixels = 50_000_000
  /// Pixels along each side.
  public var maximumSide = 12_000

  /// Address space of the process in bytes: 50 million pixels of four 16-bit channels, interlaced, fit.
  public var memory = 1 << 30
  public var cpuSeconds = 15
  /// From start to end of all the processes for one picture.
  public var patience: Duration = .seconds(20)

  /// Pictures in work at a time; each may take ``memory``.
  public var parallel = 2
  /// Pictures that may wait for their turn; one more is refused as busy.
  public var waiting = 16

  public init() {}
}
