public import Clinic
public import Shell

extension DatabaseFault: LogSafe {
  public var safeDescription: String {
    "SQLSTATE \(sqlState)" + (constraint.map { ", constraint \($0)" } ?? "")
  }
}
