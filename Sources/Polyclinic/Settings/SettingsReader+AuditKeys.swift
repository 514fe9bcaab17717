import Clinic
import Credentials
import FoundationEssentials

extension SettingsReader {
  /// `POLYCLINIC_AUDIT_KEY`, which signs, and the public halves of those before it, apart by commas.
  mutating func auditKeys() -> AuditKeys? {
    let name = "POLYCLINIC_AUDIT_KEY"
    let meaning = "what signs the audit log, as id:base64 of 32 random bytes, apart from the database"
    let text = required(name, meaning)
    let signing = text.isEmpty ? nil : key(text, of: name, SigningKey.init(id:seed:))
    let retiredName = "POLYCLINIC_AUDIT_RETIRED_KEYS"
    let retired = (string(retiredName) ?? "").split(separator: ",").compactMap {
      key(String($0), of: retiredName, VerifyingKey.init(id:bytes:))
    }
    if let signing, retired.contains(where: { $0.id == signing.id }) {
      refuse("\(retiredName) has a key \(signing.id), as \(name) has: each needs an id of its own")
    }
    return signing.map { AuditKeys($0, retired: retired) }
  }

  private mutating func key<Key>(
    _ text: String, of name: String, _ make: (String, [UInt8]) throws(KeyRingFault) -> Key
  ) -> Key? {
    let halves = text.split(separator: ":", maxSplits: 1).map(String.init)
    guard halves.count == 2, let bytes = Data(base64Encoded: halves[1]) else {
      refuse("\(name): a key is id:base64 of 32 bytes")
      return nil
    }
    do throws(KeyRingFault) {
      return try make(halves[0], Array(bytes))
    } catch {
      refuse("\(name): \(error)")
      return nil
    }
  }
}
