/// A form with files, as browsers send it with `enctype="multipart/form-data"`.
public struct MultipartForm: Sendable {
  /// The text fields.
  public let fields: Form
  /// The files, in order. A file input that was left empty brings none.
  public let uploads: [Upload]
  /// Why a field's file is not among the uploads, by the field's name. What was typed beside it is kept.
  public let faults: [String: UploadFault]

  /// The first file of a field.
  public func upload(_ field: String) -> Upload? {
    uploads.first { $0.field == field }
  }
}
