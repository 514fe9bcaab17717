internal import Glibc

/// What the operating system said, in the words of a store.
enum FileFault: Error {
  case missing
  case failed(code: Int32)

  /// The fault that a C function has just left in `errno`.
  static var last: FileFault {
    let code = errno
    return code == ENOENT || code == ENOTDIR ? .missing : .failed(code: code)
  }

  var asStoreError: ObjectStoreError {
    switch self {
    case .missing: .unavailable("the folder of the store is gone")
    case .failed(EACCES), .failed(EPERM), .failed(EROFS), .failed(ELOOP): .denied(code: name)
    case .failed: .unavailable(name)
    }
  }

  private var name: String {
    switch self {
    case .missing: "no such file"
    case .failed(let code): String(cString: strerror(code))
    }
  }
}

/// Repeats a C function that a signal interrupted.
func uninterrupted<Result: SignedInteger>(_ call: () -> Result) throws(FileFault) -> Result {
  while true {
    let result = call()
    if result >= 0 { return result }
    if errno != EINTR { throw .last }
  }
}
