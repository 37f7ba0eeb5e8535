/** Tables of imaging; comments on columns are in migrations/. */
import type { Generated } from 'kysely';
import type { Fixed, FixedDefault, Json } from '#/base/server/tables.ts';
import type { Refusal } from '#/base/rules/refusal.ts';
import type { Aim, Face, UploadState } from '../rules/capture.ts';
import type { Outcome } from '../rules/checks.ts';
import type { DefectKind } from '../rules/inspection.ts';
import type { Direction, TextLine } from '../rules/text/text.ts';
import type { FileFormat, PageHeader } from '../rules/headers/header.ts';
import type { TreatmentDone, TreatmentOrder, TreatmentState } from '../rules/treatment.ts';

declare module '#/base/server/tables.ts' {
  interface Tables {
    capture: CaptureTable;
    defect: DefectTable;
    image_slot: ImageSlotTable;
    inspection: InspectionTable;
    master: MasterTable;
    page_look: PageLookTable;
    page_seen: PageSeenTable;
    page_text: PageTextTable;
    rendition: RenditionTable;
    treatment: TreatmentTable;
    treatment_picture: TreatmentPictureTable;
    text_setting: TextSettingTable;
    unscanned_face: UnscannedFaceTable;
    upload: UploadTable;
  }
}

interface CaptureTable {
  id: Fixed<string>;
  unit_id: Fixed<string>;
  original_id: Fixed<string>;
  project_id: Fixed<string>;
  person_id: Fixed<string>;
  device_id: Fixed<string>;
  terminal_id: Fixed<string | null>;
  specification_id: Fixed<string>;
  opened_at: FixedDefault<Date>;
  closed_at: Date | null;
}

interface ImageSlotTable {
  id: Fixed<string>;
  unit_id: Fixed<string>;
  position: number | null;
  face: Generated<Face>;
  master_id: string | null;
  removed_reason: string | null;
  opened_by: Fixed<string>;
  opened_at: FixedDefault<Date>;
  version: Generated<number>;
}

interface UploadTable {
  id: Fixed<string>;
  capture_id: Fixed<string>;
  unit_id: Fixed<string>;
  aim: Fixed<Aim>;
  aim_slot_id: Fixed<string | null>;
  name: string;
  bytes: Fixed<string>;
  announced: Fixed<string>;
  state: UploadState;
  sha256: string | null;
  slot_id: string | null;
  refusal: Json<Pick<Refusal, 'code' | 'params'>> | null;
  tries: Generated<number>;
  looked_until: Date | null;
  begun_by: Fixed<string>;
  begun_at: FixedDefault<Date>;
  given_at: Date | null;
  decided_at: Date | null;
  settled_at: Date | null;
  settled_by: string | null;
  purged_at: Date | null;
}

interface MasterTable {
  id: Fixed<string>;
  slot_id: Fixed<string>;
  unit_id: Fixed<string>;
  upload_id: Fixed<string>;
  page: Fixed<number>;
  sha256: string | null;
  format: Fixed<FileFormat>;
  header: Json<PageHeader>;
  device_id: Fixed<string>;
  scanned_by: Fixed<string>;
  taken_at: FixedDefault<Date>;
  purged_at: Date | null;
}

interface PageLookTable {
  master_id: Fixed<string>;
  outcomes: Json<Outcome[]>;
  ink: Fixed<number>;
  skew: Fixed<number | null>;
  signature: Fixed<Buffer | null>;
  tool: Fixed<string>;
  looked_at: FixedDefault<Date>;
}

interface TextSettingTable {
  fonds_id: Fixed<string>;
  direction: Direction;
  skipped: boolean;
  set_by: string;
  set_at: Generated<Date>;
  version: number;
}

interface PageTextTable {
  master_id: Fixed<string>;
  state: Generated<'waiting' | 'done' | 'failed'>;
  queued_at: Generated<Date>;
  tries: Generated<number>;
  in_hand_until: Date | null;
  engine: string | null;
  engine_version: string | null;
  direction: Direction | null;
  upside_down: boolean | null;
  lines: Json<TextLine[]> | null;
  confidence: number | null;
  fault: Json<Pick<Refusal, 'code' | 'params'>> | null;
  read_at: Date | null;
}

interface RenditionTable {
  master_id: Fixed<string>;
  kind: Fixed<'thumb' | 'screen'>;
  sha256: Fixed<string>;
  width: Fixed<number>;
  height: Fixed<number>;
}

interface TreatmentTable {
  id: Fixed<string>;
  master_id: Fixed<string>;
  unit_id: Fixed<string>;
  asked: Json<TreatmentOrder> | null;
  ordered_by: Fixed<string>;
  by_machine: Fixed<boolean>;
  ordered_at: FixedDefault<Date>;
  state: TreatmentState;
  done: Json<TreatmentDone> | null;
  tool: string | null;
  sha256: string | null;
  header: Json<PageHeader> | null;
  outcomes: Json<Outcome[]> | null;
  ink: number | null;
  skew: number | null;
  tries: Generated<number>;
  held_until: Date | null;
  made_at: Date | null;
  confirmed_by: string | null;
  confirmed_at: Date | null;
  purged_at: Date | null;
}

interface TreatmentPictureTable {
  treatment_id: Fixed<string>;
  kind: Fixed<'thumb' | 'screen'>;
  sha256: Fixed<string>;
  width: Fixed<number>;
  height: Fixed<number>;
}

interface UnscannedFaceTable {
  id: Fixed<string>;
  unit_id: Fixed<string>;
  pages: Fixed<number>;
  face: Fixed<Exclude<Face, 'blank'>>;
  place: string;
  reason: string;
  by_id: Fixed<string>;
  at: FixedDefault<Date>;
  withdrawn_at: Date | null;
}

interface InspectionTable {
  id: Fixed<string>;
  unit_id: Fixed<string>;
  step: Fixed<string>;
  round: Fixed<number>;
  person_id: Fixed<string>;
  opened_at: FixedDefault<Date>;
  verdict: 'passed' | 'returned' | null;
  decided_at: Date | null;
  returned_to: 'scan' | 'treat' | null;
}

interface PageSeenTable {
  inspection_id: Fixed<string>;
  master_id: Fixed<string>;
  page_ms: number;
  grid_ms: number;
  passed: boolean;
  first_at: FixedDefault<Date>;
  last_at: Date;
}

interface DefectTable {
  id: Fixed<string>;
  inspection_id: Fixed<string>;
  unit_id: Fixed<string>;
  slot_id: Fixed<string>;
  master_id: Fixed<string | null>;
  treatment_id: Fixed<string | null>;
  kind: Fixed<DefectKind>;
  note: string | null;
  found_by: Fixed<string>;
  found_at: FixedDefault<Date>;
  withdrawn_at: Date | null;
  answer: string | null;
  answered_by: string | null;
  answered_at: Date | null;
}
