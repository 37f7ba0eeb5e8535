import type { Generated } from 'kysely';
import type { Fixed, FixedDefault } from '#/base/server/tables.ts';
import type { AdmissionCode, DeviceKind, DeviceOwner, DeviceState, WirelessWay } from '../rules/device.ts';

declare module '#/base/server/tables.ts' {
  interface Tables {
    device: DeviceTable;
    device_admission: DeviceAdmissionTable;
    device_admission_item: DeviceAdmissionItemTable;
    wireless_seal: WirelessSealTable;
    wireless_seal_photo: WirelessSealPhotoTable;
  }
}

export interface DeviceTable {
  id: Fixed<string>;
  code: Fixed<string>;
  kind: Fixed<DeviceKind>;
  model: Fixed<string>;
  serial: Fixed<string>;
  owner: Fixed<DeviceOwner>;
  domestic: Fixed<boolean>;
  holds_data: Fixed<boolean>;
  remark: Fixed<string>;
  terminal_id: string | null;
  state: Generated<DeviceState>;
  registered_by: Fixed<string>;
  registered_at: FixedDefault<Date>;
  version: Generated<number>;
}

export interface WirelessSealTable {
  id: Fixed<string>;
  device_id: Fixed<string>;
  way: Fixed<WirelessWay>;
  seal_number: Fixed<string | null>;
  done_on: Fixed<string>;
  done_by: Fixed<string>;
  remark: Fixed<string>;
  photo_device_id: Fixed<string | null>;
  photo_camera_id: Fixed<string | null>;
  entered_by: Fixed<string>;
  entered_at: FixedDefault<Date>;
  broken_at: Date | null;
}

export interface WirelessSealPhotoTable {
  seal_id: Fixed<string>;
  attachment_id: Fixed<string>;
}

export interface DeviceAdmissionTable {
  id: Fixed<string>;
  device_id: Fixed<string>;
  seal_id: Fixed<string>;
  terminal_id: Fixed<string | null>;
  admitted_by: Fixed<string>;
  admitted_at: FixedDefault<Date>;
  ended_at: Date | null;
  ended_by: string | null;
  reason: string | null;
}

export interface DeviceAdmissionItemTable {
  admission_id: Fixed<string>;
  item: Fixed<AdmissionCode>;
  remark: Fixed<string>;
}
