/// What a response must know of its request to be framed.
struct Exchange {
  /// A response to HEAD has no body, whatever its header says (RFC 9110 §9.3.2).
  var isHead = false
  /// HTTP/1.0: knows no chunks, and keeps no connection.
  var isLegacy = false
  /// The client said `Connection: close`, or wants a protocol that we don't speak.
  var endsConnection = false
}
