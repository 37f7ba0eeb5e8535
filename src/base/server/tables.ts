import type { ColumnType, Generated } from 'kysely';
import type { AttachmentPurpose } from '../rules/api/files.ts';

/** A column that is read but never changed after insert. */
export type Fixed<T> = ColumnType<T, T, never>;
export type FixedDefault<T> = ColumnType<T, T | undefined, never>;
/** jsonb: objects in and out; `pg` serialises. */
export type Json<T> = ColumnType<T, string, string>;

export interface LateTable {
  occurred_at: Fixed<Date>;
  recorded_at: FixedDefault<Date>;
  late_reason: Fixed<string | null>;
  late_form_number: Fixed<string | null>;
  late_scan_id: Fixed<string | null>;
}

/**
 * Every table that Kysely knows. A room adds its own beside its migrations:
 * `declare module '#/base/server/tables.ts' { interface Tables { visit: VisitTable } }`.
 * `tables.test.ts` compares the whole with information_schema.
 */
export interface Tables {
  site: SiteTable;
  lease: LeaseTable;
  idempotency: IdempotencyTable;
  object: ObjectTable;
  attachment: AttachmentTable;
  stream_grant: StreamGrantTable;
  terminal: TerminalTable;
  terminal_code: TerminalCodeTable;
  copy_record: CopyRecordTable;
  late_entry: LateEntryTable;
  tombstone: TombstoneTable;
  print_record: PrintRecordTable;
  job_progress: JobProgressTable;
}

export interface SiteTable {
  id: Fixed<boolean>;
  name: Fixed<string>;
  time_zone: Fixed<string>;
  opened_at: Fixed<Date>;
}

export interface LeaseTable {
  name: Fixed<string>;
  holder: string;
  token: string;
  expires_at: Date;
}

export interface IdempotencyTable {
  key: Fixed<string>;
  account_id: Fixed<string>;
  act: Fixed<string>;
  digest: Fixed<Buffer>;
  output: Json<unknown>;
  recorded_at: FixedDefault<Date>;
}

export interface ObjectTable {
  sha256: Fixed<string>;
  sm3: ColumnType<string | null, string, string>;
  bytes: Fixed<string>;
  stored_at: FixedDefault<Date>;
}

export interface AttachmentTable {
  id: Fixed<string>;
  purpose: Fixed<AttachmentPurpose>;
  state: 'begun' | 'stored' | 'purged';
  file_name: string | null;
  media_type: string | null;
  sha256: string | null;
  bytes: string | null;
  created_by: Fixed<string>;
  created_at: FixedDefault<Date>;
  version: Generated<number>;
}

export interface StreamGrantTable {
  token_hash: Fixed<Buffer>;
  stream: Fixed<string>;
  session_id: Fixed<string>;
  subject_id: Fixed<string>;
  expires_at: Date;
}

export interface TerminalTable {
  id: Fixed<string>;
  name: string;
  credential_hash: Buffer | null;
  second_factor_port: boolean;
  seal_number: string | null;
  state: 'pending' | 'enrolled' | 'revoked';
  enrolled_at: Date | null;
  version: Generated<number>;
  agent_hash: Buffer | null;
  agent_enrolled_at: Date | null;
}

export interface TerminalCodeTable {
  terminal_id: Fixed<string>;
  code_hash: Fixed<Buffer>;
  expires_at: Fixed<Date>;
  used_at: Date | null;
  opens: Fixed<'browser' | 'agent'>;
}

export interface CopyRecordTable {
  id: Fixed<string>;
  entry_id: Fixed<string>;
  act: Fixed<string>;
  subject_id: Fixed<string | null>;
  sha256: Fixed<string>;
  bytes: Fixed<string>;
  target: Fixed<string>;
  purpose: Fixed<string>;
  requested_by: Fixed<string>;
  approved_by: Fixed<string>;
  copied_at: FixedDefault<Date>;
}

export interface LateEntryTable {
  entry_id: Fixed<string>;
  act: Fixed<string>;
  subject_id: Fixed<string | null>;
  occurred_at: Fixed<Date>;
  recorded_at: FixedDefault<Date>;
  reason: Fixed<string>;
  form_number: Fixed<string>;
  scan_id: Fixed<string>;
  recorded_by: Fixed<string>;
  confirmed_by: Fixed<string>;
}

export interface TombstoneTable {
  id: Fixed<string>;
  subject_type: Fixed<string>;
  subject_id: Fixed<string>;
  digest: Fixed<string>;
  removed: Fixed<unknown>;
  reason: Fixed<string>;
  requested_by: Fixed<string>;
  approved_by: Fixed<string>;
  purged_at: FixedDefault<Date>;
}

export interface PrintRecordTable {
  id: Fixed<string>;
  form: Fixed<string>;
  version: Fixed<number>;
  data: string;
  digest: Fixed<string>;
  printed_by: Fixed<string>;
  printed_at: FixedDefault<Date>;
  cleared_at: ColumnType<Date | null, never, Date>;
}

export interface JobProgressTable {
  job_id: Fixed<string>;
  percent: number;
  updated_at: Generated<Date>;
}
