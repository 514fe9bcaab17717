import CivilTime
import Clinic
import FoundationEssentials
import Pages

extension BookingObstacle.Kind {
  /// Why the offered time can't be booked, if it can't.
  init?(_ refusal: Refusal?, _ offer: Offer, _ times: TimesOnOffer, taken: Bool) {
    if refusal == .conflict(.timeTaken) {
      self = .taken
    } else if refusal == .conflict(.offerOutdated) || !times.search.wouldOffer(offer)
      || offer.priceMinor != times.service.price.minorUnits
    {
      self = .outdated
    } else if taken {
      self = .taken
    } else {
      return nil
    }
  }
}

extension BookingPage {
  init(
    _ draft: BookingDraft, _ location: Location, _ times: TimesOnOffer, patient: String?,
    obstacle: BookingObstacle.Kind?, _ refusal: Refusal?, own: ID<Appointment>?, kept: Held?,
    isSignedIn: Bool, isBooking: Bool, isNotKept: Bool, sign: (Slot) -> String
  ) {
    let formats = times.formats
    let start = draft.offer.slot.during.lowerBound
    let shown = ShownForm(draft.form, refusal?.problems ?? [], formats.words)
    self.init(
      summary: BookingSummary(draft.offer, location, times),
      patient: patient,
      offer: draft.text,
      key: draft.key,
      reason: shown.field("reason"),
      isSignedOut: isBooking && !isSignedIn,
      notice: shown.problem(""),
      timesHref: Path.times(times.doctor.id, times.service.id, from: formats.day(start)),
      obstacle: obstacle.map { kind in
        BookingObstacle(
          kind: own == nil ? kind : .own,
          appointment: own.map { Path.appointment($0) },
          times: own != nil
            ? []
            : times.nearest(to: start).enumerated().map { index, slot in
              OtherTime(
                time: formats.longInstant(slot.during.lowerBound), offer: sign(slot), isFirst: index == 0)
            })
      },
      isStranger: !isSignedIn,
      minutesKept: Int(Hold.lifetime / 60),
      kept: kept != nil || isNotKept ? KeptTime(kept, formats, at: times.now) : nil)
  }
}

extension KeptTime {
  /// - Parameter held: nil when the time could not be kept.
  init(_ held: Held?, _ formats: Formats, at now: Date) {
    self.init(
      until: held.map { formats.timeLabel($0.until) }, zone: formats.zone.identifier,
      seconds: held.map { max(0, Int($0.until.timeIntervalSince(now).rounded(.up))) } ?? 0,
      mayExtend: held?.mayExtend ?? false)
  }
}

extension BookingSummary {
  init(_ offer: Offer, _ location: Location, _ times: TimesOnOffer) {
    let formats = times.formats
    let start = offer.slot.during.lowerBound
    self.init(
      service: times.service.name,
      duration: formats.minutes(offer.minutes),
      price: formats.money(times.service.price),
      doctor: times.doctor.name,
      doctorHref: Path.doctor(times.doctor.id),
      face: Face(times.doctor, .small),
      place: location.name,
      site: "",
      address: "",
      isOnline: false,
      date: formats.longDay(formats.day(start)),
      time: formats.timeLabel(start),
      iso: formats.iso(start),
      zone: formats.zone.identifier)
  }
}
