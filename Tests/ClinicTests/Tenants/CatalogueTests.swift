import Clinic
import ClinicTesting
import Postgres
import Testing

/// What the design promises of every table, read from PostgreSQL's own catalogue: nobody can forget it.
@Suite("The catalogue")
struct CatalogueTests {
  /// Tables without a tenant, and why each may be.
  static let global = [
    "tenant": "is the list of tenants; the server's role sees its own row alone",
    "tenant_domain": "finds the tenant by host; the server's role may not read it",
    "tenant_deletion": "holds receipts of tenants that are no more; the server's role may not read it",
    "erasure_rule": "is the schema's: what becomes of each table's rows; the server's role may not read it",
    "migration": "records what ran; the server's role may not read it",
  ]

  private func names(_ statement: SQL) async throws -> [String] {
    try await TestDatabase.using { database in
      try await database.asSuperuser(statement).decode { row in try row.next(String.self) }
    }
  }

  @Test("every table is a tenant's, or on the list of global ones")
  func allTenantTables() async throws {
    let without = try await names(
      """
      SELECT c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
         AND NOT (c.relrowsecurity AND c.relforcerowsecurity
                  AND EXISTS (SELECT FROM pg_attribute a JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
                               WHERE a.attrelid = c.oid AND a.attname = 'tenant_id' AND a.attnotnull
                                 AND pg_get_expr(d.adbin, c.oid) = 'current_tenant()')
                  AND EXISTS (SELECT FROM pg_policy p
                               WHERE p.polrelid = c.oid AND p.polcmd = '*' AND p.polpermissive AND p.polroles = '{0}'
                                 AND pg_get_expr(p.polqual, c.oid) LIKE '%tenant_id = ( SELECT current_tenant()%'
                                 AND pg_get_expr(p.polwithcheck, c.oid) LIKE '%tenant_id = ( SELECT current_tenant()%')
                  -- A restrictive one only takes away from what the tenant's policy shows.
                  AND (SELECT count(*) FROM pg_policy p
                        WHERE p.polrelid = c.oid AND p.polpermissive AND NOT \(Self.isOwners)) = 1)
      """)
    #expect(Set(without) == Set(Self.global.keys))
  }

  /// Reading for the owner alone, whose functions ask of all tenants at once.
  private static let isOwners: SQL = """
    (p.polcmd = 'r' AND p.polroles = ARRAY(SELECT oid FROM pg_roles WHERE rolname = 'polyclinic_owner'))
    """

  @Test("the owner's functions read across tenants in one table, which names no person")
  func acrossTenants() async throws {
    let tables = try await names("SELECT polrelid::regclass::text FROM pg_policy p WHERE \(Self.isOwners)")
    #expect(tables == ["job"])
  }

  @Test("every key of a tenant's table leads with the tenant")
  func keysLeadWithTenant() async throws {
    let wrong = try await names(
      """
      SELECT c.relname || '.' || k.conname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = 'public' AND k.contype IN ('p', 'u', 'x', 'f') AND c.relrowsecurity AND c.relname <> 'tenant'
         AND (SELECT attname FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = k.conkey[1]) <> 'tenant_id'
      UNION ALL
      SELECT c.relname || '.' || i.relname FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid
        JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = 'public' AND c.relrowsecurity AND c.relname <> 'tenant'
         AND (SELECT attname FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = x.indkey[0]) <> 'tenant_id'
      """)
    // By which it is found in which tenants there is work.
    #expect(wrong == ["job.job_due_anywhere"])
  }

