import Testing

@testable import Clinic

@Suite("An allergy against a medication")
struct AllergyCheckTests {
  private func reasons(
    _ medication: String, _ code: String = "", allergy: String, _ allergyCode: String = "",
    clinical: AllergyIntolerance.ClinicalStatus = .active,
    verification: AllergyIntolerance.VerificationStatus = .confirmed
  ) -> [AllergyWarning.Reason] {
    let entry = AllergyIntolerance(
      id: .unstored, text: allergy, code: allergyCode, clinicalStatus: clinical,
      verificationStatus: verification)
    return AllergyCheck.warnings(of: medication, code: code, against: [entry]).map(\.reason)
  }

  @Test("is seen by a word of the name, whatever its capitals, accents and strength")
  func names() {
    #expect(reasons("Ibuprofen 400 mg tablets", allergy: "ibuprofen") == [.same])
    #expect(reasons("PÉNICILLINE V", allergy: "penicilline") == [.same])
    #expect(reasons("Co-trimoxazole forte", allergy: "cotrimoxazole") == [.same])
    #expect(reasons("Ramipril 5 mg tablets", allergy: "Latex tablets") == [])
    #expect(reasons("Metformin", allergy: "Penicillin") == [])
  }

  @Test("is seen by class")
  func classes() {
    #expect(reasons("Amoxicillin 500 mg", allergy: "Penicillin") == [.related])
    #expect(reasons("Cefuroxime", allergy: "Amoxicillin") == [.related])
    #expect(reasons("Naproxen", allergy: "Aspirin") == [.related])
    #expect(reasons("Clarithromycin", allergy: "Erythromycin") == [.related])
    #expect(reasons("Ciprofloxacin", allergy: "quinolones") == [.related])
    #expect(reasons("Clarithromycin", allergy: "Penicillin") == [])
    #expect(reasons("Paracetamol", allergy: "Ibuprofen") == [])
  }

  @Test("is seen by code, where no name tells it")
  func codes() {
    #expect(reasons("Alphamox", "J01CA04", allergy: "Betasol", "J01CA04") == [.same])
    #expect(reasons("Alphamox", "J01CA04", allergy: "That group", "J01C") == [.same])
    #expect(reasons("Alphamox", "C09AA05", allergy: "Betasol", "C09AA02") == [.related])
    #expect(reasons("Alphamox", "C09AA05", allergy: "Betasol", "C07AB02") == [])
    #expect(reasons("Alphamox", "J01CA04", allergy: "Penicillin") == [.related])
    #expect(reasons("Alphamox", "C09AA05", allergy: "Betasol", "716186003") == [])
  }

  @Test("counts while it is active and not refuted")
  func present() {
    #expect(reasons("Penicillin", allergy: "Penicillin", clinical: .resolved) == [])
    #expect(reasons("Penicillin", allergy: "Penicillin", verification: .refuted) == [])
    #expect(reasons("Penicillin", allergy: "Penicillin", verification: .unconfirmed) == [.same])
    let none = AllergyIntolerance.noneKnown(.unstored)
    #expect(AllergyCheck.warnings(of: "Penicillin", code: "", against: [none]) == [])
  }
}

@Suite("Codes of the record")
struct RecordCodeTests {
  @Test("of ICD-10 and ATC are told from what is none")
  func codes() {
    for code in ["I10", "E11.9", "Z99.89", "U07.1", "C7A.1"] { #expect(ICD10.isCode(code), "\(code)") }
    for code in ["", "I1", "I100", "110", "I10.", "I10.12345", "I10.1.2", "É10"] {
      #expect(!ICD10.isCode(code), "\(code)")
    }
    for code in ["J", "J01", "J01C", "J01CA", "J01CA04"] { #expect(ATC.isCode(code), "\(code)") }
    for code in ["", "J0", "J01CA0", "J01CA045", "01J", "JXX"] { #expect(!ATC.isCode(code), "\(code)") }
  }

  @Test("a value is read against its range on both sides")
  func interpretation() {
    func said(_ value: ExactDecimal) -> Interpretation {
      Interpretation(of: value, low: "3.5", high: "5.1", alarming: "2.8"..."6.2")
    }
    #expect(said("3.5") == .normal && said("5.1") == .normal)
    #expect(said("3.4") == .low && said("5.2") == .high)
    #expect(said("2.8") == .low && said("2.7") == .criticallyLow)
    #expect(said("6.2") == .high && said("6.3") == .criticallyHigh)
    #expect(Interpretation(of: 5, low: nil, high: nil) == .none)
    #expect(Interpretation(of: 5, low: nil, high: 5) == .normal)
  }
}
