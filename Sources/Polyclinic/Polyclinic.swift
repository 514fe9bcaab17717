import Glibc

/// The one binary: `polyclinic serve`, and what an operator does beside it.
@main
struct Polyclinic {
  static func main() async {
    do {
      try await Command(Array(CommandLine.arguments.dropFirst())).run()
    } catch {
      // One line for every fault: the operator reads it in a terminal or a log, not in a crash report.
      var line = "polyclinic: \(oneLine(error))\n"
      _ = line.withUTF8 { write(STDERR_FILENO, $0.baseAddress, $0.count) }
      exit(1)
    }
  }

  /// The operator's own terminal is told everything, on one line.
  private static func oneLine(_ error: any Error) -> String {
    "\(error)".split(whereSeparator: \.isNewline).joined(separator: "; ")
  }
}
