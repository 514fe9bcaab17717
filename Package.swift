// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let configuration = Target.Dependency.product(name: "Configuration", package: "swift-configuration")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let httpClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTLS = Target.Dependency.product(name: "HummingbirdTLS", package: "hummingbird")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioExtras = Target.Dependency.product(name: "NIOExtras", package: "swift-nio-extras")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioHTTPTypes = Target.Dependency.product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let systemPackage = Target.Dependency.product(name: "SystemPackage", package: "swift-system")

/// A C library of the system: a module map and a shim, nothing else.
func system(_ name: String, apt package: String) -> Target {
  .systemLibrary(name: name, path: "Sources/\(name)", providers: [.apt([package])])
}

func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.init(stringLiteral: name)] + dependencies, exclude: exclude,
    swiftSettings: settings)
}

let package = Package(
  name: "polyclinic",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "polyclinic", targets: ["Polyclinic"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-configuration", exact: "1.4.0", traits: []),
    .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0", traits: []),
    .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras", exact: "1.35.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
    .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: []),
    .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2", traits: []),
  ],
  targets: [
    system("CArgon2", apt: "libargon2-dev"),
    system("CCurl", apt: "libcurl4-openssl-dev"),
    system("CEpoll", apt: "libc6-dev"),
    system("CLibPQ", apt: "libpq-dev"),
    system("CMagic", apt: "libmagic-dev"),
    system("CPrctl", apt: "libc6-dev"),
    system("CQREncode", apt: "libqrencode-dev"),

    // The walls. `bin/arrows` keeps imports inside what is declared here.
    library("CSV"),
    library("Addresses"),
    library("CivilTime"),
    library("Clamd", [nioCore, nioPosix]),
    library("FHIR", ["CivilTime"]),
    library("Credentials", ["CArgon2", "CQREncode", crypto]),
    library("ICalendar", ["CivilTime"]),
    library("Images", ["CMagic", "Turns", subprocess, systemPackage]),
    library("Mail", ["CCurl"]),
    library("ObjectStore", [crypto, httpClient, logging, nioCore, nioHTTP1, nioPosix, nioSSL]),
    library("Pages"),
    library("Postgres", ["CEpoll", "CLibPQ", logging]),
    .target(
      name: "Printing", dependencies: ["Turns", subprocess, systemPackage],
      resources: [.embedInCode("print.py")], swiftSettings: settings),
    library(
      "Shell",
      [
        "Addresses", crypto, httpTypes, hummingbird, hummingbirdCore, hummingbirdTLS, lifecycle, logging,
        nioCore,
        nioExtras,
        nioHTTP1, nioHTTPTypes, nioPosix, nioSSL,
      ]),
    library("Turns"),
    library("WebAuthn", [crypto, cryptoExtras]),
    library("Zip"),

    library(
      "Clinic",
      [
        "Addresses", "CivilTime", "Credentials", "FHIR", "ObjectStore", "Postgres", "WebAuthn", "Zip", crypto,
        logging,
      ]),
    library(
      "Web",
      [
        "CSV", "CivilTime", "Clinic", "Credentials", "ICalendar", "Images", "ObjectStore", "Pages",
        "Printing",
        "Shell", hummingbird, nioCore, systemPackage,
      ]),
    library(
      "ClinicTesting", ["CivilTime", "Clinic", "Credentials", "ObjectStore", "Postgres", logging, subprocess]),
    .executableTarget(
      name: "Polyclinic",
      dependencies: [
        "Addresses", "CPrctl", "Clamd", "Clinic", "ClinicTesting", "Credentials", "Images", "Mail",
        "ObjectStore",
        "Pages", "Postgres", "Printing", "Shell", "Web", configuration, lifecycle, logging, unixSignals,
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "Measure", dependencies: ["CivilTime", "Clinic", "ClinicTesting", "Postgres"],
      swiftSettings: settings),

    tests("CSV"),
    tests("Addresses"),
    tests("CivilTime"),
    tests("Clamd"),
    tests(
      "Clinic",
      ["CivilTime", "ClinicTesting", "Credentials", "ObjectStore", "Postgres", "Zip", crypto, logging]),
    tests("Credentials"),
    tests("FHIR", ["CivilTime"]),
    tests("ICalendar", ["CivilTime"]),
    tests("Images", [systemPackage]),
    tests("Mail"),
    tests("ObjectStore", [crypto, logging, nioCore, nioHTTP1, nioPosix]),
    tests("Pages"),
    tests("Postgres", [logging]),
    tests("Printing", [subprocess, systemPackage]),
    tests("Shell", ["Addresses", httpTypes, hummingbird, lifecycle, logging, nioCore, nioPosix, nioSSL]),
    tests("Turns"),
    tests("WebAuthn", [crypto, cryptoExtras]),
    tests("Zip", [subprocess, systemPackage]),
    tests(
      "Web",
      [
        "CSV", "CivilTime", "Clinic", "ClinicTesting", "Credentials", "Images", "Pages", "Postgres",
        "Printing", "Shell", crypto, httpClient, httpTypes, hummingbird, lifecycle, logging, nioCore,
        nioHTTP1,
        nioPosix, systemPackage,
      ], exclude: ["Snapshots"]),
  ]
)
