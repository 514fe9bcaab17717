/// How large a form with files may be. Sizes are in bytes.
public struct MultipartLimits: Sendable {
  /// Limits of the text fields: all of them together, how many, and their names.
  public var form = FormLimits()
  /// Most files, empty ones included.
  public var files = 10
  /// The longest file. A longer one is left out, and reported beside its field.
  public var fileBytes = 10 * 1024 * 1024
  /// The headers of one part.
  public var headerBytes = 4 * 1024

  public init(form: FormLimits = FormLimits()) {
    self.form = form
  }
}
