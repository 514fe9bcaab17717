internal import Pages

/// A free time: pressed, it is kept and looked over.
struct TimeButton: View {
  /// Signed.
  let offer: String
  /// Where days stand in no order of their own: `Thu 26 Nov`.
  let day: String?
  /// `09:20`.
  let time: String
  /// By the visitor's own clock, where that shows another time: `10:20`.
  let own: String?
  /// Where it could be one of several.
  let doctor: String?
  /// In a group visit: `3 places`.
  let places: String?
  /// What is told to those who do not see where the button stands: `Thursday 26 November, Dr Amira Haddad`.
  let rest: String

  var fields: Fields {
    [
      "offer": .text(offer), "day": .text(day), "time": .text(time), "own": .text(own),
      "doctor": .text(doctor), "places": .text(places), "rest": .text(rest),
    ]
  }

  static let samples = [
    TimeButton(
      offer: "a", day: "Tue 24 Nov", time: "09:40", own: nil, doctor: nil, places: nil,
      rest: "Dr Amira Haddad, First consultation"),
    TimeButton(
      offer: "b", day: "Tue 24 Nov", time: "11:00", own: nil, doctor: nil, places: nil,
      rest: "Dr Amira Haddad, First consultation"),
    TimeButton(
      offer: "c", day: "Wed 25 Nov", time: "09:00", own: nil, doctor: nil, places: "3 places",
      rest: "Dr Amira Haddad, First consultation"),
    TimeButton(
      offer: "d", day: "Sun 25 Oct", time: "01:30 BST", own: "02:30 CEST", doctor: nil, places: nil,
      rest: "Dr Nguyễn Thị Minh Khai, First consultation"),
    TimeButton(
      offer: "e", day: "Sun 25 Oct", time: "01:30 GMT", own: "02:30 CET", doctor: nil, places: nil,
      rest: "Dr Nguyễn Thị Minh Khai, First consultation"),
  ]
}
