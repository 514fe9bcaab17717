/// A number of bytes as an operator types it: `500M`, `20G`, `1T`, in units of 1024.
struct ByteCount {
  let bytes: Int

  init?(_ text: String) {
    guard let unit = text.last.flatMap({ ["M": 20, "G": 30, "T": 40][$0.uppercased()] }),
      let count = Int(text.dropLast()), (0...1_048_576).contains(count)
    else { return nil }
    bytes = count << unit
  }
}
