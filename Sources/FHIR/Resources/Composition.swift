public import FoundationEssentials

/// http://hl7.org/fhir/R4/composition.html
public struct Composition: Resource {
  public let id: UUID
  public let status: String
  public let type: CodeableConcept
  public let subject: Reference
  public let author: Reference
  public let date: Instant
  public let title: String
  public var encounter: Reference?
  /// Who signed it, and when.
  public var attester: (party: Reference, time: Instant)?
  /// `appends` or `replaces`, and what.
  public var relatesTo: (code: String, target: Reference)?
  public var sections: [(title: String, text: String, entries: [Reference])] = []

  public init(
    _ id: UUID, _ status: String, _ type: CodeableConcept, of subject: Reference, by author: Reference,
    at date: Instant, titled title: String
  ) {
    (self.id, self.status, self.type, self.subject) = (id, status, type, subject)
    (self.author, self.date, self.title) = (author, date, title)
  }

  public var members: KeyValuePairs<String, (any Representable)?> {
    [
      "status": status, "type": type, "subject": subject, "encounter": encounter, "date": date,
      "author": [author], "title": title,
      "attester": attester.map { one -> [JSON] in
        [.object(["mode": "legal", "time": one.time, "party": one.party])]
      },
      "relatesTo": relatesTo.map { one -> [JSON] in
        [.object(["code": one.code, "targetReference": one.target])]
      },
      // cmp-1: a section says something.
      "section": sections.filter { !$0.text.isEmpty || !$0.entries.isEmpty }.map { one -> JSON in
        .object([
          "title": one.title, "text": one.text.isEmpty ? nil : Narrative(one.text), "entry": one.entries,
        ])
      },
    ]
  }
}

/// http://hl7.org/fhir/R4/documentreference.html
public struct DocumentReference: Resource {
  public let id: UUID
  public let status: String
  public let subject: Reference
  public let content: Attachment
  public var type: CodeableConcept?
  public var category: CodeableConcept?
  public var date: Instant?
  public var author: Reference?

  public init(_ id: UUID, _ status: String, of subject: Reference, _ content: Attachment) {
    (self.id, self.status, self.subject, self.content) = (id, status, subject, content)
  }

  public var members: KeyValuePairs<String, (any Representable)?> {
    [
      "status": status, "type": type, "category": category.map { [$0] }, "subject": subject, "date": date,
      "author": author.map { [$0] }, "content": [JSON.object(["attachment": content])],
    ]
  }
}
