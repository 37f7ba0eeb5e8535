/** The system's Chromium, without a test runner: stories and benches share it. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

// The shell without the desktop browser around it opens a page in half the time.
const paths = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

export const sizes = { small: { width: 1366, height: 768 }, large: { width: 1920, height: 1080 } } as const;

let shared: Promise<Browser> | undefined;

/** The browser of all stories of this process; it ends with the process. */
export function openBrowser(): Promise<Browser> {
  shared ??= launch();
  return shared;
}

async function launch(): Promise<Browser> {
  const executablePath = paths.find((path) => existsSync(path));
  if (executablePath === undefined)
    throw new Error('没有找到 Chromium。 Chromium is missing: apt-get install chromium');
  return chromium.launch({
    executablePath,
    headless: true,
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
