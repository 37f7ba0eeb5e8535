/** Tables of cameras' footage; comments on columns are in migrations/0005-footage.sql. */
import type { Generated } from 'kysely';
import type { Fixed, FixedDefault, LateTable } from '#/base/server/tables.ts';
import type { FootageOrigin, FootageProblem, IntakeOutcome } from '../rules/footage.ts';
import type { Sample } from '../rules/playback.ts';
import type { RecordingFailure } from '../rules/recording.ts';

export interface ClockWatchTable {
  id: FixedDefault<boolean>;
  wall: Date;
  highest: Date;
  /** `bigint`: a string from the driver. */
  drift_ms: string;
  frozen_since: Date | null;
  confirmed_by: string | null;
  confirmed_at: Date | null;
}

export interface FootageDiskTable {
  id: FixedDefault<boolean>;
  marker: Fixed<string>;
  marked_at: FixedDefault<Date>;
}

export interface FootageTable {
  id: Fixed<string>;
  camera_id: Fixed<string>;
  from_at: Fixed<Date>;
  to_at: Fixed<Date>;
  counts_from: Date | null;
  origin: Fixed<FootageOrigin>;
  kept_on: 'store' | 'medium';
  handover_id: Fixed<string | null>;
  file_name: Fixed<string>;
  sha256: Fixed<string>;
  sm3: string | null;
  bytes: string;
  media_type: string | null;
  in_fragments: Generated<boolean>;
  playable_ms: Generated<string>;
  problem: FootageProblem | null;
  registered_by: Fixed<string | null>;
  registered_at: FixedDefault<Date>;
  examined_at: Date | null;
  spoilt_at: Generated<Date | null>;
  problem_within: Generated<FootageProblem | null>;
  state: Generated<'kept' | 'deleted'>;
  deletion_id: string | null;
  erased_at: Date | null;
}

export interface FootageDeletionTable {
  id: Fixed<string>;
  number: Fixed<string>;
  camera_id: Fixed<string>;
  from_at: Fixed<Date>;
  to_at: Fixed<Date>;
  reason: Fixed<string>;
  pieces: Fixed<number>;
  bytes: Fixed<string>;
  digest: Fixed<string>;
  requested_by: Fixed<string>;
  approved_by: Fixed<string>;
  deleted_at: FixedDefault<Date>;
}

export interface FootageHandoverTable {
  id: Fixed<string>;
  number: Fixed<string>;
  medium_number: Fixed<string>;
  handed_by: Fixed<string>;
  received_by: Fixed<string>;
  remark: Fixed<string>;
  received_at: FixedDefault<Date>;
}

export interface FootageHoldTable {
  id: Fixed<string>;
  camera_id: Fixed<string | null>;
  from_at: Fixed<Date>;
  to_at: Fixed<Date>;
  reason: Fixed<string>;
  placed_by: Fixed<string>;
  placed_at: FixedDefault<Date>;
  lifted_by: string | null;
  lift_reason: string | null;
  lifted_at: Date | null;
  version: Generated<number>;
}

export interface FootageIntakeTable {
  id: Fixed<string>;
  camera_id: Fixed<string>;
  requested_by: Fixed<string>;
  requested_at: FixedDefault<Date>;
}

export interface FootageIntakeFileTable {
  intake_id: Fixed<string>;
  name: Fixed<string>;
  from_at: Fixed<Date>;
  to_at: Fixed<Date | null>;
  state: Generated<'waiting' | 'taken' | 'failed'>;
  outcome: IntakeOutcome | null;
  footage_id: string | null;
}

export interface FootagePlaybackTable {
  id: Fixed<string>;
  camera_id: Fixed<string>;
  from_at: Fixed<Date>;
  to_at: Fixed<Date>;
  played_by: Fixed<string>;
  played_at: FixedDefault<Date>;
}

export interface PlaybackPlanTable {
  id: Fixed<string>;
  week_on: Fixed<string>;
  seed: Fixed<string>;
  ranges_each: Fixed<number>;
  minutes_each: Fixed<number>;
  due_on: Fixed<string>;
  registered_until: Fixed<Date>;
  drawn_at: FixedDefault<Date>;
}

export interface PlaybackSampleTable {
  plan_id: Fixed<string>;
  camera_id: Fixed<string>;
  from_at: Fixed<Date>;
  to_at: Fixed<Date>;
  cause: Fixed<Sample['cause']>;
}

export interface PlaybackPolicyTable {
  id: FixedDefault<boolean>;
  ranges_each: number;
  minutes_each: number;
  due_days: number;
}

export interface PlaybackCheckTable extends LateTable {
  id: Fixed<string>;
  number: Fixed<string>;
  camera_id: Fixed<string>;
  from_at: Fixed<Date>;
  to_at: Fixed<Date>;
  findings: Fixed<string>;
  passed: Fixed<boolean>;
  issue_id: Fixed<string | null>;
  checked_by: Fixed<string>;
}

export interface PlaybackRangeTable {
  check_id: Fixed<string>;
  from_at: Fixed<Date>;
  to_at: Fixed<Date>;
}

export interface PlaybackStillTable {
  check_id: Fixed<string>;
  attachment_id: Fixed<string>;
}

export interface VideoRecorderTable {
  id: Fixed<string>;
  code: Fixed<string>;
  model: Fixed<string>;
  location: Fixed<string>;
  installed_on: Fixed<string>;
  registered_by: Fixed<string>;
  registered_at: FixedDefault<Date>;
  retired_at: Date | null;
  version: Generated<number>;
}

export interface VideoRecorderCameraTable {
  recorder_id: Fixed<string>;
  camera_id: Fixed<string>;
}

export interface VideoRecorderReadingTable extends LateTable {
  id: Fixed<string>;
  recorder_id: Fixed<string>;
  earliest_at: Fixed<Date>;
  capacity_gb: Fixed<number>;
  used_gb: Fixed<number>;
  remark: Fixed<string>;
  read_by: Fixed<string>;
}

/** Comments on its columns are in migrations/0007-recorder.sql. */
export interface CameraSourceTable {
  camera_id: Fixed<string>;
  sealed: Buffer | null;
  state: Generated<'on' | 'off'>;
  reason: string | null;
  set_by: string;
  set_at: Generated<Date>;
  failing_since: Date | null;
  failure: RecordingFailure | null;
  version: Generated<number>;
}
