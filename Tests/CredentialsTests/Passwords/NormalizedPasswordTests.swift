import Testing

@testable import Credentials

@Suite("A normalised password")
struct NormalizedPasswordTests {
  @Test(
    "is in NFC: lines of Unicode's NormalizationTest.txt, source; NFC; NFD",
    arguments: [
      // Part 0: accents in any order, canonical ordering.
      "1E0A;1E0A;0044 0307", "1E0A 0323;1E0C 0307;0044 0323 0307", "0044 0307 0323;1E0C 0307;0044 0323 0307",
      "0044 031B 0307 0323;1E0C 031B 0307;0044 031B 0323 0307", "0045 0300 0304;00C8 0304;0045 0300 0304",
      "05B8 05B9 05B1 0591 05C3 05B0 05AC 059F;05B1 05B8 05B9 0591 05C3 05B0 05AC 059F;"
        + "05B1 05B8 05B9 0591 05C3 05B0 05AC 059F",
      // Hangul.
      "1100 AC00 11A8;1100 AC01;1100 1100 1161 11A8",
      "1100 AC00 11A8 11A8;1100 AC01 11A8;1100 1100 1161 11A8 11A8",
      "AC00;AC00;1100 1161", "D7A3;D7A3;1112 1175 11C2",
      // Singletons: Angstrom, Ohm, a grave accent of its own, compatibility ideographs.
      "212B;00C5;0041 030A", "2126;03A9;03A9", "1FEF;0060;0060", "1F71;03AC;03B1 0301", "F900;8C48;8C48",
      "2F800;4E3D;4E3D",
      // Composition exclusions: scripts, later additions, marks that do not begin.
      "0958;0915 093C;0915 093C", "0F43;0F42 0FB7;0F42 0FB7", "FB2C;05E9 05BC 05C1;05E9 05BC 05C1",
      "2ADC;2ADD 0338;2ADD 0338", "1D15E;1D157 1D165;1D157 1D165", "0344;0308 0301;0308 0301",
      // Compatibility only: NFC leaves them alone.
      "FB01;FB01;FB01",
      // Part 2 and 3: reordering, and what must not be composed.
      "0061 0315 0300 05AE 0300 0062;00E0 05AE 0300 0315 0062;0061 05AE 0300 0300 0315 0062",
      "09C7 0334 09BE;09C7 0334 09BE;09C7 0334 09BE",
    ])
  func vectors(line: String) throws {
    let columns = line.split(separator: ";").map { String.UnicodeScalarView(hexadecimal: $0) }
    for column in columns {
      // Compared by scalars: as strings they are equal before.
      let normalized = try #require(NormalizedPassword(String(column)))
      #expect(normalized.text.unicodeScalars.elementsEqual(columns[1]))
    }
  }

  @Test("keeps capitals, spaces at its ends and control characters")
  func untouched() throws {
    let typed = " \tPass\u{0}wörd\r\n\u{7F} "
    let password = try #require(NormalizedPassword(typed))
    #expect(password.bytes == Array(typed.utf8))
  }

  @Test("may have 128 characters of four bytes, and not a byte more")
  func length() {
    let longest = String(repeating: "😀", count: 128)
    #expect(NormalizedPassword(longest)?.bytes.count == 512)
    #expect(NormalizedPassword(longest + "a") == nil)
  }

  @Test("may be typed in the longest spelling there is")
  func spelling() {
    // 170 Hangul syllables of 3 bytes, two letters: as jamo, 9 bytes each.
    let longest = String(repeating: "\u{1112}\u{1175}\u{11C2}", count: 170) + "ab"
    #expect(longest.utf8.count == 1532)
    #expect(NormalizedPassword(longest)?.bytes.count == 512)
    #expect(NormalizedPassword(longest + "a") == nil)
  }
}

extension String.UnicodeScalarView {
  fileprivate init(hexadecimal text: Substring) {
    self.init(text.split(separator: " ").compactMap { UInt32($0, radix: 16).flatMap(Unicode.Scalar.init) })
  }
}
