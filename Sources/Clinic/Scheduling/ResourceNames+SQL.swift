public import FoundationEssentials
internal import Postgres

extension Query<[UUID: String]> {
  /// Of everything that can be reserved: practitioners, rooms and devices.
  public static var resourceNames: Self {
    Query(
      """
      SELECT id, concat_ws(' ', nullif(prefix, ''), given_name, family_name) FROM practitioner
      UNION ALL SELECT id, name FROM location
      UNION ALL SELECT id, name FROM device
      """
    ) { rows in
      let names = try rows.decode { row in (try row.next(UUID.self), try row.next(String.self)) }
      return Dictionary(names) { first, _ in first }
    }
  }
}
