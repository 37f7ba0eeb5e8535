import { Space } from '#/base/web/antd.ts';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import type { RowOf } from '#/base/web/room.ts';
import { StatusTag, type Tone } from '#/base/web/StatusTag.tsx';
import type { originalList } from '../rules/api/originals.ts';
import { type Place, placeNames } from '../rules/custody.ts';
import type { Secrecy } from '../rules/original.ts';
import { strings } from './strings.ts';

type Original = RowOf<typeof originalList>;

const placeTones: Record<Place, Tone> = {
  shelf: 'off',
  hand: 'attention',
  cabinet: 'done',
  repair: 'attention',
  surrendered: 'off',
  lost: 'alarm',
};

export const secrecyTones: Record<Secrecy, Tone> = {
  undecided: 'attention',
  unmarked: 'done',
  declassified: 'done',
  classified: 'alarm',
};

/** Where it is, and what stands against going on with it. */
export function Whereabouts({ original: { whereabouts } }: { original: Pick<Original, 'whereabouts'> }) {
  const s = useStrings(strings);
  const words = useWords();
  if (whereabouts === null) return s.none;
  const { place, cabinet, halted, unbound, parts } = whereabouts;
  return (
    <Space size={6} wrap>
      <StatusTag tone={placeTones[place]}>{cabinet ?? words(placeNames[place])}</StatusTag>
      {halted && <StatusTag tone="alarm">{s.halted}</StatusTag>}
      {unbound && <StatusTag tone="attention">{s.unbound}</StatusTag>}
      {parts > 0 && <StatusTag tone="attention">{s.partsOut(parts)}</StatusTag>}
    </Space>
  );
}
