public import CivilTime
public import FoundationEssentials

/// http://hl7.org/fhir/R4/communication.html
public struct Communication: Resource {
  public let id: UUID
  public let subject: Reference
  public let topic: String
  /// Those of one conversation have one, too.
  public let conversation: UUID
  public let sender: Reference
  public let sent: Instant
  public var received: Instant?
  public let text: String
  public var attachments: [Reference] = []

  public init(
    _ id: UUID, of subject: Reference, on topic: String, in conversation: UUID, from sender: Reference,
    at sent: Instant, _ text: String
  ) {
    (self.id, self.subject, self.topic, self.conversation) = (id, subject, topic, conversation)
    (self.sender, self.sent, self.text) = (sender, sent, text)
  }

  public var members: KeyValuePairs<String, (any Representable)?> {
    let payload =
      [JSON.object(["contentString": text])]
      + attachments.map { JSON.object(["contentReference": $0]) }
    return [
      "identifier": [Identifier(system: "urn:ietf:rfc:3986", Reference.urn(conversation))],
      "status": "completed", "subject": subject, "topic": CodeableConcept(text: topic), "sent": sent,
      "received": received, "sender": sender, "payload": payload,
    ]
  }
}

/// http://hl7.org/fhir/R4/consent.html
public struct Consent: Resource {
  public let id: UUID
  /// `active`, `inactive`
  public let status: String
  public let patient: Reference
  public let given: Instant
  /// What was agreed to: its name and version.
  public let text: String
  /// An absolute address where that can be read.
  public let source: String

  public init(
    _ id: UUID, _ status: String, of patient: Reference, at given: Instant, to text: String, source: String
  ) {
    (self.id, self.status, self.patient) = (id, status, patient)
    (self.given, self.text, self.source) = (given, text, source)
  }

  public var members: KeyValuePairs<String, (any Representable)?> {
    [
      "status": status,
      "scope": CodeableConcept(Coding(CodeSystem.hl7("consentscope"), "treatment")),
      "category": [
        CodeableConcept(Coding(CodeSystem.loinc, "59284-0", display: "Patient Consent"), text: text)
      ],
      "patient": patient, "dateTime": given,
      // ppc-1: it says by what policy.
      "policy": [JSON.object(["uri": source])],
    ]
  }
}

/// http://hl7.org/fhir/R4/questionnaireresponse.html, without groups.
public struct QuestionnaireResponse: Resource {
  public let id: UUID
  public let status: String
  public let subject: Reference
  public let authored: Instant
  public var items: [Item] = []

  public struct Item: Representable {
    public let linkID: String
    public let text: String
    public let answer: Answer

    public enum Answer: Sendable {
      case text(String)
      case boolean(Bool)
      case date(Day)
      case integer(Int)
      case decimal(Decimal)
      case quantity(Quantity)
      case choice(String)
    }

    public init(_ linkID: String, _ text: String, _ answer: Answer) {
      (self.linkID, self.text, self.answer) = (linkID, text, answer)
    }

    public var json: JSON {
      let value: JSON =
        switch answer {
        case .text(let text): .object(["valueString": text])
        case .boolean(let flag): .object(["valueBoolean": flag])
        case .date(let day): .object(["valueDate": day])
        case .integer(let number): .object(["valueInteger": number])
        case .decimal(let number): .object(["valueDecimal": number])
        case .quantity(let quantity): .object(["valueQuantity": quantity])
        case .choice(let option): .object(["valueCoding": JSON.object(["display": option])])
        }
      return .object(["linkId": linkID, "text": text, "answer": [value]])
    }
  }

  public init(_ id: UUID, _ status: String, of subject: Reference, at authored: Instant) {
    (self.id, self.status, self.subject, self.authored) = (id, status, subject, authored)
  }

  public var members: KeyValuePairs<String, (any Representable)?> {
    ["status": status, "subject": subject, "authored": authored, "item": items]
  }
}
