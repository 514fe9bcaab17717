import CivilTime
import Clinic
import Credentials
import FoundationEssentials
import Shell

/// Every address that a page links to.
enum Path {
  static let home = "/"
  static let doctors = "/doctors"
  static let services = "/services"
  static let signIn = "/sign-in"
  static let signInCode = "/sign-in/code"
  static let forgottenPassword = "/password/forgotten"
  static let account = "/account"
  static let profile = "/account/profile"
  static let contact = "/account/contact"
  static let address = "/account/email"
  static let addressConfirmation = "/account/email/confirmation"
  static let children = "/account/children"
  static let ownLanguage = "/account/language"
  static let ownLetters = "/account/letters"
  static let calendar = "/account/calendar"
  static let closeAccount = "/account/closure"
  static let accountClosed = "/account/closed"
  static let security = "/account/security"
  static let changePassword = "/account/password"
  static let recoveryCodes = "/account/recovery-codes"
  static let passkeys = "/account/passkeys"
  static let newPasskey = "/account/passkeys/new"
  static let authenticator = "/account/authenticator"
  static let newAuthenticator = "/account/authenticator/new"
  static let confirmIdentity = "/account/confirm"
  static let unsentForm = "/account/unsent-form"
  static let signInRecovery = "/sign-in/recovery-code"
  static let signUp = "/sign-up"
  static let signUpConfirmation = "/sign-up/confirmation"
  static let twoFactor = "/two-factor"
  static let dashboard = "/dashboard"
  static let schedule = "/schedule"
  static let desk = "/desk"
  static let deskPatients = "/desk/patients"
  static let queue = "/desk/queue"
  static let waitingRooms = "/waiting-rooms"
  static let admin = "/admin"
  static let accounts = "/admin/accounts"
  static let invitations = "/admin/invitations"
  static let newInvitation = "/admin/invitations/new"
  static let rules = "/admin/rules"
  static let visits = "/admin/appointments"
  static let messages = "/admin/messages"
  static let refusedSignIns = "/admin/sign-ins"
  static let wishes = "/wishes"
  static let patients = "/admin/patients"
  static func patient(_ id: ID<Patient>) -> String { "/admin/patients/\(id)" }
  static func views(of listing: String) -> String { "/admin/lists/\(listing)/views" }
  static func viewRemoval(_ id: ID<SavedView>) -> String { "/admin/views/\(id)/removal" }
  static let mailbox = "/dev/mail"
  static let gallery = "/dev/gallery"

  static let absences = "/absences"
  static let tasks = "/tasks"
  static let waitlist = "/waitlist"

  static func absence(_ id: ID<Absence>) -> String { "/absences/\(id)" }
  static func absence(_ id: ID<Absence>, _ what: String) -> String { "/absences/\(id)/\(what)" }
  static func absences(_ form: Form) -> String { absences + "?" + absence(form) }
  static func newAbsence(_ form: Form) -> String { "/absences/new?" + absence(form) }

  private static func absence(_ form: Form) -> String {
    ["who", "first", "last", "starts", "ends"].map { "\($0)=\(form[$0].percentEncoded)" }
      .joined(separator: "&")
  }

  static func series(of id: ID<Appointment>) -> String { "/appointments/\(id)/series" }
  static func series(_ id: ID<AppointmentSeries>) -> String { "/series/\(id)" }
  static func series(_ id: ID<AppointmentSeries>, _ what: String) -> String { "/series/\(id)/\(what)" }

  static func task(_ id: ID<Rebooking>) -> String { "/tasks/\(id)" }
  static func task(_ id: ID<Rebooking>, _ what: String) -> String { "/tasks/\(id)/\(what)" }
  static func wish(_ id: ID<WaitlistEntry>) -> String { "/waitlist/\(id)/withdrawal" }
  static func waitlist(_ id: ID<WaitlistOffer>) -> String { "/waitlist/offers/\(id)" }
  static func waitlist(_ id: ID<WaitlistOffer>, _ what: String) -> String { "/waitlist/offers/\(id)/\(what)" }
  static func rebooking(_ link: String) -> String { "/rebookings/\(link)" }

  static func endSession(_ id: ID<OpenSession>) -> String { "/account/sessions/\(id)/end" }
  static func calendar(_ id: ID<CalendarFeed>, _ what: String) -> String { "/account/calendar/\(id)/\(what)" }
  static func calendar(_ link: Token) -> String { "/calendar/\(link.text).ics" }
  static func calendar(of id: ID<Appointment>) -> String { "/appointments/\(id)/calendar.ics" }
  static func passkey(_ id: ID<Passkey>, _ what: String) -> String { "/account/passkeys/\(id)/\(what)" }
  static func account(_ id: ID<Account>) -> String { "/admin/accounts/\(id)" }

