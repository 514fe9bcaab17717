internal import FoundationEssentials

/// How many wrong guesses in a row are judged, and how long each further one has to wait.
///
/// The wait doubles from two seconds with each failure. A right guess clears the count.
struct GuessLimit: Hashable, Sendable {
  /// Failures that cost no waiting.
  let free: Int
  /// The longest wait, in seconds.
  let longestWait: Int
  /// Failures in a row after which no guess is judged any more.
  let cap: Int
  /// Seconds without a guess after which the count begins anew.
  let memory: TimeInterval

  /// At one account, from browsers that are not known. NIST SP 800-63B-4 section 3.2.2 allows at most 100.
  static let account = GuessLimit(free: 5, longestWait: 900, cap: 50, memory: 30 * 86_400)
  /// At one account, from one browser that it was used on before.
  static let knownDevice = GuessLimit(free: 5, longestWait: 900, cap: 50, memory: 30 * 86_400)
  /// From one network at any accounts. A hospital's staff may share one address, so it is never shut out for long.
  static let source = GuessLimit(free: 30, longestWait: 60, cap: .max, memory: 3600)

  /// Letters that one network has sent to addresses that nobody has proved: counted like guesses, never taken back.
  static let letters = GuessLimit(free: 100, longestWait: 60, cap: .max, memory: 3600)

  /// What one account says of these pages, or visitors from one network do.
  static let feedback = GuessLimit(free: 10, longestWait: 600, cap: .max, memory: 3600)

  /// What one account writes to the clinic.
  static let messages = GuessLimit(free: 20, longestWait: 600, cap: .max, memory: 3600)

  /// Codes at the clinic's door, by one account: long enough to be no way in, and short enough for who mistypes.
  static let checkIn = GuessLimit(free: 10, longestWait: 60, cap: .max, memory: 3600)

  /// Seconds after the given number of failures.
  func wait(after failures: Int) -> Int {
    failures <= free ? 0 : min(longestWait, 1 << min(failures - free, 30))
  }
}

/// A guess that is about to be judged, and the counter that it is charged to.
struct Guess: Sendable {
  /// Keyed, so that whoever reads the database learns nothing of whom it counts.
  let counter: String
  let limit: GuessLimit
}

/// Whether a guess may be judged.
enum GuessVerdict: Hashable, Sendable {
  case judged
  case waits(seconds: Int)
  /// Until the owner proves themselves another way.
  case locked
}

/// What is guessed at.
enum Factor: String, Sendable {
  case password
  case secondFactor = "second-factor"
}
