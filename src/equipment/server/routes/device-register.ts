import { refuse } from '#/base/rules/refusal.ts';
import { bindView, type Binding } from '#/base/server/door/bind.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { printForm } from '#/base/server/print.ts';
import { findSite } from '#/base/server/site.ts';
import { personFrom } from '#/base/server/store/names.ts';
import { cutPage } from '#/base/server/store/page.ts';
import { namePhotoSource } from '#/premises/server/door.ts';
import { namesOf } from '#/protection/server/door.ts';
import { deviceCardForm } from '../../forms/device-card.ts';
import { deviceList, devicePrint, deviceShow, equipmentDueList, terminalChoices } from '../../rules/api/devices.ts';
import { dueDevices } from '../../rules/due.ts';
import {
  admissionsOf,
  devicesWaiting,
  findDevice,
  listDevices,
  listTerminalDevices,
  sealsOf,
} from '../store/devices.ts';

type DeviceRow = NonNullable<Awaited<ReturnType<typeof findDevice>>>;

const deviceOf = (row: DeviceRow) => ({
  ...{ id: row.id, code: row.code, kind: row.kind, model: row.model, serial: row.serial, owner: row.owner },
  ...{ domestic: row.domestic, holdsData: row.holds_data, remark: row.remark, state: row.state },
  seal:
    row.way === null || row.done_on === null
      ? null
      : { way: row.way, sealNumber: row.seal_number, doneOn: row.done_on },
  terminal:
    row.terminal_id === null || row.terminal_name === null ? null : { id: row.terminal_id, name: row.terminal_name },
  version: row.version,
});

/** The whole card, newest first. */
async function cardOf(db: Db | Tx, row: DeviceRow) {
  const seals = await sealsOf(db, row.id);
  const admissions = await admissionsOf(db, row.id);
  const person = personFrom(
    await namesOf(db, [
      ...seals.flatMap(({ done_by: doneBy, entered_by: enteredBy }) => [doneBy, enteredBy]),
      ...admissions.flatMap(({ admitted_by: admittedBy, ended_by: endedBy }) => [admittedBy, endedBy]),
    ]),
  );
  return {
    ...deviceOf(row),
    seals: await Promise.all(
      seals.map(async (seal) => ({
        ...{ id: seal.id, way: seal.way, sealNumber: seal.seal_number, doneOn: seal.done_on },
        doneBy: person(seal.done_by),
        enteredBy: person(seal.entered_by),
        enteredAt: seal.entered_at.toISOString(),
        photos: seal.photos.map(({ id }) => id),
        photographed: await namePhotoSource(db, seal),
        remark: seal.remark,
        brokenAt: seal.broken_at?.toISOString() ?? null,
      })),
    ),
    admissions: admissions.map((one) => ({
      id: one.id,
      admittedBy: person(one.admitted_by),
      admittedAt: one.admitted_at.toISOString(),
      terminal: one.terminal,
      items: one.items,
      endedAt: one.ended_at?.toISOString() ?? null,
      endedBy: one.ended_by === null ? null : person(one.ended_by),
      reason: one.reason,
    })),
  };
}

export const deviceRegisterRoutes = (): Binding[] => [
  bindView(deviceList, async (tx, { input }) => {
    const { page, next } = cutPage(await listDevices(tx, input), input.limit, ({ code }) => code);
    return { items: page.map(deviceOf), next };
  }),

  bindView(deviceShow, async (tx, { subject }) => {
    const row = await findDevice(tx, subject ?? '');
    return row ? cardOf(tx, row) : refuse('not-found', { what: { zh: '设备', en: 'device' } });
  }),

  bindView(devicePrint, async (tx, { actor, subject }) => {
    const row = await findDevice(tx, subject ?? '');
    if (!row) return refuse('not-found', { what: { zh: '设备', en: 'device' } });
    const site = await findSite(tx);
    const place = { archiveName: site?.name ?? '', timeZone: site?.timeZone ?? 'Asia/Shanghai' };
    return printForm(tx, deviceCardForm, { ...place, ...(await cardOf(tx, row)) }, actor.personId);
  }),

  bindView(terminalChoices, async (tx) => ({
    items: (await listTerminalDevices(tx)).map(({ id, name, device }) => ({ id, name, device })),
  })),

  bindView(equipmentDueList, async (tx) => {
    const waiting = (await devicesWaiting(tx)).map((row) => ({ ...row, sealed: row.way !== null }));
    const bare = (await listTerminalDevices(tx)).filter(({ device }) => device === null);
    return { items: dueDevices(waiting, bare), next: null };
  }),
];
