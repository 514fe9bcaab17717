internal import NIOCore
internal import NIOHTTP1

extension ConnectionFault {
  /// What an error of the HTTP parser means; nil if the error is of another kind.
  init?(parsing error: any Error) {
    switch error {
    case let error as HTTPParserError:
      switch error {
      case .headerOverflow: self = .headerTooLarge
      case .invalidVersion: self = .unknownVersion
      case .invalidEOFState, .closedConnection: self = .truncated
      default: self = .malformed
      }
    case is ByteToMessageDecoderError.PayloadTooLargeError:
      self = .headerTooLarge
    default:
      return nil
    }
  }
}
