/** Tables of what is done before a batch: imports, secrecy checks, examinations; comments on columns are in migrations/. */
import type { ColumnType, Generated } from 'kysely';
import type { Params } from '#/base/rules/refusal.ts';
import type { Fixed, FixedDefault, Json, LateTable } from '#/base/server/tables.ts';
import type { ImportField, Mapping } from '../rules/catalogue-import.ts';
import type { Damage, ErratumField, Extent, Handling } from '../rules/examination.ts';
import type { Secrecy } from '../rules/original.ts';

export interface ExaminationTable extends LateTable {
  id: Fixed<string>;
  original_id: Fixed<string>;
  pages: Fixed<number | null>;
  leaves: Fixed<number | null>;
  missing: string | null;
  disorder: string | null;
  difference: string | null;
  examined_by: Fixed<string>;
}

export interface ErratumTable {
  id: Fixed<string>;
  original_id: Fixed<string>;
  field: Fixed<ErratumField>;
  before_text: string | null;
  after_text: string | null;
  reason: string;
  corrected_by: Fixed<string>;
  corrected_at: FixedDefault<Date>;
}

export interface ConditionReportTable extends LateTable {
  id: Fixed<string>;
  number: Fixed<string>;
  original_id: Fixed<string>;
  place: string;
  kind: Fixed<Damage>;
  extent: Fixed<Extent>;
  description: string;
  handling: Fixed<Handling>;
  photo_device_id: Fixed<string | null>;
  photo_camera_id: Fixed<string | null>;
  reported_by: Fixed<string>;
}

export interface ConditionPhotoTable {
  report_id: Fixed<string>;
  attachment_id: Fixed<string>;
}

export interface SecrecyCheckTable extends LateTable {
  id: Fixed<string>;
  original_id: Fixed<string>;
  verdict: Fixed<Exclude<Secrecy, 'undecided'>>;
  basis: Fixed<string | null>;
  declassified_on: Fixed<string | null>;
  page: Fixed<string | null>;
  decided_by: Fixed<string>;
}

export interface CatalogueImportTable {
  id: Fixed<string>;
  project_id: Fixed<string>;
  scheme_id: Fixed<string>;
  attachment_id: Fixed<string>;
  keeper_id: Fixed<string>;
  fonds: Fixed<string | null>;
  sheet: Fixed<string | null>;
  header_row: Fixed<number | null>;
  encoding: Fixed<string | null>;
  headings: Fixed<string[]>;
  /** jsonb: written as text. */
  mapping: ColumnType<Mapping, string, never>;
  dry: Fixed<boolean>;
  state: Generated<'waiting' | 'done' | 'failed'>;
  done_row: Generated<number>;
  good: Generated<number>;
  known: Generated<number>;
  bad: Generated<number>;
  marked: Generated<number>;
  problem: Json<StoredRefusal> | null;
  started_by: Fixed<string>;
  started_at: FixedDefault<Date>;
  finished_at: Date | null;
}

/** A refusal as it is kept: words are made from it when it is read. */
export interface StoredRefusal {
  code: string;
  params: Params;
}

export interface ImportProblemTable {
  import_id: Fixed<string>;
  row: Fixed<number>;
  number: Fixed<number>;
  field: Fixed<ImportField | null>;
  code: Fixed<string>;
  params: ColumnType<Params, string, never>;
  text: Fixed<string>;
}
