/// Why something is no calendar entry, or no calendar.
public enum CalendarFault: Error, Hashable {
  /// Without a name of its own, or with one of more than 255 bytes (RFC 7986 section 5.3).
  case invalidUID
  /// It ends before it begins, or as it begins (RFC 5545 section 3.8.2.2).
  case emptyTime
  /// More entries than `CalendarObject.mostEvents`.
  case tooManyEvents
}
