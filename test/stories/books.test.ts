/** An OFD of ours in a reader of npm that nobody here wrote: its pages are seen, its text is found and not seen (5.6-5). */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { beforeAll, describe, expect, test } from 'vitest';
import { deliveredImage } from '#/imaging/server/deliver/image.ts';
import { samplePages } from '#/imaging/server/sample-pages/page.ts';
import { ofdBytes } from '#/products/server/ofd.ts';
import type { BookPage } from '#/products/server/pdf.ts';
import { openBrowser } from './chromium.ts';

const lines = ['中华人民共和国档案法', '郑档〔2015〕9号'];
let book: Buffer;

beforeAll(async () => {
  const pages: BookPage[] = [];
  for await (const { bytes } of samplePages(11, 2, 150)) {
    const { picture } = await deliveredImage(bytes, 1);
    const placed = lines.map((text, at) => ({
      text,
      x: 150,
      y: 200 + at * 60,
      width: 500,
      height: 40,
      vertical: false,
    }));
    pages.push({ ...picture, lines: placed });
  }
  const facts = {
    ...{ title: '试验', code: 'A002-RS-001', author: null, date: new Date(0), id: 'a'.repeat(32), producer: 'test' },
    custom: [],
  };
  book = await buffer(Readable.from(ofdBytes({ facts, bookmarks: [] }, pages)));
});

interface Shown {
  pages: number;
  text: string;
  /** Opacity of each piece of text. */
  opacities: string[];
  /** Width and height of the first page, and of its picture as it is drawn. */
  page: [number, number];
  picture: [number, number];
}

describe('an OFD reader of npm', () => {
  test('shows page and text', async () => {
    const browser = await openBrowser();
    const page = await browser.newPage();
    try {
      await page.goto('about:blank');
      await page.addScriptTag({ path: createRequire(import.meta.url).resolve('ofd.js/lib/ofd.umd.min.js') });
      await page.addScriptTag({ path: join(import.meta.dirname, 'show-ofd.js') });
      const shown = await page.evaluate<Shown>(`showOfd('${book.toString('base64')}')`);
      expect(shown.pages).toBe(2);
      expect(shown.text).toBe(lines.join('').repeat(2));
      expect(shown.opacities).toEqual(['0']);
      // The picture fills its page.
      expect(Math.abs(shown.picture[0] / shown.page[0] - shown.picture[1] / shown.page[1])).toBeLessThan(0.02);
      const seen = await page.screenshot({ clip: { x: 0, y: 0, width: 500, height: 600 } });
      expect(seen.length).toBeGreaterThan(20_000);
    } finally {
      await page.close();
    }
  });
});
