import { describe, expect, test } from 'vitest';
import { type Attended, lacksTraining } from './training.ts';

const secrecy: Attended = { kind: 'secrecy', role: null, passed: true };
const scanning: Attended = { kind: 'trade', role: 'scanner', passed: true };

describe('what somebody lacks before he may work', () => {
  test('2.5-3: whoever was not educated, or did not pass, is refused', () => {
    expect(lacksTraining([scanning], ['scanner'])).toEqual(['secrecy']);
    expect(lacksTraining([scanning, { ...secrecy, passed: false }], ['scanner'])).toEqual(['secrecy']);
    expect(lacksTraining([scanning, { ...secrecy, passed: false }, secrecy], ['scanner'])).toEqual([]);
  });

  test('3.8-2: training for another post is refused; one of several posts is enough', () => {
    expect(lacksTraining([secrecy, scanning], ['qualityInspector'])).toEqual(['trade']);
    expect(lacksTraining([secrecy, scanning], ['qualityInspector', 'scanner'])).toEqual([]);
    expect(lacksTraining([], ['scanner'])).toEqual(['secrecy', 'trade']);
  });

  test('the archive’s own posts are asked for nothing', () => {
    expect(lacksTraining([], ['archiveKeeper', 'archiveLead'])).toEqual([]);
  });
});
