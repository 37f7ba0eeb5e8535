/** Files in a scanner's folder (5.6-4): whole, and in order. */
import { describe, expect, test } from 'vitest';
import { Arrivals, type ArrivingFile, endsWell, isUnfinished, patienceMs } from './arriving.ts';

/** Smallest picture of its kind: one grey pixel as TIFF, its directory at the end as scanners write it. */
function tiff(): Uint8Array {
  const entries = [[256, 1], [257, 1], [258, 8], [259, 1], [262, 1], [273, 8], [277, 1], [278, 1], [279, 1]]; // prettier-ignore
  const bytes = new Uint8Array(10 + 2 + entries.length * 12 + 4);
  const out = new DataView(bytes.buffer);
  out.setUint32(0, 0x49492a00);
  out.setUint32(4, 10, true);
  out.setUint16(10, entries.length, true);
  for (const [index, [tag = 0, value = 0]] of entries.entries()) {
    const at = 12 + index * 12;
    out.setUint16(at, tag, true);
    out.setUint16(at + 2, 4, true);
    out.setUint32(at + 4, 1, true);
    out.setUint32(at + 8, value, true);
  }
  return bytes;
}

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const file = (name: string, bytes: Uint8Array = tiff(), changed = 0): ArrivingFile => ({
  ...{ name, size: bytes.length, changed },
  read: async (from, to) => bytes.subarray(from, to),
});
const names = ({ whole, held }: { whole: readonly ArrivingFile[]; held: ArrivingFile | null }) => [
  whole.map(({ name }) => name),
  held?.name ?? null,
];

describe('a file is whole', () => {
  test('when it no longer changes and can be read to its end', async () => {
    const arrivals = new Arrivals();
    expect(names(await arrivals.look([file('1.tif')], [], 0))).toEqual([[], '1.tif']);
    expect(names(await arrivals.look([file('1.tif')], [], 700))).toEqual([['1.tif'], null]);
    expect(names(await arrivals.look([file('1.tif', tiff(), 5)], [], 1400))).toEqual([[], '1.tif']);
  });

  test('not while its writer pauses, at whatever byte', async () => {
    // Its last four bytes say that no page follows; without them the one page is all there.
    for (let length = 0; length < tiff().length - 4; length += 1) {
      const arrivals = new Arrivals();
      const half = file('1.tif', tiff().subarray(0, length));
      for (const now of [0, 700, 1600, patienceMs - 1])
        expect(names(await arrivals.look([half], [], now)), `${length} at ${now}`).toEqual([[], '1.tif']);
      expect(names(await arrivals.look([half], [], patienceMs))).toEqual([['1.tif'], null]);
    }
  });

  test('at once when it was renamed from the name under which it was written', async () => {
    for (const writing of ['1.tif.part', '1.part', '1.tif.tmp']) {
      const arrivals = new Arrivals();
      expect(names(await arrivals.look([], [writing], 0))).toEqual([[], null]);
      expect(names(await arrivals.look([file('1.tif', ascii('what it is nobody knows'))], [], 700))).toEqual([
        ['1.tif'],
        null,
      ]);
    }
    const arrivals = new Arrivals();
    await arrivals.look([], ['2.tif.part'], 0);
    expect(names(await arrivals.look([file('1.tif')], [], 700))).toEqual([[], '1.tif']);
    expect(names(await arrivals.look([file('1.tif')], ['1.tif.part'], 800))).toEqual([['1.tif'], null]);
  });

  test('a PDF by its last words; what cannot be read is looked at again', async () => {
    expect(await endsWell(file('a.pdf', ascii('%PDF-1.4 … %%EOF\n')))).toBe(true);
    expect(await endsWell(file('a.pdf', ascii('%PDF-1.4 …')))).toBe(false);
    expect(await endsWell(file('a.xyz', ascii('?')))).toBe(false);
    expect(await endsWell({ size: 9, read: () => Promise.reject(new Error('EBUSY')) })).toBe(false);
  });
});

test('what is still written holds back what follows, in the order in which scanners count', async () => {
  const arrivals = new Arrivals();
  const all = [file('10.tif'), file('9.tif', tiff().subarray(0, 60)), file('2.tif')];
  await arrivals.look(all, [], 0);
  expect(names(await arrivals.look(all, [], 700))).toEqual([['2.tif'], '9.tif']);
  const done = [file('10.tif'), file('9.tif', tiff(), 1), file('2.tif')];
  await arrivals.look(done, [], 1400);
  expect(names(await arrivals.look(done, [], 2100))).toEqual([['2.tif', '9.tif', '10.tif'], null]);
});

test('names under which something is being written', () => {
  for (const name of ['1.tif.part', '1.TMP', '~1.tif', '.1.tif', 'a.crdownload']) expect(isUnfinished(name)).toBe(true);
  for (const name of ['1.tif', 'part.tif', 'a.tmp.tif']) expect(isUnfinished(name)).toBe(false);
});
