extension Range<Int> {
  /// The part of a requested range that an object of `length` bytes has.
  /// - Parameter whole: the range is the whole object, which may be empty.
  /// - Throws: ``ObjectStoreError/invalidRange`` for nothing at all, as S3 answers 416.
  func within(_ length: Int, whole: Bool = false) throws(ObjectStoreError) -> Range<Int> {
    guard whole || (!isEmpty && lowerBound >= 0 && lowerBound < length) else { throw .invalidRange }
    return lowerBound..<Swift.min(upperBound, length)
  }
}
