/** What is taken for a photograph, and what only begins like one. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { png } from '../../../test/files.ts';
import { crc32, readPhotograph } from './photograph.ts';

/** A light grey square of 16 × 16; Chromium draws it. */
const jpeg = Buffer.from(
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0' +
    'Hyc5PTgyPC4zNDL/wAALCAAQABABAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAB//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8A' +
    'VN//2Q==',
  'base64',
);

const odd = join(import.meta.dirname, '../../../../shared/data/images-odd/pillow');

describe('a photograph', () => {
  test('is a whole PNG or JPEG, whose size is known', () => {
    expect(crc32(Buffer.from('123456789'))).toBe(0xcbf43926);
    expect(readPhotograph(png(300, 400))).toEqual({ mediaType: 'image/png', width: 300, height: 400 });
    expect(readPhotograph(jpeg)).toEqual({ mediaType: 'image/jpeg', width: 16, height: 16 });
  });

  test('is refused when cut off anywhere, or changed', () => {
    for (const whole of [png(40, 50), jpeg])
      for (let length = 0; length < whole.length - 1; length += 1)
        expect(readPhotograph(whole.subarray(0, length)), String(length)).toBeNull();
    const changed = png(40, 50);
    changed[50] = (changed[50] ?? 0) ^ 1;
    expect(readPhotograph(changed)).toBeNull();
  });

  test('is refused without picture data, without size, and as anything else', () => {
    expect(readPhotograph(png(40, 50, Buffer.alloc(0)))).toBeNull();
    expect(readPhotograph(png(0, 50))).toBeNull();
    expect(readPhotograph(Buffer.from('%PDF-1.7'))).toBeNull();
    expect(readPhotograph(Buffer.from('ffd8ffd9', 'hex'))).toBeNull();
    expect(readPhotograph(new Uint8Array())).toBeNull();
  });

  // Real files of cameras and editors, kept beside the repository.
  test.skipIf(!existsSync(odd))('of another maker is read too, and a damaged one is not', () => {
    const read = (name: string) => readPhotograph(readFileSync(join(odd, name)));
    for (const name of ['exif-200dpcm.jpg', 'hopper_bad_exif.jpg', 'hopper_orientation_6.jpg'])
      expect(read(name), name).not.toBeNull();
    for (const name of ['truncated_jpeg.jpg', 'broken_data_stream.png', 'junk_jpeg_header.jpg'])
      expect(read(name), name).toBeNull();
  });
});
