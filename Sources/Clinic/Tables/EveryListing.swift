/// Every list there is.
public enum EveryListing {
  public static let all: [Listing] = [
    .appointments, .messages, .audit, .emergencies, .refusedSignIns, .accounts, .invitations, .waitlist,
    .patients, .invoices, .payments,
    .specialties, .places, .devices, .holidays, .services, .practitioners,
  ]
}

extension Listing: CustomStringConvertible {
  public var description: String { key }
}
