/** Desks of people who are signed in already, shared by the stories. */
import type { Browser, BrowserContext } from 'playwright-core';
import { expect } from 'vitest';
import type { Who } from '../people.ts';
import type { TestSite } from '../site.ts';
import { type Desk, deskIn, openDesk } from './browser.ts';

/** Profiles whose person has left: they know the page's files already, which saves seconds a desk. */
const free = new WeakMap<Browser, BrowserContext[]>();

/** A desk where this person is signed in. */
export async function deskOf(browser: Browser, site: TestSite, who: Who, path: string): Promise<Desk> {
  const used = free.get(browser)?.pop();
  const desk = used ? await deskIn(used) : await openDesk(browser);
  const url = site.origin.replace('http:', 'https:');
  await desk.context.addCookies([...who.client.cookies].map(([name, value]) => ({ name, value, url, secure: true })));
  await desk.page.goto(site.origin + path);
  return desk;
}

/** Said once the request stands at the server; the form itself speaks of a second person before that. */
export const submitted = '已提交，待第二人批准';

/** Leaves a desk at which nothing went wrong behind the scene; nothing of its person stays. */
export async function leave({ page, context, troubles }: Desk): Promise<void> {
  expect(troubles).toEqual([]);
  const browser = context.browser();
  await page.evaluate('localStorage.clear(); sessionStorage.clear()');
  await page.close();
  await context.clearCookies();
  if (browser) free.set(browser, [...(free.get(browser) ?? []), context]);
}
