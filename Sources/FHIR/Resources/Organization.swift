public import FoundationEssentials

/// http://hl7.org/fhir/R4/organization.html
public struct Organization: Resource {
  public let id: UUID
  public let name: String
  public var telecom: [ContactPoint] = []
  public var address: [Address] = []

  public init(_ id: UUID, _ name: String) {
    (self.id, self.name) = (id, name)
  }

  public var members: KeyValuePairs<String, (any Representable)?> {
    ["active": true, "name": name, "telecom": telecom, "address": address]
  }
}

/// http://hl7.org/fhir/R4/practitioner.html
public struct Practitioner: Resource {
  public let id: UUID
  public let name: HumanName

  public init(_ id: UUID, _ name: HumanName) {
    (self.id, self.name) = (id, name)
  }

  public var members: KeyValuePairs<String, (any Representable)?> { ["name": [name]] }
}

/// http://hl7.org/fhir/R4/location.html
public struct Location: Resource {
  public let id: UUID
  public let name: String
  public let managingOrganization: Reference

  public init(_ id: UUID, _ name: String, of organization: Reference) {
    (self.id, self.name, managingOrganization) = (id, name, organization)
  }

  public var members: KeyValuePairs<String, (any Representable)?> {
    ["name": name, "managingOrganization": managingOrganization]
  }
}
