/** The pages of a unit as they are handed over: what holds in each place, as the specification says (2.2-3, 5.6-5). */
import type { Specification } from '#/engagement/rules/specification.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import type { Face } from '../../rules/capture.ts';
import type { PageHeader } from '../../rules/headers/header.ts';
import { type PlacedLine, placedLines } from '../../rules/text/placed.ts';
import type { TreatmentDone } from '../../rules/treatment.ts';
import { passedMasters } from '../store/inspections.ts';
import { textsOfUnit } from '../store/texts.ts';
import { derivativeOf, type TreatedSlot, treatedSlots } from '../treat/state.ts';

export interface DeliveredPage {
  /** Running number, from 1. */
  position: number;
  face: Face;
  masterId: string;
  /** Null where the scan itself is handed over. */
  derivativeId: string | null;
  /** Of the file in which it lies, and its page there, from 1. */
  sha256: string;
  page: number;
  header: PageHeader;
  takenAt: Date;
  deviceId: string;
  /** When its text was read; null where it was not. */
  readAt: Date | null;
}

export interface Delivery {
  pages: DeliveredPage[];
  /** Places that hold no image. */
  empty: number[];
  /** Pages that no inspection has passed as they are. */
  unpassed: number[];
}

const shownAs = (slot: TreatedSlot, delivered: Specification['delivered']) =>
  delivered === 'treated' ? derivativeOf(slot) : undefined;

/** `delivered`: the scan, or what treatment made of it. */
export async function deliveryOf(
  db: Db | Tx,
  unitId: string,
  delivered: Specification['delivered'],
): Promise<Delivery> {
  const slots = await treatedSlots(db, unitId);
  const passed = await passedMasters(db, unitId);
  const read = new Map((await textsOfUnit(db, unitId)).map((row) => [row.position, row.read_at]));
  const pages = slots.flatMap((slot): DeliveredPage[] => {
    const { position, face, master_id: masterId, sha256, page, header, taken_at: takenAt } = slot.row;
    const { device_id: deviceId } = slot.row;
    if (!masterId || !sha256 || !page || !header || !takenAt || !deviceId) return [];
    const common = { position, face, masterId, takenAt, deviceId, readAt: read.get(position) ?? null };
    const made = shownAs(slot, delivered);
    if (!made?.sha256 || !made.header) return [{ ...common, derivativeId: null, sha256, page, header }];
    return [{ ...common, derivativeId: made.id, sha256: made.sha256, page: 1, header: made.header }];
  });
  const positions = (list: readonly TreatedSlot[]): number[] => list.map(({ row }) => row.position);
  return {
    pages,
    empty: positions(slots.filter(({ row }) => row.master_id === null)),
    unpassed: positions(slots.filter(({ row }) => row.master_id !== null && !passed.has(row.master_id))),
  };
}

/** Lines of each page on the picture that is handed over, by its place. */
export async function deliveredLines(
  db: Db | Tx,
  unitId: string,
  delivered: Specification['delivered'],
): Promise<Map<number, PlacedLine[]>> {
  const done = new Map<number, TreatmentDone | null>(
    (await treatedSlots(db, unitId)).map((slot) => [slot.row.position, shownAs(slot, delivered)?.done ?? null]),
  );
  return new Map(
    (await textsOfUnit(db, unitId)).map(({ position, lines, header }) => [
      position,
      placedLines(lines, header, done.get(position) ?? null),
    ]),
  );
}
