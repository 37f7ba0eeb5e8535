import type { Generated } from 'kysely';
import type { Office, PartyKind, Role } from '#/base/rules/roles.ts';
import type { Fixed, FixedDefault } from '#/base/server/tables.ts';

declare module '#/base/server/tables.ts' {
  interface Tables {
    party: PartyTable;
    person: PersonTable;
    account: AccountTable;
    role_assignment: RoleAssignmentTable;
    office_holder: OfficeHolderTable;
    factor: FactorTable;
    factor_code: FactorCodeTable;
    session: SessionTable;
    login_challenge: LoginChallengeTable;
    lockout: LockoutTable;
    approval: ApprovalTable;
    alarm_rule: AlarmRuleTable;
    alarm: AlarmTable;
    number_series: NumberSeriesTable;
    issue: IssueTable;
    issue_step: IssueStepTable;
    issue_step_attachment: IssueStepAttachmentTable;
    backup_target: BackupTargetTable;
    backup: BackupTable;
    restore_drill: RestoreDrillTable;
  }
}

export interface PartyTable {
  id: Fixed<string>;
  name: Fixed<string>;
  kind: Fixed<PartyKind>;
  registered_at: FixedDefault<Date>;
}

export interface PersonTable {
  id: Fixed<string>;
  party_id: Fixed<string>;
  party_kind: Fixed<PartyKind>;
  name: Fixed<string>;
  id_number_hash: Fixed<Buffer>;
  duty: Generated<'business' | 'office'>;
  registered_at: FixedDefault<Date>;
}

export interface AccountTable {
  id: Fixed<string>;
  person_id: Fixed<string>;
  username: Fixed<string>;
  state: 'pending' | 'active' | 'suspended';
  password_hash: string | null;
  password_set_at: Date | null;
  activation_hash: Buffer | null;
  activation_expires_at: Date | null;
  created_at: FixedDefault<Date>;
  version: Generated<number>;
}

export interface RoleAssignmentTable {
  id: Fixed<string>;
  person_id: Fixed<string>;
  role: Fixed<Exclude<Role, Office>>;
  scope: Fixed<string | null>;
  party_kind: Fixed<PartyKind>;
  valid_from: Fixed<string>;
  valid_until: Fixed<string | null>;
  granted_by: Fixed<string>;
  granted_at: FixedDefault<Date>;
  ended_at: Date | null;
  ended_by: string | null;
  version: Generated<number>;
  duty: Generated<'business' | null>;
}

export interface OfficeHolderTable {
  id: Fixed<string>;
  office: Fixed<Office>;
  seat: Fixed<'principal' | 'deputy'>;
  person_id: Fixed<string>;
  party_kind: Generated<'archive'>;
  active: boolean;
  since: Date;
  order_number: Fixed<string | null>;
  order_id: Fixed<string | null>;
  ended_at: Date | null;
  version: Generated<number>;
  duty: Generated<'office' | null>;
}

export type FactorKind = 'fob' | 'card' | 'webauthn' | 'certificate';

export interface FactorFacts {
  algorithm?: 'SHA1' | 'SHA256' | 'SHA512';
  digits?: number;
  periodSeconds?: number;
  credentialId?: string;
  publicKey?: string;
  transports?: string[];
  fingerprint?: string;
  notAfter?: string;
}

export interface FactorTable {
  id: Fixed<string>;
  person_id: Fixed<string>;
  kind: Fixed<FactorKind>;
  label: Fixed<string>;
  sealed: Fixed<Buffer | null>;
  facts: Fixed<FactorFacts>;
  counter: Generated<string>;
  issued_by: Fixed<string | null>;
  issued_at: FixedDefault<Date>;
  revoked_at: Date | null;
}

export interface FactorCodeTable {
  factor_id: Fixed<string>;
  position: Fixed<number>;
  code_hash: Fixed<string>;
  used_at: Date | null;
}

export interface SessionTable {
  id: Fixed<string>;
  token_hash: Buffer;
  account_id: Fixed<string>;
  person_id: Fixed<string>;
  terminal_id: Fixed<string | null>;
  factor: Fixed<string>;
  created_at: FixedDefault<Date>;
  last_seen_at: Generated<Date>;
  expires_at: Fixed<Date>;
  proved_at: Generated<Date>;
  challenge: string | null;
  ended_at: Date | null;
  end_reason: string | null;
}

