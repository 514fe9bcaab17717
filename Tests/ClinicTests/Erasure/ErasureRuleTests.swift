import ClinicTesting
import Postgres
import Testing

@testable import Clinic

/// What happens to every table and column when a person is erased, held against PostgreSQL's own catalogue: nobody can forget one.
@Suite("Rules of erasure")
struct ErasureRuleTests {
  private func names(_ statement: SQL) async throws -> [String] {
    try await TestDatabase.using { database in
      try await database.asSuperuser(statement).decode { row in try row.next(String.self) }
    }
  }

  @Test("every table of a clinic has a rule, and every rule a table")
  func everyTable() async throws {
    let without = try await names(
      """
      SELECT c.relname::text FROM pg_class c
       WHERE c.relkind = 'r' AND c.relforcerowsecurity AND NOT EXISTS (SELECT FROM erasure_rule r WHERE r.relation = c.relname)
      UNION ALL
      SELECT r.relation FROM erasure_rule r
       WHERE NOT EXISTS (SELECT FROM pg_class c WHERE c.relname = r.relation AND c.relforcerowsecurity)
      """)
    #expect(without == [])
  }

  @Test("every column of a row that is kept is emptied, or named as one that stays")
  func everyColumn() async throws {
    let undeclared = try await names(
      """
      SELECT r.relation || '.' || a.attname FROM erasure_rule r JOIN pg_class c ON c.relname = r.relation
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
       WHERE r.hold IS NOT NULL AND a.attname <> ALL (r.keeps) AND NOT r.blank ? a.attname
      UNION ALL
      SELECT r.relation || '.' || named || ', which there is not'
        FROM erasure_rule r, LATERAL (SELECT unnest(r.keeps) UNION SELECT jsonb_object_keys(r.blank)) AS of_rule (named)
       WHERE NOT EXISTS (SELECT FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
                          WHERE c.relname = r.relation AND a.attname = named)
      UNION ALL
      SELECT relation || ' says not why it is kept' FROM erasure_rule WHERE (hold IS NOT NULL OR topic = 'none') AND why = ''
      """)
    #expect(undeclared == [])
  }

  @Test("no table that is nobody's refers to a patient, or to a row that is somebody's")
  func nobodys() async throws {
    let wrong = try await names(
      """
      SELECT c.relname || ' refers to ' || p.relname FROM pg_constraint f
        JOIN pg_class c ON c.oid = f.conrelid JOIN pg_class p ON p.oid = f.confrelid
       WHERE f.contype = 'f' AND c.relname IN (SELECT relation FROM erasure_rule WHERE topic = 'none')
         AND p.relname IN (SELECT relation FROM erasure_rule WHERE topic <> 'none' AND relation <> 'account')
      UNION ALL
      SELECT c.relname || '.' || a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
       WHERE c.relname IN (SELECT relation FROM erasure_rule WHERE topic = 'none') AND a.attname ~ 'patient' AND c.relkind = 'r'
      """)
    #expect(wrong == [])
  }

  @Test("rows that refer to others go before these")
  func order() async throws {
    let wrong = try await names(
      """
      SELECT DISTINCT c.relname || ' goes after ' || p.relname FROM pg_constraint f
        JOIN pg_class c ON c.oid = f.conrelid JOIN pg_class p ON p.oid = f.confrelid
        JOIN erasure_rule child ON child.relation = c.relname AND child.topic <> 'none' AND child.hold IS DISTINCT FROM 'always'
        JOIN erasure_rule parent ON parent.relation = p.relname AND parent.topic <> 'none' AND parent.hold IS DISTINCT FROM 'always'
       WHERE f.contype = 'f' AND c.oid <> p.oid AND child.place > parent.place
         AND (SELECT count(*) FROM erasure_rule r WHERE r.relation = p.relname) = 1
      """)
    #expect(wrong == [])
  }

  @Test("whose records are hidden is asked at every table of the record")
  func hidden() async throws {
    let open = try await names(
      """
      SELECT DISTINCT c.relname::text FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'patient_id'
        JOIN erasure_rule r ON r.relation = c.relname AND r.hold IN ('record', 'either')
       WHERE NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'erased' AND NOT p.polpermissive)
      """)
    #expect(open == [])
  }

  @Test("topics are those that pages have words for")
  func topics() async throws {
    let topics = try await names("SELECT DISTINCT topic FROM erasure_rule WHERE topic <> 'none' ORDER BY 1")
    #expect(topics == ErasureLine.topics.sorted())
  }
}
