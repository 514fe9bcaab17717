extension Int: SQLValue {
  public static var sqlType: SQLType { .int8 }

  public func encode(into bytes: inout [UInt8]) {
    bytes.append(bigEndian: Int64(self))
  }

  /// Reads `int8`, `int4` and `int2`.
  public init(decoding bytes: RawSpan, type: SQLType) throws {
    self = try Int(Int64(decoding: bytes, type: type))
  }
}

extension Int64: SQLValue {
  public static var sqlType: SQLType { .int8 }

  public func encode(into bytes: inout [UInt8]) {
    bytes.append(bigEndian: self)
  }

  /// Reads `int8`, `int4` and `int2`.
  public init(decoding bytes: RawSpan, type: SQLType) throws {
    if type == .int8 {
      self = try bytes.wholeBigEndian(Int64.self, of: type)
    } else {
      self = try Int64(Int32(decoding: bytes, type: type))
    }
  }
}

extension Int32: SQLValue {
  public static var sqlType: SQLType { .int4 }

  public func encode(into bytes: inout [UInt8]) {
    bytes.append(bigEndian: self)
  }

  /// Reads `int4` and `int2`.
  public init(decoding bytes: RawSpan, type: SQLType) throws {
    if type == .int4 {
      self = try bytes.wholeBigEndian(Int32.self, of: type)
    } else {
      self = try Int32(Int16(decoding: bytes, type: type))
    }
  }
}

extension Int16: SQLValue {
  public static var sqlType: SQLType { .int2 }

  public func encode(into bytes: inout [UInt8]) {
    bytes.append(bigEndian: self)
  }

  public init(decoding bytes: RawSpan, type: SQLType) throws {
    guard type == .int2 else { throw SQLDecodingError.unreadable(type) }
    self = try bytes.wholeBigEndian(Int16.self, of: type)
  }
}
