import CivilTime
import FHIR
import Foundation
import Testing

@Suite("JSON, and the data types of FHIR R4")
struct JSONTests {
  private func text(_ value: any Representable) -> String {
    String(decoding: value.json.bytes, as: UTF8.self)
  }

  @Test("keeps the order of members and the digits of numbers, and leaves out what is not there")
  func members() {
    let some: String? = nil
    #expect(
      text(JSON.object(["b": FHIR.Decimal("5.0"), "a": some, "c": [String](), "d": true, "e": ["x"]]))
        == #"{"b":5.0,"d":true,"e":["x"]}"#)
  }

  @Test("escapes what RFC 8259 asks for, and nothing else")
  func strings() throws {
    let wild = "\"\\/\n\t\u{1}\u{7F}é 漢 👩‍⚕️ محمد"
    #expect(text("a\"b\\c\nd\u{1}e") == #""a\"b\\c\nd\u0001e""#)
    let read = try JSONSerialization.jsonObject(with: Data(JSON.array([.string(wild)]).bytes)) as? [String]
    #expect(read == [wild])
  }

  @Test("a decimal is as it was written", arguments: ["0", "-0.5", "5.0", "36.80", "123456789.123456"])
  func decimals(_ digits: String) {
    #expect(FHIR.Decimal(digits)?.digits == digits)
  }

  @Test(
    "what is no number is none",
    arguments: ["", "-", "1.", ".5", "01", "1e5", "1,5", "NaN", "1.2.3", "+1", "−1"])
  func noDecimals(_ digits: String) {
    #expect(FHIR.Decimal(digits) == nil)
  }

  @Test(
    "an amount has the decimals of its currency",
    arguments: [(4500, 2, "45.00"), (-5, 2, "-0.05"), (0, 2, "0.00"), (1500, 0, "1500"), (7, 3, "0.007")]
      as [(Int64, Int, String)])
  func amounts(_ units: Int64, _ decimals: Int, _ expected: String) {
    #expect(FHIR.Decimal(minorUnits: units, decimals: decimals).digits == expected)
  }

  @Test(
    "an instant has the offset of the place",
    arguments: [
      ("Europe/Paris", 1_795_508_400, "2026-11-24T09:20:00+01:00"),
      ("Europe/Paris", 1_782_000_000, "2026-06-21T02:00:00+02:00"),
      ("Asia/Kolkata", 0, "1970-01-01T05:30:00+05:30"), ("America/New_York", -1, "1969-12-31T18:59:59-05:00"),
      // Before there were whole minutes: Paris was 9 minutes and 21 seconds ahead.
      ("Europe/Paris", -2_500_000_000, "1890-10-11T19:42:20+00:09"),
      ("UTC", 0.9, "1970-01-01T00:00:00+00:00"),
    ] as [(String, TimeInterval, String)])
  func instants(_ zone: String, _ seconds: TimeInterval, _ expected: String) throws {
    let rules = try TimeZoneRules(identifier: zone)
    #expect(Instant(Date(timeIntervalSince1970: seconds), in: rules).text == expected)
  }

  @Test("a narrative is XHTML of plain text")
  func narrative() {
    #expect(
      text(Narrative("a < b & \"c\"\nd\u{1}"))
        == #"{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>a &lt; b &amp; &quot;c&quot;<br/>d</p></div>"}"#
    )
  }

  /// http://hl7.org/fhir/R4/observation-example-f001-glucose.json.html, without its text.
  @Test("writes an observation as FHIR's own example has it")
  func glucose() throws {
    let zone = try TimeZoneRules(identifier: "Europe/Amsterdam")
    let id = try #require(UUID(uuidString: "0190b5a1-7c1e-7c3a-9d2f-5a6b7c8d9e0f"))
    var one = Observation(
      id, of: Reference(id, display: "P. van de Heuvel"),
      CodeableConcept(Coding(CodeSystem.loinc, "15074-8", display: "Glucose [Moles/volume] in Blood")),
      status: "final", category: "laboratory",
      at: Instant(Date(timeIntervalSince1970: 1_364_887_800), in: zone))
    one.value = FHIR.Decimal("6.3").map { .quantity(Quantity($0, unit: "mmol/L")) }
    one.interpretation = "H"
    one.low = FHIR.Decimal("3.1").map { Quantity($0, unit: "mmol/L") }
    one.high = FHIR.Decimal("6.2").map { Quantity($0, unit: "mmol/L") }
    #expect(
      text(one.json)
        == [
          #"{"resourceType":"Observation","id":"0190b5a1-7c1e-7c3a-9d2f-5a6b7c8d9e0f","status":"final","#,
          #""category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"laboratory"}]}],"#,
          #""code":{"coding":[{"system":"http://loinc.org","code":"15074-8","display":"Glucose [Moles/volume] in Blood"}]},"#,
          #""subject":{"reference":"urn:uuid:0190b5a1-7c1e-7c3a-9d2f-5a6b7c8d9e0f","display":"P. van de Heuvel"},"#,
          #""effectiveDateTime":"2013-04-02T09:30:00+02:00","#,
          #""valueQuantity":{"value":6.3,"unit":"mmol/L","system":"http://unitsofmeasure.org","code":"mmol/L"},"#,
          #""interpretation":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation","code":"H"}]}],"#,
          #""referenceRange":[{"low":{"value":3.1,"unit":"mmol/L","system":"http://unitsofmeasure.org","code":"mmol/L"},"#,
          #""high":{"value":6.2,"unit":"mmol/L","system":"http://unitsofmeasure.org","code":"mmol/L"}}]}"#,
        ].joined())
  }

  @Test("a bundle has each resource once, and knows which references lead nowhere")
  func bundle() throws {
    let zone = try TimeZoneRules(identifier: "UTC")
    let (patient, clinic, other) = (UUID(), UUID(), UUID())
    var bundle = FHIR.Bundle(UUID(), at: Instant(Date(timeIntervalSince1970: 0), in: zone))
    var person = Patient(patient)
    person.managingOrganization = Reference(clinic)
    bundle.add(person)
    bundle.add(person)
    #expect(bundle.entries.count == 1)
    #expect(bundle.unresolved == ["urn:uuid:\(clinic.uuidString.lowercased())"])
    bundle.add(Organization(clinic, "Riverside"))
    bundle.add(
      Condition(
        UUID(), of: Reference(patient), CodeableConcept(text: "x"), clinicalStatus: "active",
        verificationStatus: "confirmed"))
    #expect(bundle.unresolved.isEmpty)
    bundle.add(
      RelatedPerson(
        UUID(), of: Reference(other), CodeableConcept(text: "x"), HumanName(text: "y")))
    #expect(bundle.unresolved == ["urn:uuid:\(other.uuidString.lowercased())"])
  }
}
