/// Where in an HTML document a template stands, followed byte by byte, so that the boot check can tell the
/// places in which escaping is enough from those in which it is not.
///
/// A reduction of the HTML Standard's tokenizer (section 13.2.5) to what matters for that question.
struct HTMLContext: Equatable {
  enum Place: Equatable {
    case text
    /// `<title>`, `<textarea>`: text, in which only the end tag is markup.
    case plainText
    /// `<script>`, `<style>` and the like: not text at all.
    case rawText
    case tagOpen
    case tagName
    case endTag
    case insideTag
    /// After an attribute's value, or a section that may have written one: the next needs a space before it.
    case afterAttribute
    case attributeName
    case afterAttributeName
    case beforeValue
    case quotedValue(UInt8)
    case unquotedValue
    case declaration
    case comment
  }

  var place = Place.text
  /// The element whose tag or raw text this is, in lower case.
  var element = ""
  /// The attribute whose value this is, in lower case.
  var attribute = ""
  /// The latest bytes, as far as they may belong to `-->` or `</script`.
  var tail = ""

  static func == (left: HTMLContext, right: HTMLContext) -> Bool {
    guard left.place == right.place else { return false }
    if left.place == .text { return true }
    if case .quotedValue = left.place, left.attribute != right.attribute { return false }
    return left.element == right.element
  }

  /// Whether what stands here is read by a person: no address, no value of a control.
  var isRead: Bool {
    switch place {
    case .text: true
    case .plainText: element == "title"
    case .quotedValue: ["alt", "aria-label", "label", "placeholder", "title"].contains(attribute)
    default: false
    }
  }

  /// Why an escaped value must not stand here, if so.
  var objectionToText: String? {
    switch place {
    case .text, .plainText: nil
    case .quotedValue where attribute.hasPrefix("on"): "in the event handler '\(attribute)'"
    case .quotedValue where attribute == "style" || attribute == "srcdoc": "in a '\(attribute)' attribute"
    case .quotedValue: nil
    case .beforeValue, .unquotedValue: "in an attribute value without quotes"
    case .rawText: "inside <\(element)>"
    case .comment: "inside an HTML comment"
    case .tagOpen, .tagName, .endTag, .insideTag, .afterAttribute, .attributeName, .afterAttributeName,
      .declaration:
      "inside a tag, but not in a quoted attribute value"
    }
  }

  /// Why markup must not stand here, if so.
  var objectionToMarkup: String? {
    switch place {
    case .text: nil
    case .quotedValue: "in an attribute"
    case .plainText: "inside <\(element)>"
    default: objectionToText
    }
  }

  /// The context after something that may or may not have been written, or `nil` if the two do not agree.
  func joined(with other: HTMLContext) -> HTMLContext? {
    if self == other { return self }
    guard isBetweenAttributes, other.isBetweenAttributes, element == other.element else { return nil }
    var joined = self
    joined.place = isAfterSpace && other.isAfterSpace ? .insideTag : .afterAttribute
    return joined
  }

  private var isAfterSpace: Bool { place == .insideTag || place == .afterAttributeName }

  private var isBetweenAttributes: Bool {
    switch place {
    case .tagName, .insideTag, .afterAttribute, .attributeName, .afterAttributeName: true
    default: false
    }
  }
}
