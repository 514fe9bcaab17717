/// Why there is no PDF. None of these says anything about the document's content.
public enum PrintFault: Error, Equatable {
  /// Bytes of the document.
  case tooLarge(bytes: Int)
  /// The document asked for a file or an address: one of ours has everything within.
  case refused
  /// It can't be drawn within the limits of memory and of the file's size, or not at all.
  case unprintable
  /// Drawing took longer than anything honest does.
  case timedOut
  /// As many documents as may wait are waiting. Try again soon.
  case busy
  /// The tools are not installed, or can't be started.
  case unavailable
  case cancelled
}
