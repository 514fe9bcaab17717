internal import NIOCore
internal import NIOPosix

/// Asks ClamAV's daemon whether bytes hold a virus: the command `INSTREAM` of clamd(8), over its socket.
///
/// The daemon keeps a limit of its own, `StreamMaxLength`. What it does not answer in time, or not in its own words, is no answer.
public struct ClamdClient: Sendable {
  public enum Address: Hashable, Sendable {
    /// The path of a Unix socket: `/run/clamav/clamd.ctl`.
    case unix(String)
    case tcp(host: String, port: Int)
  }

  let address: Address
  /// From connecting to the answer.
  let patience: Duration

  private static let longestAnswer = 4096

  public init(_ address: Address, patience: Duration = .seconds(120)) {
    self.address = address
    self.patience = patience
  }

  /// - Parameter bytes: read once, at the daemon's pace.
  /// - Throws: ``ClamdFault``, and what reading the bytes throws.
  public func scan<Bytes: AsyncSequence & Sendable>(_ bytes: Bytes) async throws -> ClamdVerdict
  where Bytes.Element == [UInt8] {
    try await withThrowingTaskGroup(of: ClamdVerdict.self) { group in
      group.addTask { try ClamdVerdict(answer: try await answer(to: bytes)) }
      group.addTask {
        try await Task.sleep(for: patience)
        throw ClamdFault.timedOut
      }
      defer { group.cancelAll() }
      guard let verdict = try await group.next() else { throw ClamdFault.unavailable }
      return verdict
    }
  }

  private func answer<Bytes: AsyncSequence & Sendable>(to bytes: Bytes) async throws -> String
  where Bytes.Element == [UInt8] {
    let channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>
    do {
      channel = try await connected()
    } catch {
      throw ClamdFault.unavailable
    }
    return try await channel.executeThenClose { inbound, outbound in
      do {
        try await outbound.write(ByteBuffer(string: "zINSTREAM\0"))
      } catch { throw ClamdFault.unavailable }
      for try await piece in bytes where !piece.isEmpty {
        do {
          var chunk = ByteBuffer()
          chunk.writeInteger(UInt32(piece.count))
          chunk.writeBytes(piece)
          try await outbound.write(chunk)
        } catch {
          // It has said why it reads no more, such as that there is too much, or it is gone.
          return (try? await Self.text(of: inbound)) ?? ""
        }
      }
      do {
        try await outbound.write(ByteBuffer(integer: UInt32(0)))
        return try await Self.text(of: inbound)
      } catch let fault as ClamdFault {
        throw fault
      } catch {
        throw ClamdFault.unavailable
      }
    }
  }

  private func connected() async throws -> NIOAsyncChannel<ByteBuffer, ByteBuffer> {
    let bootstrap = ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup).connectTimeout(.seconds(5))
    @Sendable func wrap(_ channel: any Channel) -> EventLoopFuture<NIOAsyncChannel<ByteBuffer, ByteBuffer>> {
      channel.eventLoop.makeCompletedFuture { try NIOAsyncChannel(wrappingChannelSynchronously: channel) }
    }
    switch address {
    case .unix(let path):
      return try await bootstrap.connect(unixDomainSocketPath: path, channelInitializer: wrap)
    case .tcp(let host, let port):
      return try await bootstrap.connect(host: host, port: port, channelInitializer: wrap)
    }
  }

  private static func text(of inbound: NIOAsyncChannelInboundStream<ByteBuffer>) async throws -> String {
    var text = ""
    for try await piece in inbound {
      text += String(buffer: piece)
      guard text.utf8.count <= longestAnswer else { throw ClamdFault.unintelligible }
      if text.contains("\0") { break }
    }
    return text
  }
}
