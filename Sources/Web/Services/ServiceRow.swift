internal import Pages

/// Something that can be booked, with its length and price.
struct ServiceRow: View {
  let name: String
  let description: String
  /// `20 minutes`.
  let duration: String
  /// `£60.00`.
  let price: String
  /// Where one goes on to book it.
  let href: String

  var fields: Fields {
    [
      "name": .text(name), "description": .text(description), "duration": .text(duration),
      "price": .text(price), "href": .text(href),
    ]
  }

  static let samples = [
    ServiceRow(
      name: "First consultation", description: "A full history, an examination and a plan.",
      duration: "40 minutes", price: "£120.00", href: "/doctors/1/times?service=1"),
    ServiceRow(
      name: "Electrocardiogram (ECG)", description: "", duration: "20 minutes", price: "£60.00",
      href: "/doctors/1/times?service=2"),
    ServiceRow(
      name: "Ultrasound of the heart (transthoracic echocardiography) with report",
      description:
        "A picture of the heart at work. Nothing to prepare.", duration: "1 hour", price: "£1,180.00",
      href: "/doctors/1/times?service=3"),
  ]
}
