import Foundation
import Testing

/// What Python's `zoneinfo` and the C library, two other readers of the same files, say about every zone.
struct ZoneVectors {
  struct Offset {
    let identifier: Substring
    let instant: Int
    let seconds: Int
    let abbreviation: Substring
    let isDaylight: Bool
  }

  struct Reading {
    let identifier: Substring
    /// Seconds since 1970-01-01T00:00 on the wall.
    let local: Int
    let instants: [Int]
  }

  var offsets: [Offset] = []
  var readings: [Reading] = []

  /// Runs python3; both lists hold a line for every change from 1970 to 2100 and its neighbourhood.
  static func generate() throws -> ZoneVectors {
    let python = Process()
    python.executableURL = URL(filePath: "/usr/bin/env")
    python.arguments = ["python3", "-c", program]
    let output = Pipe()
    python.standardOutput = output
    try python.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    python.waitUntilExit()
    try #require(python.terminationStatus == 0)

    var vectors = ZoneVectors()
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      let numbers = words.map { Int($0) ?? 0 }
      if words[0] == "offset" {
        vectors.offsets.append(
          Offset(
            identifier: words[1], instant: numbers[2], seconds: numbers[3], abbreviation: words[4],
            isDaylight: numbers[5] == 1))
      } else {
        vectors.readings.append(
          Reading(identifier: words[1], local: numbers[2], instants: Array(numbers.dropFirst(3))))
      }
    }
    return vectors
  }

  private static let program = #"""
    import datetime, os, time, zoneinfo
    UTC, EPOCH = datetime.timezone.utc, datetime.datetime(1970, 1, 1)
    FIRST, LAST, STEP = 0, 4102444800, 3 * 86400

    def ruler(zone):
        def at(t):
            d = datetime.datetime.fromtimestamp(t, UTC).astimezone(zone)
            return int(d.utcoffset().total_seconds()), d.tzname()
        return at

    def changes(at):
        t, before = FIRST, at(FIRST)
        while t < LAST:
            after = at(t + STEP)
            if after != before:
                low, high = t, t + STEP
                while high - low > 1:
                    middle = (low + high) // 2
                    low, high = (middle, high) if at(middle) == before else (low, middle)
                yield high
            t, before = t + STEP, after

    def instants(zone, local):
        found = set()
        for fold in 0, 1:
            wall = (EPOCH + datetime.timedelta(seconds=local)).replace(tzinfo=zone, fold=fold)
            t = local - int(wall.utcoffset().total_seconds())
            back = datetime.datetime.fromtimestamp(t, UTC).astimezone(zone).replace(tzinfo=None)
            if back == wall.replace(tzinfo=None): found.add(t)
        return sorted(found)

    seen = {}
    for name in sorted(zoneinfo.available_timezones() - {"Factory", "localtime"}):
        content = open(f"/usr/share/zoneinfo/{name}", "rb").read()
        # An old name of the same zone is checked once, at one instant.
        thorough = seen.setdefault(content, name) == name
        zone = zoneinfo.ZoneInfo(name)
        at = ruler(zone)
        os.environ["TZ"] = name
        time.tzset()
        edges = list(changes(at)) if thorough else []
        for t in sorted({s for e in edges for s in (e - 1, e, e + 40 * 86400)} | {FIRST, LAST}):
            seconds, name_ = at(t)
            c = time.localtime(t)
            assert (c.tm_gmtoff, c.tm_zone) == (seconds, name_), (name, t, c, seconds, name_)
            print("offset", name, t, seconds, name_, c.tm_isdst)
        for e in edges:
            before, after = at(e - 1)[0], at(e)[0]
            low, high = sorted((e + before, e + after))
            for local in {low - 1, low, (low + high) // 2, high - 1, high}:
                print("reading", name, local, *instants(zone, local))
    """#
}
