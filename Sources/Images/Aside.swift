internal import Dispatch

private let queue = DispatchQueue(label: "images", attributes: .concurrent)

/// Does what blocks, such as reading a file, on a thread of its own: whoever asks for a portrait may run on an event
/// loop.
func aside<Value: Sendable>(
  _ work: @escaping @Sendable () throws(ImageFault) -> Value
) async throws(ImageFault) -> Value {
  let result: Result<Value, ImageFault> = await withCheckedContinuation { continuation in
    queue.async {
      do throws(ImageFault) {
        continuation.resume(returning: .success(try work()))
      } catch {
        continuation.resume(returning: .failure(error))
      }
    }
  }
  return try result.get()
}
