extension SQL {
  /// Calls `body` with the values as libpq's functions take them, every one in binary format.
  func withParameters<R>(
    _ body: (
      Int32, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?
    ) throws -> R
  ) rethrows -> R {
    if bindings.isEmpty { return try body(0, nil, nil, nil) }
    let count = bindings.count
    return try withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: count) { pointers in
      try withUnsafeTemporaryAllocation(of: Int32.self, capacity: 2 * count) { numbers in
        guard let pointers = pointers.baseAddress, let numbers = numbers.baseAddress else {
          return try body(0, nil, nil, nil)
        }
        return try values.withUnsafeBytes { bytes in
          // NULL is a null pointer, and an empty array may have no address: an empty value points anywhere.
          let base = bytes.baseAddress ?? UnsafeRawPointer(pointers)
          for (index, binding) in bindings.enumerated() {
            let value = binding.count == nil ? nil : base + binding.start
            (pointers + index).initialize(to: value?.assumingMemoryBound(to: CChar.self))
            (numbers + index).initialize(to: Int32(truncatingIfNeeded: binding.count ?? 0))
            (numbers + count + index).initialize(to: 1)
          }
          return try body(Int32(count), pointers, numbers, numbers + count)
        }
      }
    }
  }
}
