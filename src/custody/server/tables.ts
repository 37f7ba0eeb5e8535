/** Tables of custody; comments on columns are in migrations/. */
import type { Generated } from 'kysely';
import type { Fixed, FixedDefault, LateTable } from '#/base/server/tables.ts';
import type { Stage } from '#/premises/rules/plan.ts';
import type { CustodyEvent, Part, Place } from '../rules/custody.ts';
import type { BatchState, Condition, Direction, Side } from '../rules/handover.ts';
import type { OriginalKind, Secrecy } from '../rules/original.ts';
import type { Finding, Outcome, SlipStep } from '../rules/work.ts';
import type {
  CatalogueImportTable,
  ConditionPhotoTable,
  ConditionReportTable,
  ErratumTable,
  ExaminationTable,
  ImportProblemTable,
  SecrecyCheckTable,
} from './tables-catalogue.ts';
import type {
  DamageIncidentTable,
  DamagePhotoTable,
  DisinfectedTable,
  DisinfectionTable,
  PreparationTable,
} from './tables-damage.ts';

declare module '#/base/server/tables.ts' {
  interface Tables {
    batch: BatchTable;
    batch_original: BatchOriginalTable;
    business_receipt: BusinessReceiptTable;
    catalogue_import: CatalogueImportTable;
    classified_find: ClassifiedFindTable;
    condition_photo: ConditionPhotoTable;
    condition_report: ConditionReportTable;
    damage_incident: DamageIncidentTable;
    damage_photo: DamagePhotoTable;
    disinfected: DisinfectedTable;
    disinfection: DisinfectionTable;
    erratum: ErratumTable;
    examination: ExaminationTable;
    fonds: FondsTable;
    handover: HandoverTable;
    handover_count: HandoverCountTable;
    import_problem: ImportProblemTable;
    movement: MovementTable;
    original: OriginalTable;
    part_out: PartOutTable;
    preparation: PreparationTable;
    retrieval_plan: RetrievalPlanTable;
    secrecy_check: SecrecyCheckTable;
    slip: SlipTable;
    slip_step: SlipStepTable;
    sweep: SweepTable;
    sweep_finding: SweepFindingTable;
    sweep_reopening: SweepReopeningTable;
    sweep_scan: SweepScanTable;
    whereabouts: WhereaboutsTable;
  }
}

export interface FondsTable {
  id: Fixed<string>;
  code: Fixed<string>;
  name: Fixed<string>;
  creator: Fixed<string>;
  added_by: Fixed<string>;
  added_at: FixedDefault<Date>;
}

export interface OriginalTable {
  id: Fixed<string>;
  project_id: Fixed<string>;
  scheme_id: Fixed<string>;
  fonds_id: Fixed<string>;
  kind: Fixed<OriginalKind>;
  parent_id: Fixed<string | null>;
  unit: Generated<boolean>;
  code: Fixed<string>;
  written_code: Fixed<string>;
  sort_key: Fixed<string>;
  title: string | null;
  author: string | null;
  document_number: string | null;
  dated: string | null;
  retention: string | null;
  pages: number | null;
  marking: string | null;
  remark: string | null;
  secrecy: Generated<Secrecy>;
  import_id: Fixed<string | null>;
  import_row: Fixed<number | null>;
  registered_by: Fixed<string>;
  registered_at: FixedDefault<Date>;
  version: Generated<number>;
}

export interface WhereaboutsTable {
  original_id: Fixed<string>;
  unit: Generated<boolean>;
  place: Place;
  holder_id: string;
  cabinet_id: string | null;
  cabinet_stage: Generated<Stage | null>;
  stage: Stage | null;
  batch_id: string | null;
  halted: Generated<boolean>;
  unbound: Generated<boolean>;
  since: Date;
  version: Generated<number>;
}

export interface PartOutTable {
  id: Fixed<string>;
  original_id: Fixed<string>;
  number: Fixed<number>;
  description: string;
  place: Part['place'];
  holder_id: string;
  cabinet_id: string | null;
  since: Date;
  taken_at: Fixed<Date>;
  returned_at: Date | null;
}

export interface MovementTable {
  id: Fixed<string>;
  original_id: Fixed<string>;
  part_id: Fixed<string | null>;
  event: Fixed<CustodyEvent['type'] | 'register'>;
  place: Fixed<Place>;
  holder_id: Fixed<string>;
  cabinet_id: Fixed<string | null>;
  batch_id: Fixed<string | null>;
  stage: Fixed<Stage | null>;
  halted: Fixed<boolean>;
  moved_by: Fixed<string>;
  occurred_at: Fixed<Date>;
  recorded_at: FixedDefault<Date>;
}

