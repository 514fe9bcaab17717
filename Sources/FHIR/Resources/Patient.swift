public import CivilTime
public import FoundationEssentials

/// http://hl7.org/fhir/R4/patient.html
public struct Patient: Resource {
  public let id: UUID
  public var extensions: [Extension] = []
  public var identifier: [Identifier] = []
  public var name: [HumanName] = []
  public var telecom: [ContactPoint] = []
  /// `female`, `male`, `other`, `unknown`
  public var gender: String?
  public var birthDate: Day?
  public var address: [Address] = []
  public var contact: [Contact] = []
  public var communication: [Communication] = []
  public var managingOrganization: Reference?

  public init(_ id: UUID) { self.id = id }

  public var members: KeyValuePairs<String, (any Representable)?> {
    [
      "extension": extensions, "identifier": identifier, "active": true, "name": name, "telecom": telecom,
      "gender": gender, "birthDate": birthDate, "address": address, "contact": contact,
      "communication": communication, "managingOrganization": managingOrganization,
    ]
  }

  /// Whom to call.
  public struct Contact: Representable {
    public let relationship: CodeableConcept
    public let name: HumanName
    public let telecom: [ContactPoint]

    public init(_ relationship: CodeableConcept, _ name: HumanName, _ telecom: [ContactPoint]) {
      (self.relationship, self.name, self.telecom) = (relationship, name, telecom)
    }

    public var json: JSON { .object(["relationship": [relationship], "name": name, "telecom": telecom]) }
  }

  public struct Communication: Representable {
    public let language: CodeableConcept
    public let preferred: Bool

    public init(_ language: CodeableConcept, preferred: Bool) {
      (self.language, self.preferred) = (language, preferred)
    }

    public var json: JSON { .object(["language": language, "preferred": preferred]) }
  }
}

/// http://hl7.org/fhir/R4/relatedperson.html
public struct RelatedPerson: Resource {
  public let id: UUID
  public let patient: Reference
  public let relationship: CodeableConcept
  public let name: HumanName

  public init(_ id: UUID, of patient: Reference, _ relationship: CodeableConcept, _ name: HumanName) {
    (self.id, self.patient, self.relationship, self.name) = (id, patient, relationship, name)
  }

  public var members: KeyValuePairs<String, (any Representable)?> {
    ["active": true, "patient": patient, "relationship": [relationship], "name": [name]]
  }
}

/// http://hl7.org/fhir/R4/coverage.html
public struct Coverage: Resource {
  public let id: UUID
  public let beneficiary: Reference
  public let payor: Reference
  public var subscriberID: String?
  public var relationship: CodeableConcept?
  public var period: Period?
  /// Of the class `group`.
  public var group: String?
  public var order: Int?

  public init(_ id: UUID, of beneficiary: Reference, payor: Reference) {
    (self.id, self.beneficiary, self.payor) = (id, beneficiary, payor)
  }

  public var members: KeyValuePairs<String, (any Representable)?> {
    [
      "status": "active", "subscriberId": subscriberID, "beneficiary": beneficiary,
      "relationship": relationship, "period": period, "payor": [payor],
      "class": group.map { group -> [JSON] in
        let kind = CodeableConcept(Coding(CodeSystem.hl7("coverage-class"), "group"))
        return [.object(["type": kind, "value": group])]
      },
      "order": order,
    ]
  }
}
