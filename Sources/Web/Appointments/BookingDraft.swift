import Clinic
import FoundationEssentials
import Shell

/// A booking as it stands in the browser: the offered time, and what was typed.
struct BookingDraft {
  /// The signed text of the offer, as it came.
  let text: String
  let offer: Offer
  /// The same for as long as this page is open: a form sent twice books once.
  let key: String
  let form: Form

  init(_ text: String, _ offer: Offer, key: UUID) {
    self.text = text
    self.offer = offer
    self.key = key.uuidString.lowercased()
    form = Form()
  }

  init(_ text: String, _ offer: Offer, _ form: Form) {
    self.text = text
    self.offer = offer
    self.key = form["key"]
    self.form = form
  }

  /// - Throws: `Refusal.invalid`; `Refusal.unknown` when the key is none of ours.
  func parsed() throws(Refusal) -> Booking {
    guard let key = ID<Booking>(key) else { throw .unknown }
    var fields = FieldReader(form)
    let reason = fields.text("reason", atMost: 500, required: false, lines: true)
    let patient = ID<Patient>(form["patient"])
    if patient == nil, !form["patient"].isEmpty { fields.refuse("patient", "problem.choose") }
    try fields.finish()
    return Booking(offer: offer, key: key.uuid, reason: reason, patient: patient)
  }
}
