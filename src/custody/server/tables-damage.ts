/** Tables of damage, disinfection and preparation; comments on columns are in migrations/. */
import type { Generated } from 'kysely';
import type { Fixed, FixedDefault, LateTable } from '#/base/server/tables.ts';
import type { DamageKind, Liable, Remedy } from '../rules/damage.ts';

export interface DamageIncidentTable extends LateTable {
  id: Fixed<string>;
  number: Fixed<string>;
  original_id: Fixed<string>;
  batch_id: Fixed<string | null>;
  kind: Fixed<DamageKind>;
  place: string;
  description: string;
  cause: string;
  photo_device_id: Fixed<string | null>;
  photo_camera_id: Fixed<string | null>;
  reported_by: Fixed<string>;
  liable: Liable | null;
  liability_basis: string | null;
  penalty: string | null;
  remedy: Remedy | null;
  judged_by: string | null;
  agreed_by: string | null;
  judged_at: Date | null;
  repairer: string | null;
  repair_method: string | null;
  sent_by: string | null;
  sent_at: Date | null;
  repair_result: string | null;
  accepted_by: string | null;
  accepted_with: string | null;
  accepted_at: Date | null;
  found_note: string | null;
  found_by: string | null;
  found_at: Date | null;
  version: Generated<number>;
}

export interface DamagePhotoTable {
  incident_id: Fixed<string>;
  attachment_id: Fixed<string>;
  after_repair: Fixed<boolean>;
}

export interface DisinfectionTable {
  id: Fixed<string>;
  number: Fixed<string>;
  project_id: Fixed<string>;
  method: Fixed<string>;
  place: Fixed<string>;
  done_by: Fixed<string>;
  started_at: Fixed<Date>;
  ended_at: Fixed<Date>;
  remark: Fixed<string>;
  entered_by: Fixed<string>;
  entered_at: FixedDefault<Date>;
}

export interface DisinfectedTable {
  disinfection_id: Fixed<string>;
  original_id: Fixed<string>;
}

export interface PreparationTable extends LateTable {
  id: Fixed<string>;
  slip_id: Fixed<string>;
  pages: Fixed<number>;
  leaves: Fixed<number>;
  a3: Fixed<number>;
  a2: Fixed<number>;
  a1: Fixed<number>;
  a0: Fixed<number>;
  inserted: Fixed<number>;
  damaged: Fixed<number>;
  unscanned: Fixed<number>;
  unscanned_reason: string | null;
  cover: Fixed<number | null>;
  contents: Fixed<number | null>;
  note_sheet: Fixed<number | null>;
  blanks: Fixed<number | null>;
  binding: Fixed<string>;
  remark: string;
  prepared_by: Fixed<string>;
}
