public import CivilTime
public import FoundationEssentials

/// http://hl7.org/fhir/R4/invoice.html
public struct Invoice: Resource {
  public let id: UUID
  /// `issued`, `balanced`, `cancelled`
  public let status: String
  public let subject: Reference
  public let number: String
  public let date: Day
  public let issuer: Reference
  public let totalGross: Money
  public let totalNet: Money
  public var cancelledReason: String?
  public var lines: [Line] = []
  /// What was paid and given back, in words: R4 has no element for it.
  public var payments: [String] = []
  public var paymentTerms: String?

  public struct Line: Representable {
    public let sequence: Int
    public let text: String
    public let amount: Money

    public init(_ sequence: Int, _ text: String, _ amount: Money) {
      (self.sequence, self.text, self.amount) = (sequence, text, amount)
    }

    public var json: JSON {
      .object([
        "sequence": sequence, "chargeItemCodeableConcept": CodeableConcept(text: text),
        "priceComponent": [JSON.object(["type": "base", "amount": amount])],
      ])
    }
  }

  public init(
    _ id: UUID, _ status: String, of subject: Reference, number: String, on date: Day, from issuer: Reference,
    gross: Money, net: Money
  ) {
    (self.id, self.status, self.subject, self.number) = (id, status, subject, number)
    (self.date, self.issuer, totalGross, totalNet) = (date, issuer, gross, net)
  }

  public var members: KeyValuePairs<String, (any Representable)?> {
    [
      "identifier": [Identifier(number)], "status": status, "cancelledReason": cancelledReason,
      "subject": subject, "date": date, "issuer": issuer, "lineItem": lines, "totalNet": totalNet,
      "totalGross": totalGross, "paymentTerms": paymentTerms, "note": payments.map { Annotation($0) },
    ]
  }
}
