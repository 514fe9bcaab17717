/// Cancels work that takes too long, and waits until it has ended.
/// - Throws: ``ImageFault/timedOut``, or what the work throws.
func within<Value: Sendable>(
  _ patience: Duration, _ work: @escaping @Sendable () async throws(ImageFault) -> Value
) async throws(ImageFault) -> Value {
  let result = await withTaskGroup(of: Result<Value, ImageFault>?.self) { group in
    group.addTask {
      do throws(ImageFault) {
        return .success(try await work())
      } catch {
        return .failure(error)
      }
    }
    group.addTask {
      do {
        try await Task.sleep(for: patience)
        return .failure(.timedOut)
      } catch {
        return nil
      }
    }
    for await result in group {
      guard let result else { continue }
      group.cancelAll()
      return result
    }
    return .failure(.cancelled)
  }
  return try result.get()
}
