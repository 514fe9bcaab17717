internal import Pages

/// `GET /services/:id`: one service: what it is, how to prepare, who gives it and when they are free next.
struct ServicePage: Page {
  let name: String
  let category: String
  let description: String
  let duration: String
  let price: String
  let modality: String
  /// What to do beforehand; empty when nothing.
  let preparation: String
  let isOnline: Bool
  /// The clinic asks questions before the visit.
  let doctors: [ServiceDoctor]
  let times: String

  static let template = "services/service"

  var fields: Fields {
    [
      "serviceName": .text(name), "category": .text(category), "description": .text(description),
      "duration": .text(duration), "price": .text(price), "modality": .text(modality),
      "preparation": .text(preparation), "isOnline": .flag(isOnline), "doctors": .list(doctors),
      "isEmpty": .flag(doctors.isEmpty), "timesHref": .text(doctors.count > 1 ? times : nil),
    ]
  }

  static let samples = [
    ServicePage(
      name: "Telemedicine consultation", category: "Telemedicine",
      description: "For what can be seen and said over the net.",
      duration: "20 minutes", price: "£45.00", modality: "By video",
      preparation: "Please have your tablets at hand.",
      isOnline: true, doctors: ServiceDoctor.samples, times: "/times?service=1"),
    ServicePage(
      name: "Ultrasound of the heart (transthoracic echocardiography) with report", category: "Cardiology",
      description: "", duration: "1 hour", price: "£1,180.00", modality: "At the clinic", preparation: "",
      isOnline: false, doctors: [], times: "/times?service=2"),
  ]
}

/// Somebody who gives a service.
struct ServiceDoctor: View {
  let name: String
  let qualification: String
  let face: Face
  let href: String
  /// `Tuesday 24 November 2026, 09:20`; nil when nothing is free.
  let next: String?
  /// By the visitor's own clock, where that shows another time.
  let own: String?
  let times: String

  var fields: Fields {
    [
      "name": .text(name), "qualification": .text(qualification), "face": .view(face), "href": .text(href),
      "next": .text(next), "own": .text(own), "timesHref": .text(times),
    ]
  }

  static let samples = [
    ServiceDoctor(
      name: "Dr Amira Haddad", qualification: "MBBS, MRCP", face: Face.samples[0], href: "/doctors/1",
      next: "Tuesday 24 November 2026, 09:20", own: "10:20", times: "/doctors/1/times?service=1"),
    ServiceDoctor(
      name: "Dr 김서연", qualification: "", face: Face.samples[1], href: "/doctors/2", next: nil, own: nil,
      times: "/doctors/2/times?service=1"),
  ]
}
