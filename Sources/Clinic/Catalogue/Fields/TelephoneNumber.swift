extension String {
  /// ITU-T E.164 numbers have at most 15 digits; how people group them is theirs.
  public var isTelephoneNumber: Bool {
    (6...15).contains(filter(\.isASCIIDigit).count)
      && allSatisfy { $0.isASCIIDigit || "+-()./ ".contains($0) }
  }
}