  static let audit = "/admin/audit"
  static func audit(of account: ID<Account>) -> String { "\(audit)?account=\(account)&kind=changes" }
  static func audit(by account: ID<Account>) -> String { "\(audit)?person=\(account)" }
  static func audit(of patient: ID<Patient>) -> String { "\(audit)?patient=\(patient)" }

  static func invitation(_ token: String) -> String { "/invitations/\(token)" }
  static func resetPassword(_ token: String) -> String { "/password/reset/\(token)" }

  /// The hub, with a word on what was just saved there.
  static func account(saved part: AccountPage.Part) -> String { "/account?saved=\(part.rawValue)" }

  /// With the address that was typed before a proof of identity was asked for.
  static func address(typed: String) -> String { "/account/email?typed=\(typed.percentEncoded)" }

  static func doctor(_ id: ID<Practitioner>) -> String { "/doctors/\(id)" }

  static func times(
    _ doctor: ID<Practitioner>, _ service: ID<HealthcareService>, from day: Day? = nil,
    visit: VisitKind? = nil
  ) -> String {
    "/doctors/\(doctor)" + times(service, from: day, visit: visit)
  }

  /// Of any doctor.
  static func times(_ service: ID<HealthcareService>, from day: Day? = nil, visit: VisitKind? = nil) -> String
  {
    "/times?service=\(service)" + (visit.map { "&visit=\($0.rawValue)" } ?? "")
      + (day.map { "&from=\($0)" } ?? "")
  }

  static func doctors(_ search: DirectorySearch, page: Int) -> String {
    var path = "/doctors?page=\(page)"
    if !search.text.isEmpty { path += "&q=\(search.text.percentEncoded)" }
    if let specialty = search.specialty { path += "&specialty=\(specialty)" }
    if let service = search.service { path += "&service=\(service)" }
    if let earliest = search.earliest { path += "&earliest=\(earliest.rawValue)" }
    if let place = search.place { path += "&place=\(place)" }
    if let language = search.language { path += "&language=\(language)" }
    if let gender = search.gender { path += "&gender=\(gender.rawValue)" }
    if search.online { path += "&online=1" }
    return path
  }

  static func doctors(for service: ID<HealthcareService>) -> String { "/doctors?service=\(service)" }
  static func doctors(in specialty: ID<Specialty>) -> String { "/doctors?specialty=\(specialty)" }
  static func review(_ offer: String) -> String { "/appointments/new?offer=\(offer)" }
  static let failedLetters = "\(messages)?delivery=failed"
  static func letter(_ id: ID<OutboxMessage>) -> String { "\(messages)/\(id)" }
  static func unsubscribe(_ link: String) -> String { "/unsubscribe/\(link)" }
  static func appointment(_ id: ID<Appointment>) -> String { "/appointments/\(id)" }
  static func cancellation(_ id: ID<Appointment>) -> String { "/appointments/\(id)/cancellation" }

  static func move(_ id: ID<Appointment>) -> String { "/appointments/\(id)/move" }
  static func move(_ id: ID<Appointment>, _ offer: String) -> String { "\(move(id))?offer=\(offer)" }

  /// The times to which an appointment can be moved.
  static func times(moving appointment: Appointment, from day: Day? = nil) -> String {
    times(appointment.practitioner, appointment.serviceID, from: day) + "&moving=\(appointment.id)"
  }

  /// What a practitioner does with an appointment in their schedule: a noun for each act.
  static func mark(_ id: ID<Appointment>, _ noun: String) -> String { "/appointments/\(id)/\(noun)" }

  /// - Parameter day: nil for today.
  static func schedule(_ day: Day?, _ view: ScheduleView = .day) -> String {
    let query = [day.map { "day=\($0)" }, view == .day ? nil : "view=\(view.rawValue)"].compactMap(\.self)
    return query.isEmpty ? schedule : "\(schedule)?\(query.joined(separator: "&"))"
  }

