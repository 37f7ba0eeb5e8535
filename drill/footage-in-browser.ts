/** Footage as Chromium plays it: every piece fetched, its digest compared, put where its time says, played through. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { OutputOf } from '#/base/rules/declare.ts';
import { routeOf } from '#/base/rules/declare.ts';
import { footageBytes, type footagePlay } from '#/premises/rules/api/footage.ts';
import type { Who } from '../test/people.ts';

export interface Shown {
  /** Seconds from the first piece's beginning. */
  buffered: { from: number; to: number }[];
  verified: number;
  pieces: number;
  /** Seconds that were really played, and pictures that were decoded for it. */
  playedSeconds: number;
  pictures: number;
  browser: string;
}

type Opened = OutputOf<typeof footagePlay>;

/** Plain JavaScript: it runs in the page, whose types are not this project's. */
const script = readFileSync(join(import.meta.dirname, 'play-in-page.js'), 'utf8');

const programs = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/google-chrome'];

export async function showFootage(who: Who, { grant, pieces }: Opened): Promise<Shown> {
  const executablePath = programs.find((path) => existsSync(path));
  if (executablePath === undefined) throw new Error('Chromium is missing: apt-get install chromium');
  const args = ['--autoplay-policy=no-user-gesture-required', '--disable-gpu', '--disable-background-networking'];
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const browser = await chromium.launch({ executablePath, headless: true, args: [...args, ...root] });
  try {
    const context = await browser.newContext();
    const { origin, cookies } = who.client;
    const url = origin.replace('http:', 'https:');
    await context.addCookies([...cookies].map(([name, value]) => ({ name, value, url, secure: true })));
    const page = await context.newPage();
    await page.goto(origin);
    const first = Date.parse(pieces[0]?.from ?? '');
    const path = routeOf(footageBytes).path.replace(':grant', grant);
    const reel = {
      pieces: pieces.map(({ id, sha256, from }) => ({
        ...{ url: `${path}?piece=${id}`, sha256, second: (Date.parse(from) - first) / 1_000 },
      })),
      mediaType: pieces[0]?.mediaType ?? '',
    };
    await page.evaluate(script);
    const shown: Omit<Shown, 'pieces' | 'browser'> = await page.evaluate(`playInPage(${JSON.stringify(reel)})`);
    return { ...shown, pieces: pieces.length, browser: browser.version() };
  } finally {
    await browser.close();
  }
}
