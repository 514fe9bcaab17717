internal import HTTPTypes
public import Hummingbird

extension Request {
  /// Whether a page looks by itself, and not whoever sits before it. It only ever gives less: anybody may say so.
  public var isUnattended: Bool {
    (method == .get || method == .head) && headers.value(of: "x-unattended") != nil
  }

  /// What a script of a page of ours sends in the place of a form's hidden field, where its body is no form.
  public var formProof: String? { headers.value(of: "x-csrf") }
}
