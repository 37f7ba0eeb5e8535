import { facts, formFrame, type Mark } from '#/base/forms/form-frame.ts';
import type { Html } from '#/base/forms/html.ts';
import { siteTime } from '#/base/forms/site-time.ts';
import { tablePages } from '#/base/forms/table-pages.ts';
import {
  type AdmissionCode,
  admissionPoints,
  type DeviceKind,
  deviceKindNames,
  type DeviceOwner,
  deviceOwnerNames,
  type DeviceState,
  deviceStateNames,
  type WirelessWay,
  wirelessWayNames,
} from '../rules/device.ts';

export interface DeviceCardData {
  archiveName: string;
  timeZone: string;
  code: string;
  kind: DeviceKind;
  model: string;
  serial: string;
  owner: DeviceOwner;
  domestic: boolean;
  holdsData: boolean;
  state: DeviceState;
  terminal: { name: string } | null;
  remark: string;
  seals: {
    way: WirelessWay;
    sealNumber: string | null;
    doneOn: string;
    doneBy: { name: string };
    enteredBy: { name: string };
    photos: readonly string[];
    photographed: string | null;
    remark: string;
    brokenAt: string | null;
  }[];
  admissions: {
    admittedBy: { name: string };
    admittedAt: string;
    terminal: string | null;
    items: { item: AdmissionCode; remark: string }[];
    endedAt: string | null;
    endedBy: { name: string } | null;
    reason: string | null;
  }[];
}

const labelOf = (item: AdmissionCode): string => admissionPoints.find(({ code }) => code === item)?.label.zh ?? item;

const joined = (...parts: readonly (string | null)[]): string => parts.filter((part) => part).join('；');

/** 设备卡 (4.5-1, 5.1-2): the device, how its wireless was sealed, when it was examined and admitted. */
export const deviceCardForm = {
  form: 'equipment.device-card',
  version: 1,
  render: (data: DeviceCardData, mark: Mark): Html =>
    formFrame({
      ...mark,
      form: 'equipment.device-card',
      title: '加工设备卡',
      subtitle: `${data.archiveName}　设备编号 ${data.code}`,
      body: tablePages({
        columns: [
          { title: '事项', width: 26 },
          { title: '时间', width: 34, align: 'mid' },
          { title: '办理人', width: 24, align: 'mid' },
          { title: '内容', width: 98 },
        ],
        rows: [
          ...data.seals.map((seal) => [
            '无线封断',
            seal.doneOn,
            seal.doneBy.name,
            joined(
              wirelessWayNames[seal.way].zh,
              seal.sealNumber === null ? null : `封条号 ${seal.sealNumber}`,
              seal.photos.length === 0 ? null : `照片 ${seal.photos.length} 张（${seal.photographed ?? ''}）`,
              seal.remark,
              seal.brokenAt === null ? null : `${siteTime(seal.brokenAt, data.timeZone)} 失效`,
            ),
          ]),
          ...data.admissions.flatMap((one) => [
            [
              '准入检查',
              siteTime(one.admittedAt, data.timeZone),
              one.admittedBy.name,
              joined(
                ...one.items.map(({ item, remark }) => `${labelOf(item)}${remark === '' ? '' : `（${remark}）`}`),
                one.terminal === null ? null : `终端 ${one.terminal}`,
              ),
            ],
            ...(one.endedAt === null
              ? []
              : [['停用或退场', siteTime(one.endedAt, data.timeZone), one.endedBy?.name ?? '', one.reason ?? '']]),
          ]),
        ],
        before: {
          content: facts([
            ['类别', deviceKindNames[data.kind].zh],
            ['品牌型号', data.model],
            ['序列号', data.serial],
            ['产权', deviceOwnerNames[data.owner].zh],
            ['国产', data.domestic ? '是' : '否'],
            ['含存储部件', data.holdsData ? '是' : '否'],
            ['状态', deviceStateNames[data.state].zh],
            ['终端', data.terminal?.name ?? '—'],
            ['用途和备注', data.remark === '' ? '—' : data.remark, 'wide'],
          ]),
          height: 44,
        },
        signatureHeight: 33,
      }),
      signatures: [{ role: '检查人' }, { role: '档案部门' }, { role: '服务机构' }],
    }),
};
