internal import CivilTime

extension DemoRules {
  static let riverside = DemoRules(
    sites: [
      Site(
        name: "Ferry Wharf", address: "4 Ferry Wharf, London SE16 4CV",
        rooms: ["Room 1", "Room 2", "Room 3", "Room 4"],
        furtherRooms: [
          Room(name: "Room 5"), Room(name: "Nurses’ room", kind: "nurses"),
          Room(name: "Ultrasound 1", kind: "ultrasound"),
          Room(name: "Ultrasound 2", kind: "ultrasound"),
        ],
        openings: [
          Opening(weekdays: .monday...(.friday), time: Hours(8, 0, 20, 0)),
          Opening(weekdays: .saturday...(.saturday), time: Hours(8, 0, 14, 0)),
        ]),
      Site(
        name: "Rope Walk", address: "81 Rope Walk, London SE8 3MK", rooms: ["Treatment room", "Quiet room"],
        kinds: ["Treatment room": "treatment", "Quiet room": "conversation"],
        openings: [Opening(weekdays: .monday...(.friday), time: Hours(8, 0, 19, 0))]),
    ],
    helpers: [
      Helper(
        givenName: "Bukola", familyName: "Ajayi", qualification: "Registered nurse", kind: "nurse",
        room: "Nurses’ room", time: Hours(8, 30, 17, 30)),
      Helper(
        givenName: "Owen", familyName: "Pritchard", qualification: "Registered nurse", kind: "nurse",
        room: "Nurses’ room", time: Hours(8, 30, 17, 30)),
    ],
    devices: [
      Device(name: "Echo machine A", kind: "echocardiograph"),
      Device(name: "Echo machine B", kind: "echocardiograph"),
    ],
    terms: terms,
    hours: [
      // Longer than the house is open: the last hour is cut.
      FurtherHours(
        practitioner: "Ellis", room: "Quiet room", weekday: .thursday, time: Hours(17, 45, 20, 0),
        services: ["Menopause consultation"])
    ],
    days: [
      DatedHours(
        practitioner: "O'Brien", room: "Room 5", day: DayAhead(2, .friday), time: Hours(10, 0, 12, 0),
        replaces: true),
      DatedHours(
        practitioner: "Raghavan", room: "Room 5", day: DayAhead(1, .wednesday), time: Hours(17, 45, 19, 45),
        replaces: false),
    ],
    absences: [
      Absence(
        who: .practitioner("Mensah"), from: DayAhead(3, .monday), until: DayAhead(3, .sunday),
        note: "Conference"),
      Absence(
        who: .practitioner("Wiśniewska"), from: DayAhead(0, .monday), until: DayAhead(12, .sunday),
        weekdays: [.tuesday, .wednesday], time: Hours(16, 30, 17, 30), note: "Teaching"),
      Absence(
        who: .room("Treatment room"), from: DayAhead(2, .monday), until: DayAhead(2, .tuesday),
        note: "Painters"),
      Absence(
        who: .device("Echo machine B"), from: DayAhead(1, .monday), until: DayAhead(1, .friday),
        note: "At the workshop"),
    ],
    holidays: .england, online: .riverside)

  private static let terms: [String: DemoTerms] = [
    "Health check": DemoTerms(
      notice: 24 * 60, horizon: 42,
      preparation:
        "Please eat nothing for eight hours before, and bring a list of your tablets. Water is fine."),
    "Travel health and vaccinations": DemoTerms(
      notice: 48 * 60, preparation: "Please bring your vaccination record and the dates of your journey.",
      documents: ["Vaccination record"]),
    "Childhood vaccination": DemoTerms(
      horizon: 30, inWorkingDays: true, preparation: "Please bring the red book."),
    // A nurse prepares; an ultrasound room and a machine are needed throughout, the doctor's own room is not.
    "Heart ultrasound": DemoTerms(
      notice: 24 * 60, cancellation: 48 * 60,
      preparation: "Please wear a top that opens at the front. There is no need to fast.",
      needs: [
        DemoTerms.Need(what: "practitioner", from: 10),
        DemoTerms.Need(what: "staff", kind: "nurse", until: 15),
        DemoTerms.Need(what: "location", kind: "ultrasound"),
        DemoTerms.Need(what: "device", kind: "echocardiograph"),
      ], documents: ["Referral letter"]),
    "Minor skin surgery": DemoTerms(
      before: 10, after: 15, needsApproval: true, cancellation: 72 * 60,
      preparation:
        "Tell us beforehand if you take anything that thins the blood. Somebody should see you home.",
      consents: ["Consent to the operation"]),
    "ENT consultation": DemoTerms(firstVisit: 45),
    "Hearing test": DemoTerms(grid: 15),
    "Ear wax removal": DemoTerms(
      packed: true, preparation: "Please put in olive oil drops for three days before."),
    "Back class": DemoTerms(capacity: 8, preparation: "Please wear something that you can move in."),
    "Talking therapy by video": DemoTerms(online: true, needs: [DemoTerms.Need(what: "practitioner")]),
    "Sleep clinic": DemoTerms(
      mostPerDay: 2, preparation: "Please bring a diary of your sleep of the last two weeks."),
  ]
}
