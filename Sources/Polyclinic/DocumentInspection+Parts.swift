import Clamd
import Clinic
import Images

extension DocumentInspection {
  /// - Parameter scanner: nil where none is configured.
  init(_ images: ImageProcessor, scanner: ClamdClient?) {
    self.init()
    preview = { kind, bytes in try await images.page(of: kind.rawValue, bytes) }
    guard let scanner else { return }
    scan = { bytes, _ in ScanVerdict(try await scanner.scan(bytes)) }
  }
}

extension ScanVerdict {
  fileprivate init(_ verdict: ClamdVerdict) {
    switch verdict {
    case .clean: self = .clean
    case .found(let name): self = .infected(name)
    }
  }
}
