/// What an account may do follows from its one role.
public enum Role: String, Hashable, Sendable, CaseIterable {
  case patient
  case practitioner
  case frontDesk = "front-desk"
  case admin
}
