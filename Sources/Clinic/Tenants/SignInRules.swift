internal import FoundationEssentials

/// What a clinic may decide itself about signing in, within limits that nobody goes beyond.
public struct SignInRules: Hashable, Sendable {
  /// Whether patients may do without a second factor. Staff never may.
  public var isSecondFactorOptionalForPatients: Bool
  /// The fewest characters of a new password.
  public var passwordMinimum: Int
  public var staff: SessionLimits
  public var patients: SessionLimits

  public init(
    isSecondFactorOptionalForPatients: Bool, passwordMinimum: Int, staff: SessionLimits,
    patients: SessionLimits
  ) {
    self.isSecondFactorOptionalForPatients = isSecondFactorOptionalForPatients
    self.passwordMinimum = passwordMinimum
    self.staff = staff
    self.patients = patients
  }

  public static let standard = SignInRules(
    isSecondFactorOptionalForPatients: false, passwordMinimum: 8,
    staff: SessionLimits(idleMinutes: 15, hours: 12), patients: SessionLimits(idleMinutes: 30, hours: 24))

  /// Fewer is too weak (OWASP ASVS 5.0, 6.2.1); above, people begin to write passwords down.
  public static let passwordMinimums = 8...64

  /// The fewest characters of a password that may be all that protects an account (NIST SP 800-63B-4 section 3.1.1.2).
  public static let passwordMinimumAlone = 15

  public func isSecondFactorOptional(for role: Role) -> Bool {
    role == .patient && isSecondFactorOptionalForPatients
  }

  public func limits(for role: Role) -> SessionLimits { role.isStaff ? staff : patients }
}

/// How long somebody stays signed in.
public struct SessionLimits: Hashable, Sendable {
  /// Minutes without a request.
  public var idleMinutes: Int
  /// Hours in all.
  public var hours: Int

  public init(idleMinutes: Int, hours: Int) {
    self.idleMinutes = idleMinutes
    self.hours = hours
  }

  /// NIST SP 800-63B-4 section 2.2.3 asks at AAL2 for at most an hour of inactivity, and 24 hours in all.
  public static let idleMinutes = 5...60
  public static let hours = 1...24
}
