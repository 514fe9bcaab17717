/// A way past row-level security, put where a name was expected into the one query of the tests that glues text into SQL.
struct InjectedWay: Sendable {
  let sql: String
  /// With what PostgreSQL refuses it; nil where it runs, and then must return nothing of another tenant.
  let refusal: String?

  init(_ sql: String, _ refusal: String? = nil) {
    self.sql = sql
    self.refusal = refusal
  }

  /// A value of a row beside those that were asked for.
  static func beside(_ expression: String, _ refusal: String? = nil) -> Self {
    Self("' UNION ALL SELECT (\(expression))::text --", refusal)
  }

  /// Something that enters, and then rows.
  static func first(_ expression: String, _ refusal: String? = nil) -> Self {
    Self("' UNION ALL SELECT (\(expression))::text UNION ALL SELECT email FROM account --", refusal)
  }

  /// A second statement behind the first: the extended protocol of PostgreSQL takes one.
  static func behind(_ statement: String) -> Self { Self("'; \(statement); --", "42601") }
}

extension InjectedWay {
  /// Into another tenant, another role, another setting.
  static let entering: [Self] = [
    .first("set_config('app.tenant_id', 'HILLTOP', true)", "42501"),
    .first("set_config('app.tenant_id', 'HILLTOP', false)", "42501"),
    .first("set_config('app.knocked', '', true)", "42501"),
    .first("set_config('role', 'polyclinic_owner', true)", "42501"),
    .first("set_config('session_authorization', 'postgres', true)", "42501"),
    .first("set_config('row_security', 'off', true)", "42501"),
    .first("set_config('search_path', 'pg_temp', true)", "42501"),
    .first("SELECT set_config(name, 'HILLTOP', true) FROM pg_settings WHERE name = 'work_mem'", "42501"),
    .first("enter_tenant('HILLTOP', NULL)", "42501"),
    .first("knock()", "42501"),
    .first("enter_for_work('HILLTOP')", "PC001"),
    .first("SELECT verdict FROM enter_as_visitor('hilltop.localhost', NULL, now(), NULL, NULL)", "PC001"),
    .first("SELECT count(*) FROM tenants_for_work()", "PC001"),
    .first("SELECT count(*) FROM tenants_with_work(now(), '{letter}')", "PC001"),
    .first("SELECT due FROM work_lag(now())", "PC001"),
    Self(
      """
      ' UNION ALL (WITH s AS (UPDATE pg_settings SET setting = 'HILLTOP' WHERE name = 'app.tenant_id' RETURNING name)
      SELECT * FROM s) UNION ALL SELECT email FROM account --
      """, "0A000"),
    Self(
      """
      ' UNION ALL (WITH m AS (UPDATE patient SET tenant_id = 'HILLTOP' RETURNING family_name) SELECT * FROM m) --
      """, "0A000"),
    .beside("current_setting('app.tenant_id')"),
    .beside("SELECT string_agg(name || setting, ',') FROM pg_settings WHERE name LIKE 'app.%'"),
    .beside("SELECT string_agg(rolname || coalesce(rolconfig::text, ''), ',') FROM pg_roles"),
    .beside("SELECT rolpassword FROM pg_authid LIMIT 1", "42501"),
    .beside("SELECT passwd FROM pg_shadow LIMIT 1", "42501"),
    .beside("SELECT string_agg(setting, ',') FROM pg_file_settings", "42501"),
  ]

