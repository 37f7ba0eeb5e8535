import type { Generated } from 'kysely';
import type { Fixed, FixedDefault, LateTable } from '#/base/server/tables.ts';
import type { Duty } from '../rules/acceptance.ts';
import type { NoBadge } from '../rules/badges.ts';
import type { ChecklistCode } from '../rules/checklist.ts';
import type {
  CameraSourceTable,
  ClockWatchTable,
  FootageDeletionTable,
  FootageDiskTable,
  FootageHandoverTable,
  FootageHoldTable,
  FootageIntakeFileTable,
  FootageIntakeTable,
  FootagePlaybackTable,
  FootageTable,
  PlaybackCheckTable,
  PlaybackPlanTable,
  PlaybackPolicyTable,
  PlaybackRangeTable,
  PlaybackSampleTable,
  PlaybackStillTable,
  VideoRecorderCameraTable,
  VideoRecorderReadingTable,
  VideoRecorderTable,
} from './footage-tables.ts';
import type { PatrolCode, Side } from '../rules/patrol.ts';
import type { PhotoDeviceKind } from '../rules/photo-device.ts';
import type { Belonging } from '../rules/visits.ts';
import type { FixtureKind, Stage, ZoneKind } from '../rules/plan.ts';

declare module '#/base/server/tables.ts' {
  interface Tables {
    premises: PremisesTable;
    zone: ZoneTable;
    fixture: FixtureTable;
    camera: CameraTable;
    camera_cover: CameraCoverTable;
    premises_duty: PremisesDutyTable;
    site_check: SiteCheckTable;
    site_check_item: SiteCheckItemTable;
    site_check_photo: SiteCheckPhotoTable;
    climate_reading: ClimateReadingTable;
    site_acceptance: SiteAcceptanceTable;
    goods_release: GoodsReleaseTable;
    visitor_pass: VisitorPassTable;
    visit: VisitTable;
    patrol_shift: PatrolShiftTable;
    patrol: PatrolTable;
    patrol_item: PatrolItemTable;
    patrol_photo: PatrolPhotoTable;
    clock_watch: ClockWatchTable;
    footage_disk: FootageDiskTable;
    duty_day: DutyDayTable;
    photo_device: PhotoDeviceTable;
    camera_source: CameraSourceTable;
    footage: FootageTable;
    footage_deletion: FootageDeletionTable;
    footage_handover: FootageHandoverTable;
    footage_hold: FootageHoldTable;
    footage_intake: FootageIntakeTable;
    footage_intake_file: FootageIntakeFileTable;
    footage_playback: FootagePlaybackTable;
    playback_check: PlaybackCheckTable;
    playback_plan: PlaybackPlanTable;
    playback_policy: PlaybackPolicyTable;
    playback_range: PlaybackRangeTable;
    playback_sample: PlaybackSampleTable;
    playback_still: PlaybackStillTable;
    video_recorder: VideoRecorderTable;
    video_recorder_camera: VideoRecorderCameraTable;
    video_recorder_reading: VideoRecorderReadingTable;
  }
}

export interface PremisesTable {
  id: FixedDefault<boolean>;
  name: string;
  address: string;
  location: 'inside' | 'outside';
  outside_reason: string | null;
  plan_width: number;
  plan_height: number;
  /** `numeric`: a string from the driver. */
  temperature_min: string | number;
  temperature_max: string | number;
  humidity_min: string | number;
  humidity_max: string | number;
  registered_by: Fixed<string>;
  registered_at: FixedDefault<Date>;
  version: Generated<number>;
}

export interface ZoneTable {
  id: Fixed<string>;
  code: string;
  name: string;
  kind: ZoneKind;
  x: number;
  y: number;
  width: number;
  height: number;
  state: Generated<'active' | 'retired'>;
  version: Generated<number>;
}

export interface FixtureTable {
  id: Fixed<string>;
  zone_id: string;
  kind: Fixed<FixtureKind>;
  code: string;
  name: string;
  x: number;
  y: number;
  stage: Stage | null;
  terminal_id: string | null;
  state: Generated<'active' | 'retired'>;
  version: Generated<number>;
}

export interface CameraTable {
  id: Fixed<string>;
  zone_id: string;
  code: string;
  model: string;
  resolution: string;
  storage: string;
  x: number;
  y: number;
  direction: number;
  angle: number;
  reach: number;
  state: Generated<'active' | 'retired'>;
  version: Generated<number>;
}

export interface CameraCoverTable {
  camera_id: Fixed<string>;
  fixture_id: Fixed<string>;
}

export interface PremisesDutyTable {
  id: Fixed<string>;
  duty: Fixed<Duty>;
  person_id: Fixed<string>;
  person_duty: FixedDefault<'business'>;
  party_kind: Fixed<'archive' | 'vendor'>;
  since: Fixed<string>;
  until: string | null;
}

