import Testing

@testable import Clinic

@Suite("A colour")
struct ColourTests {
  @Test("is read with three or six digits")
  func reading() {
    #expect(Colour("#14594f") == Colour(0x14, 0x59, 0x4F) && Colour("14594F")?.description == "#14594f")
    #expect(Colour("#abc") == Colour(0xAA, 0xBB, 0xCC))
    for wrong in ["", "#", "#12", "#1234", "#1234567", "#12345g", "##123456", "red", "#١٢٣٤٥٦"] {
      #expect(Colour(wrong) == nil, "\(wrong)")
    }
  }

  /// W3C's own examples, from Understanding 1.4.3 and technique G18.
  @Test("contrasts as WCAG 2.2 counts it")
  func contrast() throws {
    #expect(abs(Colour.black.contrast(with: .white) - 21) < 1e-9)
    #expect(Colour.white.contrast(with: .white) == 1)
    let grey = try #require(Colour("#767676"))
    #expect(abs(grey.contrast(with: .white) - 4.54) < 0.005)
    #expect(abs(try #require(Colour("#777777")).contrast(with: .white) - 4.48) < 0.005)
  }

  @Test("goes no further than it must to stand out")
  func reaching() throws {
    let dark = try #require(Colour("#14594f"))
    #expect(dark.reaching(4.5, on: [.white], towards: .black) == dark)
    let pale = try #require(Colour("#ffcc00"))
    let readable = pale.reaching(4.5, on: [.white], towards: .black)
    #expect((4.5..<4.8).contains(readable.contrast(with: .white)))
    #expect(pale.reaching(22, on: [.white], towards: .black) == .black)
  }
}
