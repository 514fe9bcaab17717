import CivilTime
import Clinic
import FoundationEssentials
import Shell

extension NewPayment {
  /// What was typed about money that changed hands.
  ///
  /// - Parameter today: by the clinic's clocks: nobody pays tomorrow.
  /// - Throws: `Refusal.invalid` with every problem found.
  init(_ form: Form, currency: String, today: Day) throws(Refusal) {
    var fields = FieldReader(form)
    let typed = fields.text("amount", atMost: 20)
    let amount = Money(typed: typed, in: currency)
    if !typed.isEmpty, amount == nil { fields.refuse("amount", "problem.money") }
    if let amount, amount.minorUnits == 0 { fields.refuse("amount", "problem.money") }
    let method = fields.choice("method", Payment.Method.self)
    if let method, !Payment.Method.byHand.contains(method) { fields.refuse("method", "problem.choose") }
    let day = fields.form["day"].utf8.count == 10 ? Day(iso: fields.form["day"]) : nil
    if day == nil { fields.refuse("day", fields.form["day"].isEmpty ? "problem.required" : "problem.date") }
    if let day, day > today { fields.refuse("day", "problem.date-future") }
    if let day, day < today.adding(days: -Self.longestAgo) { fields.refuse("day", "problem.date-past") }
    let note = fields.text("note", atMost: Payment.longestNote, required: false)
    let key = UUID(uuidString: form["key"])
    try fields.finish()
    guard let amount, let method, let day, let key else { throw Refusal.staleForm }
    self.init(amount: amount.minorUnits, method: method, day: day, note: note, key: key)
  }

  /// Days: what is older belongs into books that are closed.
  static let longestAgo = 730
}
