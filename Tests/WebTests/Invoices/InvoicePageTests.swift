import Clinic
import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Printing
import SystemPackage
import Testing

@testable import Web

@Suite("Pages of invoices")
struct InvoicePageTests {
  /// Through the site: a visit of Paul's, and its invoice, issued by Ben.
  private func issued(_ site: TestSite) async throws -> (id: String, paul: Token, ben: Token) {
    let (paul, ben) = (
      try await site.test.session(of: DemoCast.paul), try await site.test.session(of: DemoCast.ben)
    )
    let visit = try await site.booked(by: paul).suffix(36)
    let made = try await site.post("/desk/visits/\(visit)/invoice", [], as: ben)
    let admin = try #require(made.location)
    #expect(try await site.post("\(admin)/issuance", [], as: ben).location == admin)
    return (String(admin.suffix(36)), paul, ben)
  }

  private func payment(_ amount: String, day: String = "2026-03-02", method: String = "cash") -> [(
    String, String
  )] {
    [("amount", amount), ("method", method), ("day", day), ("note", ""), ("key", UUID().uuidString)]
  }

  @Test("lead from the visit to the invoice, and from there to its payment, each once")
  func journey() async throws {
    try await TestSite.using { site in
      let (id, paul, ben) = try await issued(site)
      let list = try await site.get("/invoices", as: paul)
      #expect(list.body.contains("INV-2026-00001") && list.body.contains("/invoices/\(id)"))
      let page = try await site.get("/invoices/\(id)", as: paul)
      #expect(page.body.contains("action=\"/invoices/\(id)/checkout\""))
      let checkout = try #require(try await site.post("/invoices/\(id)/checkout", [], as: paul).location)
      #expect(checkout.hasPrefix("/dev/payments/"))
      #expect(try await site.get(checkout, as: paul).body.contains("INV-2026-00001"))
      for _ in 0..<2 {
        let back = try await site.post(checkout, [("outcome", "paid")], as: paul)
        #expect(back.location == "/invoices/\(id)?back=1")
      }
      #expect(try await site.get("/invoices/\(id)", as: paul).body.contains("Settled"))
      let admin = try await site.get("/admin/invoices/\(id)", as: ben)
      #expect(admin.body.contains("Paid online"))
      #expect(try await site.post("/invoices/\(id)/checkout", [], as: paul).status == 409)
    }
  }

  @Test("are not printed while as many are as may be: who comes too much is asked to come back, and can soon")
  func printing() async throws {
    let tools = "\(FileManager.default.temporaryDirectory.path())/polyclinic-tools-\(UUID())"
    defer { try? FileManager.default.removeItem(atPath: tools) }
    try FileManager.default.createDirectory(atPath: tools, withIntermediateDirectories: true)
    // In place of the program: as slow as a busy machine.
    let prlimit = "\(tools)/prlimit"
    try Data("#!/bin/sh\nsleep 1\necho '%PDF-1.7'\n".utf8).write(to: URL(filePath: prlimit))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: prlimit)
    var settings = PrintSettings()
    (settings.tools, settings.parallel, settings.waiting) = (FilePath(tools), 1, 1)
    try await TestSite.using(printer: Printer(settings)) { site in
      let (id, paul, _) = try await issued(site)
      let answers = try await withThrowingTaskGroup(of: TestAnswer.self) { group in
        for _ in 0..<3 { group.addTask { try await site.get("/invoices/\(id)/invoice.pdf", as: paul) } }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(answers.map(\.status).sorted() == [200, 200, 503])
      let refused = try #require(answers.first { $0.status == 503 })
      #expect(refused.body.contains("We are very busy right now"))
      let later = try await site.get("/invoices/\(id)/invoice.pdf", as: paul)
      #expect(later.status == 200 && later.headers["content-type"] == "application/pdf")
    }
  }

