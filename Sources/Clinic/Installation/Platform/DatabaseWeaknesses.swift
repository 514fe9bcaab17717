internal import Postgres

/// What PostgreSQL's own catalogue and settings say about how safe the database is.
///
/// Migrations and the server refuse to start at the worst of it (`Migrator`, `Clinic.checkRole`); here is all that an operator
/// can better.
enum DatabaseWeaknesses {
  static let roles: SQL = """
    SELECT rolname || ' bypasses row-level security' FROM pg_roles
     WHERE rolname IN ('polyclinic_app', 'polyclinic_owner') AND (rolsuper OR rolbypassrls)
    UNION ALL
    SELECT 'polyclinic_app may become ' || r.rolname FROM pg_roles r
     WHERE r.rolname <> 'polyclinic_app' AND pg_has_role('polyclinic_app', r.oid, 'MEMBER')
    UNION ALL
    SELECT 'polyclinic_app may execute set_config: run Migrations/roles.sql again'
     WHERE has_function_privilege('polyclinic_app', 'pg_catalog.set_config(text, text, boolean)', 'EXECUTE')
    UNION ALL
    SELECT 'polyclinic_app may update pg_settings: run Migrations/roles.sql again'
     WHERE has_table_privilege('polyclinic_app', 'pg_catalog.pg_settings', 'UPDATE')
    UNION ALL
    SELECT 'polyclinic_app may make tables in the schema public'
     WHERE has_schema_privilege('polyclinic_app', 'public', 'CREATE')
    """

  static let tables: SQL = """
    SELECT 'table ' || relname || ' has no row-level security that holds for its owner' FROM pg_class c
     WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT (relrowsecurity AND relforcerowsecurity)
       AND relname <> 'tenant'   -- of which the server's role sees its own row
       AND has_any_column_privilege('polyclinic_app', c.oid, 'SELECT, INSERT, UPDATE')
    UNION ALL
    SELECT 'polyclinic_app owns ' || relname FROM pg_class WHERE relowner = 'polyclinic_app'::regrole
    UNION ALL
    SELECT 'function ' || proname || ' runs as its owner with a search path that its caller chooses' FROM pg_proc
     WHERE pronamespace = 'public'::regnamespace AND prosecdef
       AND NOT EXISTS (SELECT FROM unnest(proconfig) AS setting WHERE setting LIKE 'search_path=%')
    """

  static let settings: SQL = """
    SELECT name || ' is ' || setting || ': ' || why FROM pg_settings JOIN (VALUES
      ('fsync', 'off', 'a power cut can lose or spoil the database'),
      ('full_page_writes', 'off', 'a power cut can spoil the database'),
      ('synchronous_commit', 'off', 'a power cut can lose what people were told is done'),
      ('data_checksums', 'off', 'a broken disk is not noticed'),
      ('password_encryption', 'md5', 'passwords of roles can be guessed from the catalogue')
    ) AS weak (name, value, why) USING (name) WHERE setting = value
    UNION ALL
    SELECT 'log_statement is ' || setting || ': what patients are asked and told would stand in the log of PostgreSQL'
      FROM pg_settings WHERE name = 'log_statement' AND setting <> 'none'
    UNION ALL
    SELECT name || ' is ' || setting || ': values would stand in the log of PostgreSQL, set it to 0' FROM pg_settings
     WHERE name IN ('log_parameter_max_length', 'log_parameter_max_length_on_error') AND setting <> '0'
       AND (name <> 'log_parameter_max_length' OR current_setting('log_min_duration_statement') <> '-1')
    UNION ALL
    SELECT 'log_min_error_statement is ' || setting || ': statements that fail would stand in the log of PostgreSQL, set it to panic'
      FROM pg_settings WHERE name = 'log_min_error_statement' AND setting <> 'panic'
    UNION ALL
    SELECT 'log_error_verbosity is ' || setting || ': values in conflict would stand in the log of PostgreSQL, set it to terse'
      FROM pg_settings WHERE name = 'log_error_verbosity' AND setting <> 'terse'
    UNION ALL
    SELECT 'PostgreSQL is reached over a network without TLS' FROM pg_stat_ssl
     WHERE pid = pg_backend_pid() AND NOT ssl AND NOT coalesce(inet_server_addr() <<= '127.0.0.0/8' OR inet_server_addr() = '::1', true)
    """
}

extension TenantRegistry {
  /// What is weak about the database, a sentence each.
  ///
  /// - Parameter demoAddresses: of the people of the demo, whose passwords everybody knows.
  public func databaseWeaknesses(demoAddresses: [String]) async throws -> [String] {
    var found = try await withDatabase { database in
      try await database.pipeline([
        DatabaseWeaknesses.roles, DatabaseWeaknesses.tables, DatabaseWeaknesses.settings,
      ]).flatMap { try $0.decode { row in try row.next(String.self) } }
    }
    for tenant in try await tenants() {
      let demo = try await within(tenant.slug) { database in
        try await database.query(
          "SELECT FROM account WHERE email = ANY (\(demoAddresses)) AND disabled_at IS NULL LIMIT 1")
      }
      if !demo.isEmpty {
        found.append("clinic \(tenant.slug) has accounts of the demo, whose passwords everybody can read")
      }
    }
    return found
  }
}
