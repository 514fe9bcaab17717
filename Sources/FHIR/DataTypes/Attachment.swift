public import FoundationEssentials

/// FHIR R4 Attachment (http://hl7.org/fhir/R4/datatypes.html#Attachment) that lies beside the bundle.
public struct Attachment: Representable, Hashable {
  public let contentType: String
  /// Relative to the bundle: `files/letter.pdf`. Nil where there is no file.
  public let url: String?
  /// In bytes.
  public let size: Int
  /// SHA-1 (as FHIR R4 has it), of the bytes.
  public let hash: [UInt8]?
  public let title: String
  public let creation: Instant?

  public init(
    _ contentType: String, url: String?, size: Int, hash: [UInt8]?, title: String, creation: Instant?
  ) {
    (self.contentType, self.url, self.size) = (contentType, url, size)
    (self.hash, self.title, self.creation) = (hash, title, creation)
  }

  public var json: JSON {
    .object([
      "contentType": contentType, "url": url, "size": size,
      "hash": hash.map { Data($0).base64EncodedString() }, "title": title, "creation": creation,
    ])
  }
}

/// FHIR R4 Identifier (http://hl7.org/fhir/R4/datatypes.html#Identifier).
public struct Identifier: Representable, Hashable {
  /// A URI; nil where nobody else has such numbers.
  public let system: String?
  public let value: String

  public init(system: String? = nil, _ value: String) {
    (self.system, self.value) = (system, value)
  }

  public var json: JSON { .object(["system": system, "value": value]) }
}

/// FHIR R4 Annotation (http://hl7.org/fhir/R4/datatypes.html#Annotation).
public struct Annotation: Representable, Hashable {
  public let author: String?
  public let time: Instant?
  public let text: String

  public init(_ text: String, author: String? = nil, time: Instant? = nil) {
    (self.text, self.author, self.time) = (text, author, time)
  }

  public var json: JSON { .object(["authorString": author, "time": time, "text": text]) }
}

/// FHIR R4 Narrative (http://hl7.org/fhir/R4/narrative.html) of plain text, line by line.
public struct Narrative: Representable, Hashable {
  public let text: String

  public init(_ text: String) { self.text = text }

  public var json: JSON {
    let escaped = text.map { character -> String in
      switch character {
      case "&": "&amp;"
      case "<": "&lt;"
      case ">": "&gt;"
      case "\"": "&quot;"
      case "\n", "\r\n": "<br/>"
      // XML 1.0, section 2.2, has no other control characters.
      case _ where character.unicodeScalars.allSatisfy { $0.value < 0x20 && $0.value != 9 }: ""
      default: String(character)
      }
    }.joined()
    return .object([
      "status": "generated", "div": "<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>\(escaped)</p></div>",
    ])
  }
}

/// FHIR R4 Extension (http://hl7.org/fhir/R4/extensibility.html) with one value.
public struct Extension: Representable, Hashable {
  public let url: String
  public let value: Value

  public enum Value: Hashable, Sendable {
    case boolean(Bool)
    case concept(CodeableConcept)
  }

  public init(_ url: String, _ value: Value) {
    (self.url, self.value) = (url, value)
  }

  public var json: JSON {
    switch value {
    case .boolean(let flag): .object(["url": url, "valueBoolean": flag])
    case .concept(let concept): .object(["url": url, "valueCodeableConcept": concept])
    }
  }
}
