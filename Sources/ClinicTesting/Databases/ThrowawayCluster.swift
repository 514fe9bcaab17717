internal import FoundationEssentials

/// A PostgreSQL server in a temporary folder, reached through a Unix socket. It goes away with this process,
/// however that ends.
enum ThrowawayCluster {
  /// - Returns: a superuser's connection string.
  static func start() async throws -> ConnectionString {
    // Short: a socket's path has room for some hundred bytes.
    let folder = "/tmp/pc-\(UUID().uuidString.prefix(8).lowercased())"
    try await Command.run("sh", ["-euc", starting, "sh", folder, try newestServer()])
    try await Afterwards.run(stopping, [folder])
    return ConnectionString(text: "host=\(folder) user=postgres dbname=postgres")
  }

  /// PostgreSQL refuses to run as root; there its own system user runs it.
  private static let starting = """
    folder=$1 bin=$2
    mkdir -m 700 "$folder"
    as=
    if [ "$(id -u)" = 0 ]; then chown postgres "$folder"; as='runuser -u postgres --'; fi
    cd /
    $as "$bin/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null
    $as "$bin/pg_ctl" start -s -w -D "$folder/data" -l "$folder/log" -o "-k $folder -h '' -F -N 200" \
      </dev/null >/dev/null 2>&1
    """

  private static let stopping = """
    kill -QUIT "$(head -n 1 "$1/data/postmaster.pid")"
    sleep 1
    rm -rf "$1"
    """

  private static func newestServer() throws -> String {
    let root = "/usr/lib/postgresql"
    let versions = try FileManager.default.contentsOfDirectory(atPath: root).compactMap { Int($0) }
    return "\(root)/\(versions.max() ?? 15)/bin"
  }
}
