/** Desks of people who are signed in already, shared by the stories. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Who } from '../people.ts';
import type { TestSite } from '../site.ts';
import { type Desk, openDesk } from './browser.ts';
import { escape } from './keyboard.ts';

/** Desks whose person sits there still, by client: the next thing to do there needs no new page. */
const kept = new WeakMap<Who['client'], Desk>();

/** A desk where this person is signed in: the one that was kept, or a new one. */
export async function deskOf(
  browser: Browser,
  site: TestSite,
  who: Who,
  path: string,
  kind?: BrowserContextOptions,
): Promise<Desk> {
  const sitting = kept.get(who.client);
  if (sitting) {
    await walk(sitting.page, path);
    return sitting;
  }
  const desk = await openDesk(browser, kind);
  const url = site.origin.replace('http:', 'https:');
  await desk.context.addCookies([...who.client.cookies].map(([name, value]) => ({ name, value, url, secure: true })));
  await desk.page.goto(site.origin + path);
  return desk;
}

/** Closes what is open, goes to a page by the menu, and sees it as it is now. */
export async function walk(page: Page, path: string): Promise<void> {
  const dialog = page.getByRole('dialog').last();
  if (await dialog.isVisible()) await escape(dialog);
  const there = new URL(page.url()).pathname === path;
  if (!there) await page.locator(`.sc-menu a[href="${path}"]`).click();
  await page.waitForURL((url) => url.pathname === path);
  if (there) await page.getByRole('button', { name: '刷新' }).click();
}

/** Said once the request stands at the server; the form itself speaks of a second person before that. */
export const submitted = '已提交，待第二人批准';

/** Turns to another person; this one stays at the desk. */
export function pause(desk: Desk, who: Who): void {
  expect(desk.troubles).toEqual([]);
  kept.set(who.client, desk);
}