export interface LoginChallengeTable {
  token_hash: Fixed<Buffer>;
  account_id: Fixed<string>;
  terminal_id: Fixed<string | null>;
  webauthn: string | null;
  expires_at: Fixed<Date>;
  tries: Generated<number>;
}

export interface LockoutTable {
  account_id: Fixed<string>;
  station: Fixed<string>;
  failures: number;
  last_failure_at: Generated<Date>;
  locked_until: Date | null;
}

export interface ApprovalTable {
  id: Fixed<string>;
  act: Fixed<string>;
  subject: Fixed<string | null>;
  request: string;
  digest: Fixed<string>;
  late: Fixed<boolean>;
  approver_roles: Fixed<Role[]>;
  requested_by: Fixed<string>;
  requested_at: FixedDefault<Date>;
  expires_at: Fixed<Date>;
  state: Generated<'pending' | 'approved' | 'refused' | 'withdrawn' | 'used'>;
  decided_by: string | null;
  decided_at: Date | null;
  comment: string | null;
  used_at: Date | null;
  version: Generated<number>;
}

export interface AlarmRuleTable {
  kind: Fixed<string>;
  enabled: boolean;
  threshold: number;
  window_minutes: number;
  version: Generated<number>;
}

export interface AlarmTable {
  id: Fixed<string>;
  kind: Fixed<string>;
  dedupe: Fixed<string>;
  raised_at: FixedDefault<Date>;
  person_id: Fixed<string | null>;
  terminal_id: Fixed<string | null>;
  facts: Fixed<Record<string, string | number>>;
  state: Generated<'open' | 'closed'>;
  closed_by: string | null;
  closed_at: Date | null;
  note: string | null;
  version: Generated<number>;
}

export interface NumberSeriesTable {
  name: Fixed<string>;
  year: Fixed<number>;
  last: number;
}

export interface IssueTable {
  id: Fixed<string>;
  number: Fixed<string>;
  title: Fixed<string>;
  facts: Fixed<string>;
  owner: Fixed<string>;
  due_on: Fixed<string>;
  state: Generated<'open' | 'corrected' | 'closed'>;
  origin: Fixed<object | null>;
  opened_by: Fixed<string>;
  opened_at: FixedDefault<Date>;
  occurred_at: Fixed<Date>;
  version: Generated<number>;
}

export interface IssueStepTable {
  id: Fixed<string>;
  issue_id: Fixed<string>;
  kind: Fixed<'open' | 'correct' | 'recheck'>;
  body: Fixed<string>;
  passed: Fixed<boolean | null>;
  by_person: Fixed<string>;
  occurred_at: Fixed<Date>;
  recorded_at: FixedDefault<Date>;
  late_reason: Fixed<string | null>;
  late_form_number: Fixed<string | null>;
  late_scan_id: Fixed<string | null>;
}

export interface IssueStepAttachmentTable {
  step_id: Fixed<string>;
  attachment_id: Fixed<string>;
}

export interface BackupTargetTable {
  id: Fixed<string>;
  name: Fixed<string>;
  folder: Fixed<string>;
  medium_number: Fixed<string>;
  daily_at_hour: Fixed<number | null>;
  keep: Fixed<number>;
  state: Generated<'active' | 'retired'>;
  registered_by: Fixed<string>;
  approved_by: Fixed<string>;
  registered_at: FixedDefault<Date>;
  version: Generated<number>;
}

export interface BackupTable {
  id: Fixed<string>;
  target_id: Fixed<string>;
  folder: Fixed<string>;
  scheduled: Fixed<boolean>;
  requested_by: Fixed<string>;
  approved_by: Fixed<string>;
  state: Generated<'running' | 'done' | 'failed' | 'removed'>;
  started_at: FixedDefault<Date>;
  finished_at: Date | null;
  row_count: string | null;
  object_count: string | null;
  bytes: string | null;
  sha256: string | null;
  ledger_size: string | null;
  error: string | null;
  version: Generated<number>;
}

export interface RestoreDrillTable {
  id: Fixed<string>;
  backup_id: Fixed<string>;
  drilled_on: Fixed<string>;
  machine: Fixed<string>;
  passed: Fixed<boolean>;
  facts: Fixed<Record<string, string | number>>;
  remarks: Fixed<string>;
  recorded_by: Fixed<string>;
  confirmed_by: Fixed<string>;
  recorded_at: FixedDefault<Date>;
}
