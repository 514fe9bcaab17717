import CPrctl
import Glibc

/// A core file would hold the keys, and what people typed and read at the moment of a crash.
enum CoreFiles {
  /// From here on this process leaves none, whatever its limits say, and others of its user can't read its memory
  /// (prctl(2), PR_SET_DUMPABLE). What it starts inherits the limit.
  static func forbid() throws(CoreFilesFault) {
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    guard forbid_dumping() == 0, setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none) == 0 else {
      throw CoreFilesFault()
    }
  }
}

struct CoreFilesFault: Error, CustomStringConvertible {
  let description = "core files can't be forbidden, and would hold keys"
}
