/// The kinds of file that are served, by the end of their name.
enum AssetKind {
  /// The value of `Content-Type`; nil for a kind that is not served.
  static func contentType(of path: String) -> String? {
    guard let dot = path.lastIndex(of: ".") else { return nil }
    return switch path[path.index(after: dot)...] {
    case "css": "text/css; charset=utf-8"
    case "js", "mjs": "text/javascript; charset=utf-8"
    case "svg": "image/svg+xml"
    case "png": "image/png"
    case "jpg", "jpeg": "image/jpeg"
    case "webp": "image/webp"
    case "avif": "image/avif"
    case "ico": "image/vnd.microsoft.icon"
    case "woff2": "font/woff2"
    case "txt": "text/plain; charset=utf-8"
    case "json", "map": "application/json"
    case "webmanifest": "application/manifest+json"
    default: nil
    }
  }
}