  /// Functions that run text or read a table by its name, what PostgreSQL knows of rows, and errors that quote them.
  static let reading: [Self] = [
    Self("' OR true --"),
    Self("' UNION ALL SELECT email FROM account WHERE tenant_id <> current_tenant() --"),
    .beside("SELECT string_agg(email, ',') FROM account TABLESAMPLE SYSTEM (100)"),
    .beside("query_to_xml('SELECT * FROM account', true, true, '')"),
    .beside("query_to_xml('SET app.tenant_id = ''HILLTOP''', true, true, '')", "0A000"),
    .beside("query_to_xml('SET LOCAL ROLE polyclinic_owner', true, true, '')", "0A000"),
    .beside(
      "query_to_xml('SELECT set_config(''app.tenant_id'', ''HILLTOP'', true)', true, true, '')", "42501"),
    .beside("query_to_xml('COPY account TO ''/tmp/account''', true, true, '')", "0A000"),
    .beside("table_to_xml('account', true, true, '')"),
    .beside("schema_to_xml('public', true, true, '')"),
    .beside("database_to_xml(true, true, '')"),
    .beside("SELECT string_agg(word, ',') FROM ts_stat('SELECT to_tsvector(email) FROM account')"),
    .beside("ts_rewrite('a'::tsquery, 'SELECT ''a''::tsquery, quote_literal(email)::tsquery FROM account')"),
    .beside("SELECT string_agg(most_common_vals::text, ',') FROM pg_stats WHERE schemaname = 'public'"),
    .beside("SELECT string_agg(most_common_vals::text, ',') FROM pg_stats_ext"),
    .beside("SELECT stavalues1::text FROM pg_statistic LIMIT 1", "42501"),
    .beside("SELECT string_agg(query, ',') FROM pg_stat_activity"),
    .beside("SELECT string_agg(statement, ',') FROM pg_prepared_statements"),
    .beside("SELECT string_agg(statement, ',') FROM pg_cursors"),
    .beside("SELECT string_agg(objid::text, ',') FROM pg_locks WHERE locktype = 'advisory'"),
    .beside("SELECT string_agg(coalesce(last_value::text, ''), ',') FROM pg_sequences"),
    .beside("SELECT last_value FROM audit_event_position_seq", "42501"),
    .beside("SELECT string_agg(name, ',') FROM tenant"),
    .beside("SELECT string_agg(host, ',') FROM tenant_domain", "42501"),
    .beside("SELECT string_agg(definition, ',') FROM pg_views WHERE schemaname = 'public'"),
    .beside("CAST((SELECT string_agg(email, ',') FROM account) AS int)", "22P02"),
    .beside("SELECT count(*) FROM account WHERE email::int = 1 AND tenant_id = 'HILLTOP'"),
    .beside("SELECT count(*) FROM account WHERE 1 / (CASE WHEN tenant_id = 'HILLTOP' THEN 0 ELSE 1 END) = 1"),
    .beside("SELECT count(*) FROM outbox_message WHERE (payload->>'x')::int = 1 AND tenant_id = 'HILLTOP'"),
    Self(
      """
      ' UNION ALL (WITH i AS (INSERT INTO specialty (tenant_id, id, name) SELECT 'HILLTOP', id, name FROM specialty
      RETURNING name) SELECT * FROM i) --
      """, "0A000"),
  ]

  /// Files, programs, large objects, other connections and what outlives a transaction.
  static let elsewhere: [Self] = [
    .beside("pg_read_file('/etc/passwd')", "42501"),
    .beside("pg_read_binary_file('global/pg_control')", "42501"),
    .beside("SELECT string_agg(f, ',') FROM pg_ls_dir('base') AS f", "42501"),
    .beside("pg_stat_file('postgresql.conf')", "42501"),
    .beside("pg_current_logfile()", "42501"),
    .beside("lo_import('/etc/passwd')", "42501"),
    .beside("lo_export(1, '/tmp/account')", "42501"),
    .beside("SELECT string_agg(encode(lo_get(oid), 'hex'), ',') FROM pg_largeobject_metadata"),
    .beside("SELECT string_agg(data::text, ',') FROM pg_largeobject", "42501"),
    .beside("SELECT x FROM dblink('dbname=postgres', 'SELECT 1') AS t (x text)", "42883"),
    .beside("pg_reload_conf()", "42501"),
    .beside("SELECT bool_or(pg_terminate_backend(pid)) FROM pg_stat_activity", "42501"),
    .beside("SELECT bool_or(pg_cancel_backend(pid)) FROM pg_stat_activity", "42501"),
    .beside("pg_create_logical_replication_slot('s', 'test_decoding')", "42501"),
    .beside("pg_notify('x', (SELECT string_agg(email, ',') FROM account))"),
    .beside("pg_export_snapshot()"),
  ]

  static let statements: [Self] = [
    .behind("SET app.tenant_id = 'HILLTOP'; SELECT email FROM account"),
    .behind("SET ROLE polyclinic_owner"),
    .behind("RESET ROLE"),
    .behind("SET SESSION AUTHORIZATION postgres"),
    .behind("SET row_security = off"),
    .behind("COPY account TO PROGRAM 'cat'"),
    .behind("COPY account TO STDOUT"),
    .behind("DO $$ BEGIN PERFORM set_config('app.tenant_id', 'HILLTOP', true); END $$"),
    .behind("CREATE TEMP TABLE account AS SELECT * FROM public.account"),
    .behind("CREATE FUNCTION pg_temp.f() RETURNS text LANGUAGE sql AS 'SELECT 1'"),
    .behind("CREATE VIEW everybody AS SELECT * FROM account"),
    .behind("PREPARE p AS SELECT email FROM account; EXECUTE p"),
    .behind("DECLARE c CURSOR WITH HOLD FOR SELECT email FROM account"),
    .behind("LISTEN x"),
    .behind("COMMIT; SET app.tenant_id = 'HILLTOP'"),
    .behind("UPDATE patient SET family_name = 'x'"),
  ]
}
