import CivilTime
import Shell
import Testing

@testable import Web

@Suite("A form's fields")
struct FieldReaderTests {
  private func reader(_ fields: [(String, String)]) -> FieldReader {
    FieldReader(Form(filledWith: fields.map { (name: $0.0, value: $0.1) }))
  }

  @Test(
    "are numbers with the digits of Arabic and Persian keyboards, too",
    arguments: ["0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"])
  func digits(ten: String) throws {
    let digits = ten.map(String.init)
    var fields = reader([
      ("code", digits[1...6].joined()), ("hours", digits[4] + digits[0]),
      ("phone", "+" + digits[1...9].joined()),
      ("birthDay", digits[3]), ("birthMonth", digits[1] + digits[2]),
      ("birthYear", digits[2] + digits[0] + digits[0] + digits[1]),
    ])
    #expect(fields.code("code") == "123456")
    #expect(fields.number("hours") == 40)
    #expect(fields.phone("phone") == "+123456789")
    #expect(fields.day("birth", in: .first ... .last)?.description == "2001-12-03")
    try fields.finish()
  }

  @Test("are no numbers with what only looks like digits", arguments: ["½", "²", "一", "４"])
  func none(typed: String) {
    var fields = reader([("hours", typed)])
    _ = fields.number("hours")
    #expect(fields.problems.map(\.message) == ["problem.number"])
  }
}
