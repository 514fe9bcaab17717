internal import NIOCore
internal import Synchronization

/// The connections that are open, so that they can be counted, and closed when patience is at its end.
final class OpenConnections: Sendable {
  private let channels = Mutex<[ObjectIdentifier: any Channel]>([:])

  /// Adds a connection, which leaves by itself when it is closed.
  ///
  /// - Returns: how many there are now.
  func add(_ channel: any Channel) -> Int {
    let id = ObjectIdentifier(channel)
    let count = channels.withLock { channels in
      channels[id] = channel
      return channels.count
    }
    channel.closeFuture.whenComplete { [self] _ in
      _ = channels.withLock { $0.removeValue(forKey: id) }
    }
    return count
  }

  func closeAll() {
    for channel in channels.withLock({ Array($0.values) }) { channel.close(promise: nil) }
  }
}
