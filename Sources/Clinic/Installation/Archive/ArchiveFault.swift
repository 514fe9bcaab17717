/// Why an archive can't be written or read, or is not taken in.
public enum ArchiveFault: Error, Hashable, CustomStringConvertible {
  case exists(String)
  case unreadable(String)
  case unwritable(String)
  /// Another key, or bytes that are not as they were written.
  case notAuthentic
  /// It opens, but is not what this version writes.
  case malformed
  case schema(archive: String, here: String)
  case present(slug: String)
  case host(String)
  case auditKeyID(String)
  case auditKey(String)
  /// What was read back is not what the archive has.
  case differs(table: String)
  case circle([String])

  public var description: String {
    switch self {
    case .exists(let path): "\(path) is there already: name another file, or move it away"
    case .unreadable(let path): "\(path) can't be read"
    case .unwritable(let path): "\(path) can't be written"
    case .notAuthentic: "this is not the archive's key, or the archive was cut off or changed"
    case .malformed: "this is no archive that this version knows"
    case .schema(let archive, let here):
      "the archive is of migration \(archive), this database of \(here): bring both installations to the same version"
    case .present(let slug): "the clinic '\(slug)' or one with its id is here already; nothing was changed"
    case .host(let host): "'\(host)' leads to another clinic here: give it up there first"
    case .auditKeyID(let id):
      """
      the archive's audit log is signed by another key '\(id)' than the one of this installation: give this one another \
      id first (docs/security/audit.md)
      """
    case .auditKey(let key):
      "the archive's audit log is signed by a key that is not known here: add \(key) to POLYCLINIC_AUDIT_RETIRED_KEYS"
    case .differs(let table): "what was stored in \(table) is not what the archive has; nothing was kept"
    case .circle(let tables):
      "the tables \(tables.joined(separator: ", ")) refer to each other in a circle: no order is right for them"
    }
  }
}