export interface RetrievalPlanTable {
  id: Fixed<string>;
  project_id: Fixed<string>;
  starts_on: Fixed<string>;
  ends_on: Fixed<string>;
  most_total: Fixed<number>;
  most_at_once: Fixed<number>;
  disinfect_after_days: Fixed<number>;
  remark: Fixed<string>;
  set_by: Fixed<string>;
  set_at: FixedDefault<Date>;
}

export interface BatchTable {
  id: Fixed<string>;
  number: Fixed<string>;
  project_id: Fixed<string>;
  plan_id: Fixed<string>;
  name: Fixed<string>;
  remark: Fixed<string>;
  state: Generated<BatchState>;
  requested_by: Fixed<string>;
  requested_at: FixedDefault<Date>;
  approved_by: string | null;
  approved_at: Date | null;
  over_reason: string | null;
  cancelled_by: string | null;
  cancelled_at: Date | null;
  cancel_reason: string | null;
  version: Generated<number>;
}

export interface BatchOriginalTable {
  batch_id: Fixed<string>;
  original_id: Fixed<string>;
  open: Generated<boolean>;
  dropped_by: string | null;
  dropped_at: Date | null;
  drop_reason: string | null;
}

export interface HandoverTable {
  id: Fixed<string>;
  number: Fixed<string>;
  batch_id: Fixed<string>;
  direction: Fixed<Direction>;
  content: Fixed<string>;
  remark: Fixed<string>;
  given_by: Fixed<string>;
  received_by: Fixed<string>;
  closed_at: FixedDefault<Date>;
  paper_print_id: Fixed<string | null>;
  paper_scan_id: Fixed<string | null>;
  signed_at: Fixed<Date | null>;
  entered_by: Fixed<string | null>;
  checked_by: Fixed<string | null>;
}

export interface BusinessReceiptTable {
  handover_id: Fixed<string>;
  pages: Fixed<number>;
  remark: Fixed<string>;
  signed_by: Fixed<string>;
  signed_at: FixedDefault<Date>;
}

export interface HandoverCountTable {
  batch_id: Fixed<string>;
  original_id: Fixed<string>;
  direction: Fixed<Direction>;
  side: Fixed<Side>;
  condition: Condition;
  note: string;
  counted_by: string;
  counted_at: Date;
  counted: Generated<boolean>;
  handover_id: string | null;
}

export interface SlipTable {
  id: Fixed<string>;
  number: Fixed<string>;
  batch_id: Fixed<string>;
  original_id: Fixed<string>;
  made_at: FixedDefault<Date>;
}

export interface SlipStepTable extends LateTable {
  id: Fixed<string>;
  slip_id: Fixed<string>;
  part_id: Fixed<string | null>;
  step: Fixed<SlipStep>;
  device_id: Fixed<string | null>;
  items: Fixed<number>;
  pages: Fixed<number>;
  started_at: Fixed<Date>;
  finished_at: Fixed<Date>;
  done_by: Fixed<string>;
  note: string;
}

export interface SweepTable {
  id: Fixed<string>;
  project_id: Fixed<string>;
  day: Fixed<string>;
  opened_by: Fixed<string>;
  opened_at: FixedDefault<Date>;
  reopened_at: Date | null;
  closed_by: string | null;
  agreed_by: string | null;
  closed_at: Date | null;
  expected: number | null;
  seen: number | null;
  remark: string | null;
  excused_by: string | null;
  excused_at: Date | null;
  excuse: string | null;
}

export interface SweepReopeningTable {
  id: Fixed<string>;
  sweep_id: Fixed<string>;
  closed_by: Fixed<string>;
  agreed_by: Fixed<string>;
  closed_at: Fixed<Date>;
  expected: Fixed<number>;
  seen: Fixed<number>;
  remark: Fixed<string>;
  reopened_by: Fixed<string>;
  reopened_at: FixedDefault<Date>;
  reason: Fixed<string>;
}

export interface SweepScanTable {
  sweep_id: Fixed<string>;
  original_id: Fixed<string>;
  part_number: Fixed<number>;
  cabinet_id: string;
  scanned_by: string;
  scanned_at: Generated<Date>;
}

export interface SweepFindingTable {
  id: Fixed<string>;
  sweep_id: Fixed<string>;
  original_id: Fixed<string>;
  part_number: Fixed<number>;
  holder_id: Fixed<string>;
  batch_id: Fixed<string>;
  finding: Fixed<Finding>;
  reason: Fixed<string>;
  lifted_by: string | null;
  lifted_at: Date | null;
  lift_reason: string | null;
}

export interface ClassifiedFindTable extends LateTable {
  id: Fixed<string>;
  number: Fixed<string>;
  original_id: Fixed<string>;
  batch_id: Fixed<string | null>;
  page: Fixed<string>;
  mark: Fixed<string>;
  found_by: Fixed<string>;
  found_on: Fixed<string>;
  outcome: Outcome | null;
  basis: string | null;
  settled_by: string | null;
  agreed_by: string | null;
  settled_at: Date | null;
  version: Generated<number>;
}
