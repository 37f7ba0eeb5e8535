import { expect, test } from 'vitest';
import { readHandedFiles } from './handed-files.ts';

const digest = 'AB'.repeat(32);

test('4.3-5 a pasted list becomes files; a line that is none is told by its number', () => {
  const line = `${digest}  1024 *CH01_20261125_080000_20261125_090000.mp4`;
  expect(readHandedFiles(`\n${line}\r\n`, 'Asia/Shanghai')).toEqual([
    {
      name: 'CH01_20261125_080000_20261125_090000.mp4',
      from: '2026-11-25T00:00:00.000Z',
      to: '2026-11-25T01:00:00.000Z',
      bytes: '1024',
      sha256: digest.toLowerCase(),
    },
  ]);
  for (const wrong of ['abc 1 CH01_20261125_080000_20261125_090000.mp4', `${digest} 1 CH01.mp4`, `${digest} x y`])
    expect(readHandedFiles(`${line}\n${wrong}`, 'Asia/Shanghai')).toEqual({ wrong: 2 });
});