  /// The times at which a visit can be followed by another, and the page on which one of them is booked.
  static func followUp(
    _ id: ID<Appointment>, _ service: ID<HealthcareService>? = nil, from day: Day? = nil
  ) -> String {
    let query = [service.map { "service=\($0)" }, day.map { "from=\($0)" }].compactMap(\.self)
    let path = "/appointments/\(id)/follow-up"
    return query.isEmpty ? path : "\(path)?\(query.joined(separator: "&"))"
  }
  static func newFollowUp(_ id: ID<Appointment>) -> String { "/appointments/\(id)/follow-up/new" }
  static func newFollowUp(_ id: ID<Appointment>, _ offer: String) -> String {
    "\(newFollowUp(id))?offer=\(offer)"
  }

  static func unblock(_ id: ID<Absence>) -> String { "/schedule/blocks/\(id)/removal" }

  /// A day of everybody's.
  static func desk(_ day: Day, byRoom: Bool = false) -> String {
    "/desk?day=\(day)" + (byRoom ? "&by=room" : "")
  }
  static func deskVisit(_ id: ID<Appointment>) -> String { "/desk/visits/\(id)" }
  static func deskVisit(_ id: ID<Appointment>, _ noun: String) -> String { "/desk/visits/\(id)/\(noun)" }

  static let requests = "/desk/requests"
  static func proposal(_ id: ID<Appointment>) -> String { "/requests/\(id)/proposal" }
  static func proposal(_ id: ID<Appointment>, _ service: ID<HealthcareService>) -> String {
    deskTimes(service, at: proposal(id))
  }
  static func paper(_ id: ID<Appointment>, _ paper: ID<VisitPaper>) -> String {
    "/appointments/\(id)/papers/\(paper)"
  }

  /// The times among which the front desk chooses, for somebody new at the counter or, at another address, for a visit.
  static func deskTimes(
    _ service: ID<HealthcareService>, at address: String = "/desk/times",
    with doctor: ID<Practitioner>? = nil,
    from day: Day? = nil, visit: VisitKind? = nil
  ) -> String {
    address + "?service=\(service)"
      + (doctor.map { "&doctor=\($0)" } ?? "") + (visit.map { "&visit=\($0.rawValue)" } ?? "")
      + (day.map { "&from=\($0)" } ?? "")
  }

  /// Who is it for? With the time that was chosen.
  static func deskPatients(for offer: String) -> String { "/desk/patients?offer=\(offer)" }
  static func deskBooking(_ offer: String, _ patient: ID<Patient>) -> String {
    "/desk/bookings/new?offer=\(offer)&patient=\(patient)"
  }

  static func queue(_ ticket: ID<QueueTicket>) -> String { "/desk/queue?ticket=\(ticket)" }
  static func ticket(_ id: ID<QueueTicket>, _ noun: String) -> String { "/desk/tickets/\(id)/\(noun)" }
  static func checkIn(_ id: ID<Appointment>) -> String { "/appointments/\(id)/check-in" }
  static func checkIn(_ code: String) -> String {
    code.isEmpty ? "/check-in" : "/check-in?code=\(code.percentEncoded)"
  }
  static func waitingRoom(_ id: ID<WaitingRoom>, _ what: String) -> String { "/waiting-rooms/\(id)/\(what)" }
  static func display(_ link: Token) -> String { "/display/\(link.text)" }

  static func message(_ id: ID<OutboxMessage>) -> String { "/dev/mail/\(id)" }

  static func portrait(_ id: ID<Portrait>?, _ size: Portrait.Size) -> String? {
    id.map { "/portraits/\($0)/\(size.rawValue).jpg" }
  }

  static func logo(_ id: ID<Logo>) -> String { "/logo/\(id).png" }

  /// An address with the way back in it.
  static func with(next: String, _ path: String) -> String {
    next.isEmpty ? path : "\(path)?next=\(next.percentEncoded)"
  }

  /// Only a path of this very host is a way back: `//elsewhere.example` and `/\elsewhere.example` are not. The longest that
  /// we make has an offer in it.
  static func safe(next: String) -> String {
    let isLocal =
      next.hasPrefix("/") && !next.hasPrefix("//") && next.utf8.count <= 2_200
      && next.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }
    return isLocal ? next : ""
  }
}

extension String {
  /// RFC 3986 section 2.1, everything but unreserved characters.
  var percentEncoded: String {
    var encoded = ""
    for byte in utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        encoded.append(Character(Unicode.Scalar(byte)))
      default:
        let hex = String(byte, radix: 16, uppercase: true)
        encoded += hex.count == 1 ? "%0\(hex)" : "%\(hex)"
      }
    }
    return encoded
  }
}
