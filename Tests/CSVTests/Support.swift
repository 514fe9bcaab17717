import CSV

/// The same numbers for the same seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// The fields of each row.
func table(_ text: String, separator: CSVSeparator? = nil) throws -> [[String]] {
  try CSVReader.rows(of: Array(text.utf8), separator: separator).map(\.fields)
}

/// Why it is not read; nil when it is.
func fault(
  _ bytes: [UInt8], encoding: CSVEncoding = .utf8, limits: CSVLimits = CSVLimits()
) -> CSVFault? {
  do throws(CSVFault) {
    _ = try CSVReader.rows(of: bytes, encoding: encoding, limits: limits)
    return nil
  } catch {
    return error
  }
}

func fault(_ text: String, limits: CSVLimits = CSVLimits()) -> CSVFault? {
  fault(Array(text.utf8), limits: limits)
}

/// As it is read in pieces of these lengths, one after the other and again from the first.
func rows(of bytes: [UInt8], separator: CSVSeparator? = nil, inPieces lengths: [Int]) throws -> [CSVRow] {
  var reader = CSVReader(separator: separator)
  var rows: [CSVRow] = []
  var rest = bytes[...]
  var lengths = lengths
  while !rest.isEmpty {
    rows += try reader.read(Array(rest.prefix(lengths[0])).span)
    rest = rest.dropFirst(lengths[0])
    lengths.append(lengths.removeFirst())
  }
  return try rows + reader.finish()
}

func written(_ rows: [[String]], separator: CSVSeparator = .comma, isMarked: Bool = false) -> [UInt8] {
  var writer = CSVWriter(separator: separator, isMarked: isMarked)
  for row in rows { writer.write(row) }
  return writer.bytes
}
