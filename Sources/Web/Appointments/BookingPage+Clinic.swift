import CivilTime
import Clinic
import FoundationEssentials
import Pages
import Shell

extension BookingObstacle.Kind {
  /// Why the offered time can't be booked, if it can't.
  init?(_ refusal: Refusal?, _ offer: Offer, _ times: TimesOnOffer, taken: Bool) {
    if let kind = Self.otherLength(refusal, offer, times) {
      self = kind
    } else if refusal == .conflict(.timeTaken) {
      self = .taken
    } else if times.search.wouldOffer(offer), !offer.hasTerms(of: times.service) {
      self = .changed
    } else if refusal == .conflict(.offerOutdated) || !times.search.wouldOffer(offer) {
      self = .outdated
    } else if taken {
      self = .taken
    } else {
      return nil
    }
  }

  /// The visit would take as long as a first one, or as a later one, and the offer is for the other.
  private static func otherLength(_ refusal: Refusal?, _ offer: Offer, _ times: TimesOnOffer) -> Self? {
    switch refusal {
    case .conflict(.firstVisit): return .firstVisit
    case .conflict(.laterVisit): return .laterVisit
    default:
      let isFirst = times.search.isFirstVisit
      guard isFirst != offer.isFirstVisit, times.service.rules.hasOwnFirstVisit else { return nil }
      return isFirst ? .firstVisit : .laterVisit
    }
  }
}

extension BookingPage {
  init(
    _ draft: BookingDraft, _ place: Place, _ times: TimesOnOffer, patient: String?, others: [OwnPerson],
    obstacle: BookingObstacle.Kind?, _ refusal: Refusal?, own: ID<Appointment>?, kept: Held?,
    isSignedIn: Bool, isBooking: Bool, isNotKept: Bool, mostAhead: Int, sign: (Slot) -> String
  ) {
    let formats = times.formats
    let start = draft.offer.slot.during.lowerBound
    let shown = ShownForm(draft.form, refusal?.problems ?? [], formats.words)
    self.init(
      summary: BookingSummary(draft.offer, place, times),
      patient: patient,
      who: patient.flatMap { shown.who($0, others) },
      keptPatient: draft.form["patient"],
      preparation: times.service.preparation,
      rule: ChangeRule(draft.offer, times.service.rules, formats, at: times.now),
      asks: times.service.rules.needsApproval,
      offer: draft.text,
      key: draft.key,
      reason: shown.field("reason"),
      isSignedOut: isBooking && !isSignedIn,
      isFull: refusal == .conflict(.visitsEnough), isRetired: refusal == .conflict(.recordRetired),
      notice: shown.problem(""),
      timesHref: Path.times(times.doctor.id, times.service.id, from: formats.day(start)),
      obstacle: obstacle.map { kind in
        BookingObstacle(
          kind: own == nil ? kind : .own, appointment: own.map { Path.appointment($0) },
          length: formats.minutes(times.minutes),
          times: own != nil
            ? []
            : times.nearest(to: start).enumerated().map { index, slot in
              OtherTime(
                time: formats.longInstant(slot.during.lowerBound), offer: sign(slot), isFirst: index == 0)
            })
      },
      isStranger: !isSignedIn,
      minutesKept: Int(Hold.lifetime / 60),
      mostAhead: mostAhead,
      kept: kept != nil || isNotKept ? KeptTime(kept, formats, at: times.now) : nil)
  }
}

extension ChangeRule {
  /// What is agreed by booking: a request binds nobody until it would begin.
  init(_ offer: Offer, _ rules: BookingRules, _ formats: Formats, at now: Date) {
    let notice = rules.needsApproval ? 0 : Double(rules.cancellationMinutes * 60)
    let until = offer.slot.during.lowerBound - notice
    self.init(until: until > now ? formats.longInstantInZone(until) : nil)
  }
}

extension ShownForm {
  /// For whom a time can be booked; nil when there is nobody to choose from.
  fileprivate func who(_ patient: String, _ others: [OwnPerson]) -> ChoiceField? {
    if others.isEmpty { return nil }
    let field = choices("patient", [("", patient)] + others.map { ($0.id.description, $0.name) })
    let choices =
      field.choices.contains(where: \.chosen)
      ? field.choices : [Choice("", patient, chosen: true)] + field.choices.dropFirst()
    return ChoiceField(field.name, choices, label: field.label, problem: field.problem)
  }
}

extension KeptTime {
  /// - Parameter held: nil when the time could not be kept.
  init(_ held: Held?, _ formats: Formats, at now: Date) {
    self.init(
      until: held.map {
        formats.words.list([formats.timeLabel($0.until), formats.zoneInWords(at: [$0.until])])
      },
      seconds: held.map { max(0, Int($0.until.timeIntervalSince(now).rounded(.up))) } ?? 0,
      mayExtend: held?.mayExtend ?? false)
  }
}

extension BookingSummary {
  init(_ offer: Offer, _ place: Place, _ times: TimesOnOffer) {
    let formats = times.formats
    let start = offer.slot.during.lowerBound
    self.init(
      service: times.service.name,
      duration: formats.minutes(offer.minutes),
      price: formats.money(times.service.price),
      doctor: times.doctor.name,
      doctorHref: Path.doctor(times.doctor.id),
      face: Face(times.doctor, .small),
      place: place.name,
      site: place.site,
      address: place.address,
      isOnline: times.service.rules.isOnline,
      date: formats.longDay(formats.day(start)),
      time: formats.timeLabel(start),
      iso: formats.iso(start),
      zone: formats.zoneInWords(at: [start]), own: times.clocks.own(start),
      ownZone: times.clocks.ownZone(at: [start]))
  }
}
