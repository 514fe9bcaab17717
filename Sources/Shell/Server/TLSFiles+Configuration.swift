internal import NIOSSL

extension TLSFiles {
  /// TLS 1.2 and later, HTTP/1.1 only.
  ///
  /// - Throws: ``ServerFault`` naming the file that can't be used.
  func configuration() throws(ServerFault) -> TLSConfiguration {
    guard let chain = try? NIOSSLCertificate.fromPEMFile(certificateChain), !chain.isEmpty else {
      throw .certificate(path: certificateChain)
    }
    guard let key = try? NIOSSLPrivateKey(file: privateKey, format: .pem) else {
      throw .privateKey(path: privateKey)
    }
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
    configuration.minimumTLSVersion = .tlsv12
    configuration.applicationProtocols = ["http/1.1"]
    guard (try? NIOSSLContext(configuration: configuration)) != nil else { throw .tls }
    return configuration
  }
}
