internal import Glibc

/// A POSIX thread that nobody waits for.
enum DetachedThread {
  private final class Body: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// - Returns: false when the system has no thread to give (EAGAIN); the body is not run then.
  static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
    // The C call carries one pointer: it holds the body until the thread takes it over.
    let held = Unmanaged.passRetained(Body(body))
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { pointer in
        guard let pointer else { return nil }
        Unmanaged<Body>.fromOpaque(pointer).takeRetainedValue().run()
        return nil
      }, held.toOpaque())
    guard code == 0 else {
      held.release()
      return false
    }
    pthread_detach(thread)
    return true
  }
}