/** Not both; neither where there are no photographs. */
interface PhotoSourceTable {
  photo_device_id: Fixed<string | null>;
  photo_camera_id: Fixed<string | null>;
}

export interface SiteCheckTable extends LateTable, PhotoSourceTable {
  id: Fixed<string>;
  checked_on: Fixed<string>;
  checked_by: Fixed<string>;
}

export interface SiteCheckItemTable {
  check_id: Fixed<string>;
  item: Fixed<ChecklistCode>;
  passed: Fixed<boolean>;
  remark: Fixed<string>;
  issue_id: Fixed<string | null>;
}

export interface SiteCheckPhotoTable {
  check_id: Fixed<string>;
  item: Fixed<ChecklistCode>;
  attachment_id: Fixed<string>;
}

export interface ClimateReadingTable extends LateTable {
  id: Fixed<string>;
  zone_id: Fixed<string>;
  instrument: Fixed<string>;
  temperature: Fixed<string | number>;
  humidity: Fixed<string | number>;
  in_range: Fixed<boolean>;
  taken_by: Fixed<string>;
}

export interface SiteAcceptanceTable {
  id: Fixed<string>;
  accepted_on: Fixed<string>;
  accepted_by: Fixed<string>;
  confirmed_by: Fixed<string>;
  remarks: Fixed<string>;
  facts: Fixed<object>;
  recorded_at: FixedDefault<Date>;
}

export interface GoodsReleaseTable {
  id: Fixed<string>;
  number: Fixed<string>;
  bearer: Fixed<string>;
  items: Fixed<string>;
  reason: Fixed<string>;
  leaves_on: Fixed<string>;
  requested_by: Fixed<string>;
  approved_by: Fixed<string>;
  issued_at: FixedDefault<Date>;
  state: Generated<'issued' | 'passed'>;
  passed_by: string | null;
  passed_at: Date | null;
  remark: string | null;
  late_reason: string | null;
  late_form_number: string | null;
  late_scan_id: string | null;
  version: Generated<number>;
}

export interface VisitorPassTable {
  id: Fixed<string>;
  number: Fixed<string>;
  name: Fixed<string>;
  organisation: Fixed<string>;
  document_tail: Fixed<string>;
  reason: Fixed<string>;
  visit_on: Fixed<string>;
  escort: Fixed<string>;
  requested_by: Fixed<string>;
  approved_by: Fixed<string>;
  issued_at: FixedDefault<Date>;
}

export interface VisitTable extends LateTable {
  id: Fixed<string>;
  person_id: Fixed<string | null>;
  pass_id: Fixed<string | null>;
  entered_on: Fixed<string>;
  deposited: Fixed<Belonging[]>;
  locker_id: Fixed<string | null>;
  checked_by: Fixed<string>;
  remark: Fixed<string>;
  left_at: Date | null;
  exit_checked_by: string | null;
  exit_remark: string | null;
  exit_late_reason: string | null;
  exit_late_form_number: string | null;
  exit_late_scan_id: string | null;
  badge_scan_id: Fixed<string | null>;
  no_badge: Fixed<NoBadge | null>;
  visitor_card: Fixed<string | null>;
  issue_id: Fixed<string | null>;
  exit_issue_id: string | null;
  version: Generated<number>;
}

export interface PatrolShiftTable {
  id: Fixed<string>;
  name: Fixed<string>;
  weekdays: Fixed<number[]>;
  /** `HH:MM:SS` from the driver. */
  starts_at: Fixed<string>;
  ends_at: Fixed<string>;
  sides: Fixed<Side[]>;
  planned_by: Fixed<string>;
  planned_at: FixedDefault<Date>;
  ended_at: Date | null;
  version: Generated<number>;
}

export interface PatrolTable extends LateTable, PhotoSourceTable {
  id: Fixed<string>;
  shift_id: Fixed<string>;
  patrolled_on: Fixed<string>;
  side: Fixed<Side>;
  patrolled_by: Fixed<string>;
}

export interface PatrolItemTable {
  patrol_id: Fixed<string>;
  item: Fixed<PatrolCode>;
  passed: Fixed<boolean>;
  remark: Fixed<string>;
  issue_id: Fixed<string | null>;
}

export interface PatrolPhotoTable {
  patrol_id: Fixed<string>;
  item: Fixed<PatrolCode>;
  attachment_id: Fixed<string>;
}

export interface DutyDayTable {
  day: Fixed<string>;
  number: Fixed<string>;
  remarks: Fixed<string>;
  data: Fixed<string>;
  digest: Fixed<string>;
  closed_by: Fixed<string>;
  agreed_by: Fixed<string>;
  closed_at: FixedDefault<Date>;
}

export interface PhotoDeviceTable {
  id: Fixed<string>;
  code: Fixed<string>;
  kind: Fixed<PhotoDeviceKind>;
  model: Fixed<string>;
  registered_by: Fixed<string>;
  registered_at: FixedDefault<Date>;
  retired_at: Date | null;
  version: Generated<number>;
}
