internal import Pages

/// To somebody on the waiting list: a time that they wished for is free.
struct WaitlistOfferLetter: Letter {
  let clinic: String
  let phone: String
  let patient: String
  /// `Tuesday 24 November 2026, 09:20`
  let start: String
  let zone: String
  let until: String
  /// An absolute address, which tells nothing to who is not signed in.
  let link: String

  static let template = "mail/waitlist-offer"

  var fields: Fields {
    [
      "clinic": .text(clinic), "phone": .text(phone), "patient": .text(patient), "start": .text(start),
      "zone": .text(zone), "until": .text(until), "link": .text(link),
    ]
  }

  static let samples = [
    WaitlistOfferLetter(
      clinic: "Riverside Polyclinic", phone: "+44 20 7946 0123", patient: "Nguyễn Thị Minh Khai",
      start: "Tuesday 24 November 2026, 09:20", zone: "London time (GMT)",
      until: "Monday 23 November 2026, 11:05",
      link: "https://riverside.example.org/waitlist/offers/1")
  ]
}
