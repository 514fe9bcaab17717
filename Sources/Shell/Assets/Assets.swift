internal import Crypto
internal import Hummingbird
internal import NIOCore

/// The style sheets, scripts and pictures of the pages: read once at boot, kept in memory, and served under a
/// name that holds their fingerprint, so that a browser may keep them for ever and still sees every change at
/// once.
///
/// `css/site.css` is served as `/assets/css/site.<fingerprint>.css`. What a style sheet's `url()` refers to
/// is rewritten alike. Scripts are not rewritten: one module must not import another by a fixed name.
public struct Assets: Sendable {
  /// Where each file is served: `["css/site.css": "/assets/css/site.0a1b2c3d4e5f6071.css"]`.
  public let paths: [String: String]

  private let responses: [String: Response]

  /// Assets of a site that has none.
  public init() {
    paths = [:]
    responses = [:]
  }

  /// Reads every file of a folder and of the folders in it, but for hidden ones.
  ///
  /// - Throws: ``AssetFault``.
  public init(folder: String) throws(AssetFault) {
    try self.init(files: AssetFolder.read(folder))
  }

  /// - Parameter files: contents by path below the folder.
  init(files: [String: [UInt8]]) throws(AssetFault) {
    var fingerprinting = Fingerprinting(files: files)
    var paths: [String: String] = [:]
    var responses: [String: Response] = [:]
    for path in files.keys.sorted() {
      guard let contentType = AssetKind.contentType(of: path) else { throw .unknownKind(path: path) }
      let asset = try fingerprinting.asset(at: path)
      paths[path] = asset.url
      responses[asset.url] = Response(
        status: .ok,
        headers: [.contentType: contentType, .cacheControl: "public, max-age=31536000, immutable"],
        body: ResponseBody(byteBuffer: ByteBuffer(bytes: asset.contents)))
    }
    self.paths = paths
    self.responses = responses
  }

  /// Where a file is served; nil if there is no such file.
  public func url(of path: String) -> String? { paths[path] }

  /// The response to a request's path; nil for a fingerprint that is not today's.
  func response(to path: String) -> Response? { responses[path] }
}

/// Names files by their contents: a style sheet's after what it refers to has been named.
private struct Fingerprinting {
  struct Asset {
    let url: String
    let contents: [UInt8]
  }

  let files: [String: [UInt8]]
  private var named: [String: Asset] = [:]
  private var underway: Set<String> = []

  init(files: [String: [UInt8]]) {
    self.files = files
  }

  mutating func asset(at path: String) throws(AssetFault) -> Asset {
    if let asset = named[path] { return asset }
    guard underway.insert(path).inserted else { throw .circular(path: path) }
    var contents = files[path] ?? []
    if path.hasSuffix(".css") {
      guard let text = String(validating: contents, as: UTF8.self) else { throw .notUTF8(path: path) }
      let rewritten = try StyleSheet(text, at: path).rewritten { (reference) throws(AssetFault) -> String in
        guard files[reference] != nil else { throw .missing(path: reference, referredToBy: path) }
        return try self.asset(at: reference).url
      }
      contents = Array(rewritten.utf8)
    }
    let asset = Asset(url: Self.url(of: path, contents), contents: contents)
    named[path] = asset
    underway.remove(path)
    return asset
  }

  /// 64 bits of the SHA-256 of the contents stand before the last dot of the name.
  private static func url(of path: String, _ contents: [UInt8]) -> String {
    let alphabet = Array("0123456789abcdef")
    let fingerprint = SHA256.hash(data: contents).prefix(8).reduce(into: "") { text, byte in
      text.append(alphabet[Int(byte >> 4)])
      text.append(alphabet[Int(byte & 15)])
    }
    let dot = path.lastIndex(of: ".") ?? path.endIndex
    return "/assets/\(path[..<dot]).\(fingerprint)\(path[dot...])"
  }
}
