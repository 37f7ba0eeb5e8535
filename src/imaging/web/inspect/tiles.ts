/** An inspection as a contact sheet: what the machine asks about, what is marked, what was seen. */
import type { Tile } from '../view/viewed.ts';
import type { Inspection } from './inspected.ts';
import type { Seen } from './useSeen.ts';

export const tilesOf = (
  { slots, defects }: Inspection,
  seen: Seen,
  words: { marked: string; passed: string; seen: string },
): Tile[] =>
  slots.map((slot) => {
    const { id, position, masterId, width, height } = slot;
    const marked = defects.some(({ slotId }) => slotId === id);
    const now = masterId === null ? undefined : seen.of(masterId);
    const shown = slot.pageMs + (now?.pageMs ?? 0) > 0;
    const passed = slot.passed || now?.passed === true;
    const asked = slot.findings.length > 0;
    return {
      ...{ id, position, masterId, width, height, picture: slot.derivativeId ?? masterId },
      tone: marked || slot.state === 'empty' ? 'fail' : asked ? 'ask' : 'good',
      label: [
        ...(marked ? [words.marked] : asked ? ['?'] : []),
        ...(passed ? [words.passed] : shown ? [words.seen] : []),
      ].join(' '),
    };
  });
