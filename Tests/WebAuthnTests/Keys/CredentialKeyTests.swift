import Testing

@testable import WebAuthn

@Suite("A passkey's public key")
struct CredentialKeyTests {
  @Test("verifies what the private key signed, and nothing else", arguments: PublicKeyAlgorithm.allCases)
  func signatures(algorithm: PublicKeyAlgorithm) throws {
    let signer = try SigningKey(algorithm)
    let key = try CredentialKey(CBOR.map(signer.cose()).encoded)
    let message: [UInt8] = Array("message".utf8)
    let signature = try signer.signature(for: message)
    #expect(key.algorithm == algorithm)
    #expect(key.isValid(signature, for: message))
    #expect(!key.isValid(signature, for: message + [0]))
    #expect(!key.isValid([], for: message))
    #expect(!key.isValid(signature + [0], for: message))
    for bit in stride(from: 0, to: signature.count * 8, by: 7) {
      #expect(!key.isValid(signature.flippingBit(bit), for: message))
    }
  }

  @Test("has exactly the parameters of its kind", arguments: PublicKeyAlgorithm.allCases)
  func parameters(algorithm: PublicKeyAlgorithm) throws {
    let cose = try SigningKey(algorithm).cose()
    for label in cose.keys {
      #expect(throws: WebAuthnFault.malformedKey) {
        try CredentialKey(cose: .map(cose.filter { $0.key != label }))
      }
      #expect(throws: WebAuthnFault.malformedKey) { try changed(cose, label, .null) }
    }
    for label: CBOR in [2, 4, 5, -4, "alg"] {
      #expect(throws: WebAuthnFault.malformedKey) { try changed(cose, label, .bytes([1])) }
    }
    #expect(throws: WebAuthnFault.malformedKey) { try CredentialKey(cose: .array([])) }
  }

  @Test("is of the kind that its algorithm needs", arguments: PublicKeyAlgorithm.allCases)
  func kinds(algorithm: PublicKeyAlgorithm) throws {
    let cose = try SigningKey(algorithm).cose()
    for kind: CBOR in [1, 2, 3, 4] where kind != cose[COSE.keyType] {
      #expect(throws: WebAuthnFault.malformedKey) { try changed(cose, COSE.keyType, kind) }
    }
    guard algorithm != .rs256 else { return }
    for curve: CBOR in [1, 2, 3, 4, 6, 7, 8] where curve != cose[COSE.curve] {
      #expect(throws: WebAuthnFault.malformedKey) { try changed(cose, COSE.curve, curve) }
    }
  }

  @Test(
    "is refused for an algorithm that is not ours",
    arguments: [-35, -36, -37, -38, -47, -65535, 0, 7, -9, -19])
  func algorithms(number: Int64) throws {
    let cose = try SigningKey(.es256).cose()
    #expect(throws: WebAuthnFault.unknownAlgorithm) { try changed(cose, COSE.algorithm, .integer(number)) }
    #expect(throws: WebAuthnFault.unknownAlgorithm) { try changed(cose, COSE.algorithm, .integer(.min)) }
    #expect(throws: WebAuthnFault.malformedKey) { try changed(cose, COSE.algorithm, .negative(.max)) }
  }

  @Test("is a point on the curve, of 32 bytes each way, uncompressed")
  func points() throws {
    let cose = try SigningKey(.es256).cose()
    let x = try #require(cose[COSE.x]?.bytes)
    let y = try #require(cose[COSE.y]?.bytes)
    let wrong: [(CBOR, CBOR)] = [
      (.bytes(x), .bytes(y.flippingBit(0))), (.bytes(x.flippingBit(0)), .bytes(y)), (.bytes(x), .bool(true)),
      (.bytes([0] + x), .bytes(y)), (.bytes(Array(x.dropFirst())), .bytes(y)), (.bytes(x), .bytes(y + [0])),
      (.bytes(Array(repeating: 0, count: 32)), .bytes(Array(repeating: 0, count: 32))),
      (.text("x"), .bytes(y)),
    ]
    for (x, y) in wrong {
      #expect(throws: WebAuthnFault.malformedKey) {
        try CredentialKey(cose: .map(cose.merging([COSE.x: x, COSE.y: y]) { $1 }))
      }
    }
  }

  @Test("of Ed25519 has 32 bytes", arguments: [0, 31, 33, 57])
  func ed25519(size: Int) throws {
    let cose = try SigningKey(.edDSA).cose()
    #expect(throws: WebAuthnFault.malformedKey) {
      try changed(cose, COSE.x, .bytes(Array(repeating: 7, count: size)))
    }
  }

  @Test(
    "of RSA has 2048 to 4096 bits",
    arguments: [(2047, false), (2048, true), (4096, true), (4097, false)])
  func sizes(bits: Int, isGood: Bool) throws {
    let modulus = modulus(bits: bits)
    if isGood {
      #expect(throws: Never.self) { try rsa(modulus: modulus) }
    } else {
      #expect(throws: WebAuthnFault.unacceptableKeySize(bits: bits)) { try rsa(modulus: modulus) }
    }
  }

  @Test("of RSA is written without leading zeros, is odd, and has the exponent 65537")
  func rsaNumbers() throws {
    let modulus = modulus(bits: 2048)
    #expect(throws: WebAuthnFault.malformedKey) { try rsa(modulus: [0] + modulus) }
    #expect(throws: WebAuthnFault.malformedKey) { try rsa(modulus: modulus.flippingBit(255 * 8)) }
    #expect(throws: WebAuthnFault.malformedKey) { try rsa(modulus: []) }
    for exponent: [UInt8] in [[3], [0, 1, 0, 1], [1, 0, 0], [1, 0, 3], [1], [], [1, 0, 1, 0, 1]] {
      #expect(throws: WebAuthnFault.malformedKey) { try rsa(modulus: modulus, exponent: exponent) }
    }
  }

  @Test("is kept as one CBOR item of at most 640 bytes")
  func storedForm() throws {
    let stored = CBOR.map(try SigningKey(.edDSA).cose()).encoded
    #expect(throws: Never.self) { try CredentialKey(stored) }
    #expect(throws: WebAuthnFault.malformedCBOR(.publicKey, .trailingBytes)) {
      try CredentialKey(stored + Array(repeating: 0, count: 640 - stored.count))
    }
    #expect(throws: WebAuthnFault.tooLarge(.publicKey)) {
      try CredentialKey(stored + Array(repeating: 0, count: 641 - stored.count))
    }
  }

  private func changed(_ cose: [CBOR: CBOR], _ label: CBOR, _ value: CBOR) throws -> CredentialKey {
    try CredentialKey(cose: .map(cose.merging([label: value]) { $1 }))
  }

  /// The largest odd number of so many bits.
  private func modulus(bits: Int) -> [UInt8] {
    let rest = [UInt8](repeating: 0xFF, count: bits / 8)
    return bits.isMultiple(of: 8) ? rest : [UInt8(1 << (bits % 8) - 1)] + rest
  }

  private func rsa(modulus: [UInt8], exponent: [UInt8] = [1, 0, 1]) throws -> CredentialKey {
    try CredentialKey(cose: .map([1: 3, 3: -257, -1: .bytes(modulus), -2: .bytes(exponent)]))
  }
}
