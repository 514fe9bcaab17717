/// A type of PostgreSQL, by the object id that `pg_type` gives it, and its array's.
///
/// Built-in types have the same ids in every database. Types made by `CREATE TYPE` or an extension do not:
/// cast them to `text` on the way out, and from `text` on the way in.
public struct SQLType: Hashable, Sendable {
  public let oid: UInt32
  /// The id of the array of this type; 0 for a type that stands in no array here.
  public let arrayOID: UInt32

  public init(oid: UInt32, arrayOID: UInt32 = 0) {
    self.oid = oid
    self.arrayOID = arrayOID
  }

  /// Equality is of the type itself: a result names it without its array.
  public static func == (one: SQLType, other: SQLType) -> Bool {
    one.oid == other.oid
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(oid)
  }
}

// Source: src/include/catalog/pg_type.dat of PostgreSQL.
extension SQLType {
  public static let bool = SQLType(oid: 16, arrayOID: 1000)
  public static let bytea = SQLType(oid: 17, arrayOID: 1001)
  public static let name = SQLType(oid: 19, arrayOID: 1003)
  public static let int8 = SQLType(oid: 20, arrayOID: 1016)
  public static let int2 = SQLType(oid: 21, arrayOID: 1005)
  public static let int4 = SQLType(oid: 23, arrayOID: 1007)
  public static let text = SQLType(oid: 25, arrayOID: 1009)
  public static let json = SQLType(oid: 114, arrayOID: 199)
  public static let float4 = SQLType(oid: 700, arrayOID: 1021)
  public static let float8 = SQLType(oid: 701, arrayOID: 1022)
  public static let bpchar = SQLType(oid: 1042, arrayOID: 1014)
  public static let varchar = SQLType(oid: 1043, arrayOID: 1015)
  public static let date = SQLType(oid: 1082, arrayOID: 1182)
  public static let time = SQLType(oid: 1083, arrayOID: 1183)
  public static let timestamptz = SQLType(oid: 1184, arrayOID: 1185)
  public static let uuid = SQLType(oid: 2950, arrayOID: 2951)
  public static let jsonb = SQLType(oid: 3802, arrayOID: 3807)
  public static let tstzrange = SQLType(oid: 3910, arrayOID: 3911)
}

extension SQLType: CustomStringConvertible {
  public var description: String {
    switch self {
    case .bool: "bool"
    case .bytea: "bytea"
    case .name: "name"
    case .int8: "int8"
    case .int2: "int2"
    case .int4: "int4"
    case .text: "text"
    case .json: "json"
    case .float4: "float4"
    case .float8: "float8"
    case .bpchar: "bpchar"
    case .varchar: "varchar"
    case .date: "date"
    case .time: "time"
    case .timestamptz: "timestamptz"
    case .uuid: "uuid"
    case .jsonb: "jsonb"
    case .tstzrange: "tstzrange"
    default: "type \(oid)"
    }
  }
}
