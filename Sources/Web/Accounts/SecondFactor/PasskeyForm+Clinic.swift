import Clinic
import Shell

extension PasskeyForm {
  init(_ request: PasskeyRequest, _ action: String, next: String = "") {
    self.init(action: action, options: request.options, terms: request.terms, next: next)
  }
}

extension Call {
  /// What a form brought back from the browser's passkeys.
  func passkeyResponse(_ form: Form) -> PasskeyResponse {
    PasskeyResponse(json: form["response"], terms: form["terms"])
  }
}
