/// Why there is no portrait. None of these says anything about the picture's content.
public enum ImageFault: Error, Equatable {
  /// By its content the file is something else; a media type such as `text/html`.
  case notAnImage(kind: String)
  /// Bytes of the file, or the limit if nobody counted further.
  case tooLarge(bytes: Int)
  case tooManyPixels
  /// Damaged, cut off, or more than the limits of the process let it decode.
  case unreadable
  /// Decoding took longer than anything honest does.
  case timedOut
  /// As many pictures as may wait are waiting. Try again soon.
  case busy
  /// The tools are not installed, or can't be started.
  case unavailable
  case cancelled
}
