/** Tables of acceptance; comments on columns are in migrations/. */
import type { Generated } from 'kysely';
import type { Fixed, FixedDefault, Json } from '#/base/server/tables.ts';
import type { Failure } from '../rules/check-faults.ts';
import type { CheckAnswer, CheckCode, CheckResult, RunState } from '../rules/checks.ts';
import type { SampleDefectKind, SamplingLimits } from '../rules/sampling.ts';
import type { Finding, ItemVerdict, SecurityCode } from '../rules/security.ts';
import type { CarrierKind, CarrierTrouble } from '../rules/transfer.ts';

declare module '#/base/server/tables.ts' {
  interface Tables {
    carrier_reading: CarrierReadingTable;
    check_paper: CheckPaperTable;
    check_result: CheckResultTable;
    check_run: CheckRunTable;
    data_transfer: DataTransferTable;
    data_transfer_carrier: DataTransferCarrierTable;
    data_transfer_paper: DataTransferPaperTable;
    overall_acceptance: OverallAcceptanceTable;
    sample_defect: SampleDefectTable;
    sampled_unit: SampledUnitTable;
    sampling: SamplingTable;
    security_acceptance: SecurityAcceptanceTable;
    security_item: SecurityItemTable;
    security_member: SecurityMemberTable;
    security_paper: SecurityPaperTable;
  }
}

type Verdict = 'passed' | 'failed';

interface SamplingTable {
  id: Fixed<string>;
  package_id: Fixed<string>;
  project_id: Fixed<string>;
  seed: Fixed<string>;
  population: Fixed<number>;
  size: Fixed<number>;
  limits: Json<SamplingLimits>;
  drawn_by: Fixed<string>;
  drawn_at: FixedDefault<Date>;
  verdict: Verdict | null;
  catalogue_permille: number | null;
  other_permille: number | null;
  opinion: string | null;
  decided_by: string | null;
  decided_at: Date | null;
}

interface SampledUnitTable {
  sampling_id: Fixed<string>;
  unit_id: Fixed<string>;
  position: Fixed<number>;
  verdict: Verdict | null;
  looked_by: string | null;
  looked_at: Date | null;
}

interface SampleDefectTable {
  id: Fixed<string>;
  sampling_id: Fixed<string>;
  unit_id: Fixed<string>;
  kind: Fixed<SampleDefectKind>;
  page: Fixed<number | null>;
  note: string;
  found_by: Fixed<string>;
  found_at: FixedDefault<Date>;
  withdrawn_at: Date | null;
}

interface SecurityAcceptanceTable {
  id: Fixed<string>;
  project_id: Fixed<string>;
  round: Fixed<number>;
  opened_by: Fixed<string>;
  opened_at: FixedDefault<Date>;
  verdict: Verdict | null;
  opinion: string | null;
  decided_by: string | null;
  agreed_by: string | null;
  decided_at: Date | null;
}

interface SecurityMemberTable {
  acceptance_id: Fixed<string>;
  position: Fixed<number>;
  name: Fixed<string>;
  organization: Fixed<string>;
  qualification: Fixed<string>;
}

interface SecurityItemTable {
  acceptance_id: Fixed<string>;
  code: Fixed<SecurityCode>;
  verdict: ItemVerdict | null;
  by_hand: Fixed<boolean>;
  facts: Json<Finding['facts']> | null;
  note: string | null;
  judged_by: string | null;
  judged_at: Date | null;
}

interface SecurityPaperTable {
  acceptance_id: Fixed<string>;
  code: Fixed<SecurityCode>;
  attachment_id: Fixed<string>;
}

interface OverallAcceptanceTable {
  id: Fixed<string>;
  project_id: Fixed<string>;
  security_id: Fixed<string>;
  security_verdict: FixedDefault<'passed'>;
  opinion: Fixed<string>;
  accepted_by: Fixed<string>;
  agreed_by: Fixed<string>;
  accepted_at: FixedDefault<Date>;
}

interface CheckRunTable {
  id: Fixed<string>;
  package_id: Fixed<string>;
  project_id: Fixed<string>;
  round: Fixed<number>;
  state: Generated<RunState>;
  seal: Fixed<string>;
  files: number | null;
  units: number | null;
  started_by: Fixed<string>;
  started_at: FixedDefault<Date>;
  ended_at: Date | null;
}

interface CheckResultTable {
  run_id: Fixed<string>;
  code: Fixed<CheckCode>;
  result: Fixed<CheckResult>;
  examined: Fixed<number>;
  failed: Fixed<number>;
  failures: Json<Failure[]>;
  answer: CheckAnswer | null;
  note: string | null;
  answered_by: string | null;
  answered_at: Date | null;
}

interface CheckPaperTable {
  run_id: Fixed<string>;
  code: Fixed<CheckCode>;
  attachment_id: Fixed<string>;
}

interface CarrierReadingTable {
  id: Fixed<string>;
  carrier_id: Fixed<string>;
  project_id: Fixed<string>;
  started_by: Fixed<string>;
  started_at: FixedDefault<Date>;
  whole: boolean | null;
  files: number | null;
  bytes: string | null;
  seal: string | null;
  troubles: Json<CarrierTrouble[]> | null;
  troubled: number | null;
  ended_at: Date | null;
}

interface DataTransferTable {
  id: Fixed<string>;
  project_id: Fixed<string>;
  number: Fixed<string>;
  carriers: Fixed<number>;
  units: Fixed<number>;
  images: Fixed<number>;
  files: Fixed<number>;
  bytes: Fixed<string>;
  given_by: Fixed<string>;
  received_by: Fixed<string>;
  transferred_at: FixedDefault<Date>;
}

interface DataTransferCarrierTable {
  transfer_id: Fixed<string>;
  position: Fixed<number>;
  carrier_id: Fixed<string>;
  reading_id: Fixed<string>;
  reading_whole: FixedDefault<true>;
  check_id: Fixed<string>;
  label: Fixed<string>;
  kind: Fixed<CarrierKind>;
  size: Fixed<string | null>;
}

interface DataTransferPaperTable {
  transfer_id: Fixed<string>;
  attachment_id: Fixed<string>;
  added_by: Fixed<string>;
  added_at: FixedDefault<Date>;
}