  @Test("the server's role reads no global table, owns nothing and can't create, truncate or bypass")
  func serverRole() async throws {
    let powers = try await names(
      """
      SELECT 'reads ' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relrowsecurity
         AND has_table_privilege('polyclinic_app', c.oid, 'SELECT, INSERT, UPDATE, DELETE')
      UNION ALL
      SELECT 'truncates ' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND has_table_privilege('polyclinic_app', c.oid, 'TRUNCATE')
      UNION ALL
      SELECT 'owns ' || c.relname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE r.rolname = 'polyclinic_app'
      UNION ALL
      SELECT 'creates' WHERE has_schema_privilege('polyclinic_app', 'public', 'CREATE')
      UNION ALL
      SELECT 'makes temporary tables' WHERE has_database_privilege('polyclinic_app', current_database(), 'TEMPORARY')
      UNION ALL
      SELECT 'sets any setting' WHERE has_function_privilege('polyclinic_app', 'set_config(text, text, boolean)', 'EXECUTE')
      UNION ALL
      SELECT 'ends ' || f FROM unnest(ARRAY['pg_terminate_backend(int, bigint)', 'pg_cancel_backend(int)']) AS f
       WHERE has_function_privilege('polyclinic_app', f, 'EXECUTE')
      UNION ALL
      SELECT 'bypasses' FROM pg_roles WHERE rolname IN ('polyclinic_app', 'polyclinic_owner') AND (rolsuper OR rolbypassrls)
      """)
    #expect(powers == [])
  }

  @Test("the server's role sees its own tenant's row alone, and can't change what others know the tenant by")
  func ownRow() async throws {
    try await TestClinic.using { test in
      let server = try await test.database.asServer(
        of: test.riverside.id.uuid, "SELECT slug FROM tenant"
      ).decode { row in try row.next(String.self) }
      #expect(server == ["riverside"])
    }
    let fixed = try await names(
      """
      SELECT attname::text FROM pg_attribute
       WHERE attrelid = 'tenant'::regclass AND attnum > 0 AND NOT attisdropped
         AND NOT has_column_privilege('polyclinic_app', attrelid, attnum, 'UPDATE')
       ORDER BY 1
      """)
    #expect(
      fixed == [
        "created_at", "id", "password_minimum", "patient_hours", "patient_idle_minutes",
        "patients_second_factor", "requests_per_second", "slug", "staff_hours", "staff_idle_minutes",
        "storage_bytes",
        "suspended_at",
        "suspended_why",
      ])
    let others = try await names(
      "SELECT 'deletes' WHERE has_table_privilege('polyclinic_app', 'tenant', 'INSERT, DELETE')")
    #expect(others == [])
  }

  @Test("the server's role can execute the doors and nothing else of ours")
  func functions() async throws {
    let functions = try await names(
      """
      SELECT p.proname::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
       WHERE n.nspname = 'public' AND has_function_privilege('polyclinic_app', p.oid, 'EXECUTE')
         AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
       ORDER BY 1
      """)
    #expect(
      functions == [
        "archive_audit", "current_account", "current_tenant", "enter_as_visitor", "enter_for_work",
        "erase_overdue", "erase_person", "erased_patients", "erasure_plan", "folded",
        "handed_over_at", "host_is_taken", "limited_hosts", "messages_waiting", "open_erased", "set_rules",
        "show_practitioners", "shown_practitioners", "tenants_for_work", "tenants_with_work",
        "unattended", "words_of_name", "work_lag",
      ])
  }

  @Test("audit events, their seals and the history of appointments can only be added")
  func appendOnly() async throws {
    let changeable = try await names(
      """
      SELECT t || ' ' || privilege
        FROM unnest(ARRAY['audit_event', 'audit_seal', 'audit_publication', 'audit_archive', 'appointment_history',
                     'related_person']) AS t,
             unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) AS privilege
       WHERE has_table_privilege('polyclinic_app', t, privilege)
      """)
    #expect(changeable == [])
  }

  @Test("no patient, no appointment and nothing that one occupied can be deleted")
  func nothingIsDeleted() async throws {
    let deletable = try await names(
      """
      SELECT t FROM unnest(ARRAY['patient', 'appointment', 'occupancy', 'account', 'outbox_message']) AS t
       WHERE has_table_privilege('polyclinic_app', t, 'DELETE')
      """)
    #expect(deletable == [])
  }

  @Test("views follow the policies of who looks, and nothing is materialised")
  func views() async throws {
    let views = try await names(
      """
      SELECT c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = 'public'
         AND (c.relkind = 'm' OR c.relkind = 'v' AND NOT coalesce(c.reloptions::text, '') LIKE '%security_invoker=true%')
      """)
    #expect(views == [])
  }
}
