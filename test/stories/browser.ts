/** Chromium for stories: every page is watched for CSP violations, errors and accessibility faults. */
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { expect, onTestFailed } from 'vitest';
import { sizes } from './chromium.ts';

export { openBrowser } from './chromium.ts';

export interface Desk {
  page: Page;
  context: BrowserContext;
  /** What went wrong behind the scene; a story fails on any of it. */
  troubles: string[];
}

/** What windows are like unless a story says otherwise. Without motion: a story waits for what happens, not for slides. */
const usual: BrowserContextOptions = {
  viewport: sizes.small,
  locale: 'zh-CN',
  timezoneId: 'Asia/Shanghai',
  reducedMotion: 'reduce',
};

/** As usual, and drawers slide. */
export const moving: BrowserContextOptions = { reducedMotion: 'no-preference' };

/**
 * Windows nobody sits at, by the kind of their profile. Each keeps its process, which has the page's scripts,
 * styles and fonts at hand: a desk in it stands a second and a half earlier than in a new one.
 */
const free = new Map<BrowserContextOptions, Page[]>();

/** Desks somebody sits at, and the kind of their profile. */
const taken = new Map<Desk, BrowserContextOptions>();

/** A person's browser window: one of this kind that was used before, or a new one. */
export async function openDesk(browser: Browser, kind = usual): Promise<Desk> {
  const page = free.get(kind)?.pop() ?? (await openWindow(await browser.newContext({ ...usual, ...kind })));
  const desk = sitDown(page);
  taken.set(desk, kind);
  return desk;
}

/** Leaves a desk at which nothing went wrong behind the scene; nothing of its person stays. */
export async function leave(desk: Desk): Promise<void> {
  const { page, context, troubles } = desk;
  const kind = taken.get(desk) ?? usual;
  taken.delete(desk);
  if (page.url().startsWith('http')) await page.evaluate('localStorage.clear(); sessionStorage.clear()');
  await page.goto('about:blank');
  page.removeAllListeners();
  await context.clearCookies();
  free.set(kind, [...(free.get(kind) ?? []), page]);
  expect(troubles).toEqual([]);
}

/** The end of a file's stories. */
export async function closeDesks(): Promise<void> {
  for (const desk of taken.keys()) await leave(desk);
}

async function openWindow(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  // The browser's own words do not say where.
  await page.addInitScript(`addEventListener('securitypolicyviolation', (event) => {
    if (event.disposition !== 'enforce') return;
    const place = [event.sourceFile, event.lineNumber, event.columnNumber].join(':');
    console.error('CSP', event.effectiveDirective, place, event.target?.outerHTML?.slice(0, 200));
  })`);
  return page;
}

function sitDown(page: Page): Desk {
  const troubles: string[] = [];
  page.on('console', (message) => {
    const text = message.text();
    // Refusals are part of stories; the browser logs each 4xx answer by itself.
    if (message.type() === 'error' && !/status of 4\d\d/.test(text) && !text.includes('[Report Only]'))
      troubles.push(text);
  });
  page.on('pageerror', (error) => troubles.push(String(error)));
  // What the person would have seen, for whoever reads the log of a machine that is gone.
  const tell = async (): Promise<void> => {
    if (page.isClosed()) return;
    const words = await page.locator('main, [role=dialog], [role=alert]').allInnerTexts();
    console.log(`${page.url()}\n${[...troubles, ...words].join('\n---\n')}`);
  };
  onTestFailed(tell);
  return { page, context: page.context(), troubles };
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResult {
  violations: { id: string; impact: string | null; nodes: { html: string }[] }[];
}

/** 0 serious findings (WCAG 2.2 AA, GB/T 37668). */
export async function expectAccessible({ page }: Desk): Promise<void> {
  // A string is evaluated by the debugger, which the page's CSP does not bind.
  if (!(await page.evaluate<boolean>(`'axe' in globalThis`))) await page.evaluate(axeSource);
  const levels = `['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']`;
  // Only violations are worked out in full, and no style sheet is read a second time for rules we do not run.
  const run = `axe.run({ runOnly: ${levels}, resultTypes: ['violations'], preload: false })`;
  const result: AxeResult = await page.evaluate(run);
  const serious = result.violations.filter((one) => one.impact === 'serious' || one.impact === 'critical');
  expect(serious.map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`)).toEqual(
    [],
  );
}

/** Keeps a picture of every screen in both sizes when SHOUCANG_SHOTS names a folder. */
export async function shoot(desk: Desk, name: string): Promise<void> {
  const folder = process.env['SHOUCANG_SHOTS'];
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  const before = desk.page.viewportSize();
  for (const [size, viewport] of Object.entries(sizes)) {
    await desk.page.setViewportSize(viewport);
    await desk.page.waitForTimeout(300);
    await desk.page.screenshot({ path: join(folder, `${name}-${size}.png`) });
  }
  if (before) await desk.page.setViewportSize(before);
}
