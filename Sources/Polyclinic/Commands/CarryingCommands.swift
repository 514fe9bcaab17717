import Clinic
import Credentials
import FoundationEssentials
import Glibc
import ObjectStore

/// An archive as the command line names it.
struct Archive {
  let path: String
  let keyFile: String

  /// - Throws: `UsageFault`.
  func key() throws -> StreamKey {
    guard let text = try? String(contentsOfFile: keyFile, encoding: .utf8) else {
      throw UsageFault("\(keyFile) can't be read")
    }
    guard let key = StreamKey(text: text.hasSuffix("\n") ? text.dropLast() : text[...]) else {
      throw UsageFault("\(keyFile) must hold 32 random bytes in base64: openssl rand -base64 32 > \(keyFile)")
    }
    return key
  }
}

extension Settings {
  /// Does something with the whole installation, and lets go of its object store.
  func withInstallation<Result>(_ work: (Installation) async throws -> Result) async throws -> Result {
    let objects = try makeObjectStore(logger: .operations)
    let installation = Installation(
      tenants: try tenants(), objects: objects, keys: InstallationKeys(keys),
      auditKeys: auditKeys, baseDomain: baseDomain)
    do {
      let result = try await work(installation)
      if let store = objects as? S3Store { try? await store.shutDown() }
      return result
    } catch {
      if let store = objects as? S3Store { try? await store.shutDown() }
      throw error
    }
  }
}

extension Command {
  func exportTenant(_ slug: String, to archive: Archive, _ settings: Settings) async throws {
    let key = try archive.key()
    let carried = try await settings.withInstallation { try await $0.export(slug, to: archive.path, key) }
    print("\(archive.path) has \(carried.text).")
    print("Keep its key elsewhere: nobody can open it without.")
  }

  func importTenant(from archive: Archive, _ settings: Settings) async throws {
    let key = try archive.key()
    let imported = try await settings.withInstallation { try await $0.bringIn(archive.path, key) }
    let slug = imported.carried.slug
    print("\(slug) is here, at \(imported.hosts.joined(separator: " and ")): \(imported.carried.text).")
    print(
      "Of whom data were erased since it was written: 'polyclinic tenant erase-again \(slug) LIST' first.")
    print(
      "It is suspended, so that it does not work in two places: 'polyclinic tenant resume \(slug)' opens it.")
  }

  func deleteTenant(_ slug: String, named name: String?, _ settings: Settings) async throws {
    if name == nil {
      print("All that '\(slug)' has will be gone: accounts, patients, appointments, files, its audit log.")
      print("Type the clinic's full name to delete it: ", terminator: "")
      fflush(nil)
    }
    guard let typed = name ?? readLine(), !typed.isEmpty else { throw TenantFault.name(slug) }
    let receipt = try await settings.withInstallation {
      try await $0.delete(slug, named: typed, by: Self.operatorName)
    }
    print(receipt.printed)
  }

  func printErasures(of slug: String, _ settings: Settings) async throws {
    for line in try await settings.tenants().erasures(of: slug) { print(line) }
  }

  func eraseAgain(_ file: String, at slug: String, _ settings: Settings) async throws {
    guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
      throw UsageFault("\(file) can't be read")
    }
    do {
      let done = try await settings.tenants().eraseAgain(
        text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init), at: slug, now: Date())
      print("Erased: \(done.erased). Erased before: \(done.before). Not among these rows: \(done.nobody).")
    } catch let fault as ErasedAgain.Fault {
      throw UsageFault(
        "line \(fault.line) of \(file) is none of 'polyclinic tenant erasures \(slug)'; nothing was erased")
    }
  }

  func printReceipts(_ settings: Settings) async throws {
    for receipt in try await settings.tenants().receipts() { print(receipt.printed + "\n") }
  }

  /// As whom the command runs, and on which machine.
  private static var operatorName: String {
    let environment = ProcessInfo.processInfo.environment
    let user = environment["SUDO_USER"] ?? ProcessInfo.processInfo.userName
    return "\(user)@\(ProcessInfo.processInfo.hostName)"
  }
}

extension CarriedTenant {
  fileprivate var text: String {
    "\(rows) rows of \(tables) tables and \(objects) files with \(bytes) bytes"
  }
}

extension DeletionReceipt {
  fileprivate var printed: String {
    "\(text)sha256 \(sha256)\nsignature \(Data(signature).base64EncodedString())"
  }
}