  @Test("say at each field what is wrong with a payment, and keep what was typed")
  func badPayments() async throws {
    try await TestSite.using { site in
      let (id, _, ben) = try await issued(site)
      for (fields, told) in [
        (payment("12,x"), "12,x"), (payment("-5"), "-5"), (payment("0"), "0"),
        (payment("99999999"), "99999999"),
        (payment("1.234"), "1.234"), (payment("5", day: "2026-03-03"), "2026-03-03"),
        (payment("5", day: "2026-02-30"), "2026-02-30"),
        (payment("5", day: "2024-03-01"), "2024-03-01"), (payment("5", method: "online"), "5"),
        (payment("5", method: ""), "5"),
        (payment("4500000"), "4500000"),
      ] {
        let answer = try await site.post("/admin/invoices/\(id)/payments", fields, as: ben)
        #expect(answer.status == 422, "\(fields)")
        #expect(answer.body.contains("value=\"\(told)\""), "\(fields)")
        #expect(answer.body.contains("-problem\""), "\(fields)")
      }
      for day in ["2026-03-02", "2024-03-02"] {
        let answer = try await site.post("/admin/invoices/\(id)/payments", payment("0.01", day: day), as: ben)
        #expect(answer.status == 303, "\(day)")
      }
      let long = try await site.post(
        "/admin/invoices/\(id)/cancellation", [("reason", String(repeating: "x", count: 501))], as: ben)
      #expect(long.status == 422)
      let exact = try await site.post(
        "/admin/invoices/\(id)/cancellation", [("reason", String(repeating: "x", count: 500))], as: ben)
      #expect(exact.status == 303)
    }
  }

  @Test("are nobody's but their patient's, and look like those that there are not")
  func others() async throws {
    try await TestSite.using { site in
      let (id, _, _) = try await issued(site)
      let stranger = try await site.test.newcomerSession(at: site.test.riverside)
      for path in ["/invoices/\(id)", "/invoices/\(id)/invoice.pdf"] {
        #expect(try await site.get(path, as: stranger).status == 404)
      }
      #expect(try await site.post("/invoices/\(id)/checkout", [], as: stranger).status == 404)
      let ben = try await site.test.session(of: DemoCast.ben)
      for path in ["lines/\(UUID())/removal", "payments/\(UUID())/refund"] {
        let answer = try await site.post("/admin/invoices/\(id)/\(path)", [], as: ben)
        #expect(answer.status == 404, "\(path)")
      }
      let amira = try await site.test.session(of: DemoCast.amira)
      #expect(try await site.get("/admin/invoices/\(id)", as: amira).status == 403)
    }
  }

  @Test("are printed as PDF files for their patient and for staff; a draft is not")
  func printed() async throws {
    try await TestSite.using { site in
      let (id, paul, ben) = try await issued(site)
      for (path, token) in [
        ("/invoices/\(id)/invoice.pdf", paul), ("/admin/invoices/\(id)/invoice.pdf", ben),
      ] {
        let file = try await site.get(path, as: token)
        #expect(file.status == 200 && file.headers["content-type"] == "application/pdf")
        #expect(file.headers["content-disposition"] == "inline; filename=\"INV-2026-00001.pdf\"")
      }
      let visit = try await site.booked(by: paul, 1)
      #expect(try await site.get("\(visit)/summary.pdf", as: paul).status == 200)
      #expect(try await site.get("/desk/visits/\(visit.suffix(36))/summary.pdf", as: ben).status == 200)
      let draft = try #require(
        try await site.post("/desk/visits/\(visit.suffix(36))/invoice", [], as: ben).location)
      #expect(try await site.get("\(draft)/invoice.pdf", as: ben).status == 404)
    }
  }

  @Test("and files of lists hold exact amounts, with their sign")
  func files() async throws {
    try await TestSite.using { site in
      let (id, _, ben) = try await issued(site)
      _ = try await site.post("/admin/invoices/\(id)/payments", payment("12.34"), as: ben)
      _ = try await site.post("/admin/invoices/\(id)/cancellation", [("reason", "=1+1")], as: ben)
      _ = try await site.post("/admin/invoices/\(id)/refunds", payment("12.34", method: "transfer"), as: ben)
      let dana = try await site.test.session(of: DemoCast.dana)
      let invoices = try await site.get(
        "/admin/invoices/table.csv?from=2026-03-01&until=2026-03-31&col=invoice-number&col=total&col=corrects",
        as: dana)
      #expect(invoices.body.contains("INV-2026-00002,") && invoices.body.contains("INV-2026-00001"))
      #expect(invoices.body.contains("-"))
      let payments = try await site.get("/admin/payments/table.csv?from=2026-03-01", as: dana)
      #expect(payments.body.contains("12.34") && payments.body.contains("'-12.34"))
      let none = try await site.get("/admin/payments/table.csv?until=2026-03-01", as: dana)
      #expect(!none.body.contains("12.34"))
    }
  }
}
