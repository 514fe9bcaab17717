import Credentials
import Testing

@Suite("A stored password hash")
struct PasswordHashTests {
  private static let salt = "c29tZXNhbHQ"
  private static let digest = "CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"

  @Test("may cost what the ceiling allows", arguments: ["m=262144,t=16,p=4", "m=8,t=1,p=1", "m=32,t=1,p=4"])
  func acceptable(cost: String) {
    #expect(PasswordHash(phc: "$argon2id$v=19$\(cost)$\(Self.salt)$\(Self.digest)") != nil)
  }

  @Test(
    "may not cost more, nor be in another form",
    arguments: [
      "m=262145,t=2,p=1", "m=64,t=17,p=1", "m=64,t=2,p=5", "m=7,t=1,p=1", "m=31,t=1,p=4",
      "m=64,t=0,p=1", "m=64,t=1,p=0",
      "m=64,t=1", "t=1,m=64,p=1", "m=-64,t=1,p=1", "m=99999999999,t=1,p=1", "m=64,t=1,p=1,x=1",
      "m=64,t=1,p=1,keyid=!",
      "m=64,t=1,p=1,keyid=YQ,data=YQ", "",
    ])
  func unacceptable(cost: String) {
    #expect(PasswordHash(phc: "$argon2id$v=19$\(cost)$\(Self.salt)$\(Self.digest)") == nil)
  }

  @Test(
    "is Argon2id, version 19, with salt and digest",
    arguments: [
      "", "x", "$2b$12$abcdefghijklmnopqrstuv", "$argon2i$v=19$m=64,t=1,p=1$\(salt)$\(digest)",
      "$argon2id$v=16$m=64,t=1,p=1$\(salt)$\(digest)", "$argon2id$m=64,t=1,p=1$\(salt)$\(digest)",
      "$argon2id$v=19$m=64,t=1,p=1$\(salt)=$\(digest)", "$argon2id$v=19$m=64,t=1,p=1$YQ$\(digest)",
      "$argon2id$v=19$m=64,t=1,p=1$\(salt)$YQ", "$argon2id$v=19$m=64,t=1,p=1$\(salt)$\(digest)$x",
    ])
  func form(phc: String) {
    #expect(PasswordHash(phc: phc) == nil)
  }

  @Test("does not show itself")
  func description() throws {
    let hash = try #require(PasswordHash(phc: "$argon2id$v=19$m=64,t=1,p=1$\(Self.salt)$\(Self.digest)"))
    #expect(String(reflecting: hash) == "PasswordHash(...)")
  }
}
