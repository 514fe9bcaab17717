/// A view that becomes a plain-text message, such as an e-mail.
///
/// Its template knows no HTML and no frame. The first line is the subject, an empty line follows, the rest is
/// the body.
public protocol Letter: View {
  /// The template's path below the templates folder, without its ending: `mail/booked` stands for
  /// `mail/booked.txt`.
  static var template: String { get }
}
