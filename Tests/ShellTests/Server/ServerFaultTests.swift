import Shell
import Testing

@Suite("A server that can't start says why in one line")
struct ServerFaultTests {
  private func fault(_ configure: (inout ShellSettings) -> Void) async -> String {
    var settings = ShellSettings()
    settings.port = 0
    configure(&settings)
    do {
      try await HTTPService(
        settings: settings, routes: RouteTable<String>([]), assets: Assets(), health: HealthChecks { true },
        isOurHost: { _ in true }, errorPages: SampleRoutes.errorPage, logger: LogLines().logger
      ).run()
      return "it started"
    } catch let error as ServerFault {
      return error.description
    } catch {
      return "\(error)"
    }
  }

  @Test("a port that is taken")
  func taken() async throws {
    let (port, message) = try await TestServer.run { site in
      (site.port, await fault { $0.port = site.port })
    }
    #expect(message == "port \(port) on 127.0.0.1 is taken: another server listens there")
  }

  @Test("an address that is not this machine's")
  func address() async {
    #expect(await fault { $0.host = "192.0.2.1" } == "192.0.2.1 is not an address of this machine")
  }

  @Test("a certificate that is not there")
  func certificate() async {
    let message = await fault {
      $0.tls = TLSFiles(certificateChain: "/nowhere/a.pem", privateKey: "/nowhere/b.pem")
    }
    #expect(message == "/nowhere/a.pem: no certificate chain in PEM could be read there")
  }
}
