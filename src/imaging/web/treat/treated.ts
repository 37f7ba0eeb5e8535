import type { OutputOf } from '#/base/rules/declare.ts';
import type { treatmentShow } from '../../rules/api/treatments.ts';

export type TreatedUnit = OutputOf<typeof treatmentShow>;
export type TreatedSlot = TreatedUnit['slots'][number];

/** Shown: what was made, once it is; what was scanned, until then and where nothing is to be made. */
export const pictureOf = ({ masterId, treatment }: TreatedSlot): string | null =>
  treatment?.state === 'made' ? treatment.id : masterId;

export const isConfirmed = ({ masterId, treatment }: TreatedSlot): boolean =>
  masterId === null || treatment?.confirmed === true;

/** A person is to look, and has not said that it is good. */
export const isAsked = ({ treatment }: TreatedSlot): boolean =>
  treatment !== null && !treatment.confirmed && treatment.reasons.length > 0;
