/// Base32 and Base64 are one thing: bits cut into groups of 5 or 6, each written as a letter.
struct BitPacking {
  let alphabet: [UInt8]
  let bitsPerLetter: Int

  init(alphabet: StaticString, bitsPerLetter: Int) {
    self.alphabet = Array(String(describing: alphabet).utf8)
    self.bitsPerLetter = bitsPerLetter
  }

  func encode(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    encode(Array(bytes))
  }

  func encode(_ bytes: [UInt8]) -> [UInt8] {
    let length = (bytes.count * 8 + bitsPerLetter - 1) / bitsPerLetter
    return [UInt8](unsafeUninitializedCapacity: length) { letters, written in
      var (bits, count) = (0, 0)
      for byte in bytes {
        (bits, count) = (bits << 8 | Int(byte), count + 8)
        while count >= bitsPerLetter {
          count -= bitsPerLetter
          letters[written] = alphabet[bits >> count]
          written += 1
          bits &= 1 << count - 1
        }
      }
      if count > 0 {
        letters[written] = alphabet[bits << (bitsPerLetter - count)]
        written += 1
      }
    }
  }

  /// Nil for a foreign letter, and for a text that `encode` would not have written: a secret must not have
  /// two spellings.
  func decode(_ letters: some Sequence<UInt8>) -> [UInt8]? {
    var bytes: [UInt8] = []
    var (bits, count) = (0, 0)
    for letter in letters {
      guard let value = alphabet.firstIndex(of: letter) else { return nil }
      (bits, count) = (bits << bitsPerLetter | value, count + bitsPerLetter)
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(bits >> count))
        bits &= 1 << count - 1
      }
    }
    return count < bitsPerLetter && bits == 0 ? bytes : nil
  }
}
