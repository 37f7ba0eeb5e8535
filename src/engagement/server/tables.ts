import type { ColumnType, Generated } from 'kysely';
import type { WorkingRole } from '#/base/rules/roles.ts';
import type { Fixed, FixedDefault } from '#/base/server/tables.ts';
import type { Grammar } from '../rules/archival-code/grammar.ts';
import type { ProjectKind, ProjectState } from '../rules/project.ts';
import type { Specification } from '../rules/specification.ts';
import type { TrainingKind } from '../rules/training.ts';

declare module '#/base/server/tables.ts' {
  interface Tables {
    code_scheme: CodeSchemeTable;
    project: ProjectTable;
    project_scope: ProjectScopeTable;
    specification: SpecificationTable;
    staff_departure: StaffDepartureTable;
    staff_list: StaffListTable;
    staff_row: StaffRowTable;
    training: TrainingTable;
    training_attendance: TrainingAttendanceTable;
  }
}

export interface ProjectTable {
  id: Fixed<string>;
  number: Fixed<string>;
  name: string;
  kind: ProjectKind;
  vendor_id: string | null;
  vendor_kind: Generated<string | null>;
  starts_on: string;
  ends_on: string;
  remark: string;
  state: Generated<ProjectState>;
  registered_by: Fixed<string>;
  registered_at: FixedDefault<Date>;
  opened_by: string | null;
  opened_at: Date | null;
  closed_by: string | null;
  closed_at: Date | null;
  close_reason: string | null;
  version: Generated<number>;
}

export interface SpecificationTable {
  id: Fixed<string>;
  project_id: Fixed<string>;
  archive_type: Fixed<string | null>;
  number: Fixed<number>;
  /** jsonb: written as text. */
  data: ColumnType<Specification, string, never>;
  reason: Fixed<string>;
  set_by: Fixed<string>;
  set_at: FixedDefault<Date>;
}

export interface CodeSchemeTable {
  id: Fixed<string>;
  name: Fixed<string>;
  /** jsonb: written as text. */
  grammar: ColumnType<Grammar, string, never>;
  added_by: Fixed<string>;
  added_at: FixedDefault<Date>;
}

export interface ProjectScopeTable {
  id: Fixed<string>;
  project_id: Fixed<string>;
  scheme_id: Fixed<string>;
  from_code: Fixed<string>;
  to_code: Fixed<string>;
  lower_key: Fixed<string>;
  upper_key: Fixed<string>;
  label: Fixed<string>;
  expected_volumes: Fixed<number | null>;
  expected_items: Fixed<number | null>;
  expected_pages: Fixed<number | null>;
  added_by: Fixed<string>;
  added_at: FixedDefault<Date>;
  removed_by: string | null;
  removed_at: Date | null;
  version: Generated<number>;
}

export interface StaffListTable {
  id: Fixed<string>;
  project_id: Fixed<string>;
  number: Fixed<string>;
  attachment_id: Fixed<string>;
  valid_from: Fixed<string>;
  valid_until: Fixed<string>;
  registered_by: Fixed<string>;
  approved_by: Fixed<string>;
  registered_at: FixedDefault<Date>;
}

export interface StaffRowTable {
  list_id: Fixed<string>;
  row: Fixed<number>;
  person_id: Fixed<string>;
  assignment_id: Fixed<string>;
}

export interface StaffDepartureTable {
  assignment_id: Fixed<string>;
  project_id: Fixed<string>;
  reason: Fixed<string>;
  left_by: Fixed<string>;
  left_at: FixedDefault<Date>;
}

export interface TrainingTable {
  id: Fixed<string>;
  project_id: Fixed<string>;
  kind: Fixed<TrainingKind>;
  held_on: Fixed<string>;
  days: Fixed<number>;
  /** numeric: read as text. */
  hours: ColumnType<string, number, never>;
  topic: Fixed<string>;
  trainer: Fixed<string>;
  attachment_id: Fixed<string | null>;
  registered_by: Fixed<string>;
  registered_at: FixedDefault<Date>;
  withdrawn_by: string | null;
  withdrawn_at: Date | null;
  withdraw_reason: string | null;
}

export interface TrainingAttendanceTable {
  training_id: Fixed<string>;
  person_id: Fixed<string>;
  role: Fixed<WorkingRole | null>;
  score: Fixed<number | null>;
  passed: Fixed<boolean>;
}
