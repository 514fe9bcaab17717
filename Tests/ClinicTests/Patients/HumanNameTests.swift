import FoundationEssentials
import Testing

@testable import Clinic

@Suite("A name")
struct HumanNameTests {
  @Test(
    "is said in the order of its script",
    arguments: [
      ("王", "小明", "王小明"), ("김", "서연", "김서연"), ("やまだ", "たろう", "やまだたろう"),
      ("Wang", "Xiaoming", "Xiaoming Wang"), ("حداد", "أميرة", "أميرة حداد"), ("", "Suharto", "Suharto"),
      ("王", "", "王"), ("王", "Ming", "Ming 王"),
    ])
  func text(family: String, given: String, said: String) {
    let name = HumanName(use: .official, family: family, given: given.isEmpty ? [] : [given], language: nil)
    #expect(name.text == said)
  }

  @Test("is kept in the shape of FHIR")
  func json() throws {
    let name = HumanName(
      use: .official, family: "王", given: ["小明"], language: LanguageTag(rawValue: "zh-Hans"))
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let json = String(decoding: try encoder.encode(name), as: UTF8.self)
    #expect(json == #"{"family":"王","given":["小明"],"language":"zh-Hans","use":"official"}"#)
    #expect(try JSONDecoder().decode(HumanName.self, from: Data(json.utf8)) == name)
  }
}

@Suite("A language tag")
struct LanguageTagTests {
  @Test(
    "is written one way, however it was typed",
    arguments: [
      ("ja", "ja"), ("JA-kana", "ja-Kana"), ("zh-HANT-tw", "zh-Hant-TW"), ("en-gb", "en-GB"),
      ("es-419", "es-419"), ("yue", "yue"),
    ])
  func written(typed: String, tag: String) {
    #expect(LanguageTag(rawValue: typed)?.rawValue == tag)
  }

  @Test(
    "is nothing else",
    arguments: [
      "", "-", "e", "engl", "en-", "-en", "en_GB", "en-GB-x", "en-Latn-Latn", "en-12", "en-G1", "ja-Kanaa",
      "é", "en-GB-GB", "12", "en lang=\"x", "zh-Hant-TW-x",
    ])
  func refused(typed: String) {
    #expect(LanguageTag(rawValue: typed) == nil)
  }
}
