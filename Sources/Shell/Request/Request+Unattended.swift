internal import HTTPTypes
public import Hummingbird

extension Request {
  /// Whether a page looks by itself, and not whoever sits before it. It only ever gives less: anybody may say so.
  public var isUnattended: Bool {
    (method == .get || method == .head) && headers.value(of: "x-unattended") != nil
  }
}
