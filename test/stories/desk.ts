/** Desks of people who are signed in already, shared by the stories. */
import type { Browser } from 'playwright-core';
import { expect } from 'vitest';
import type { Who } from '../people.ts';
import type { TestSite } from '../site.ts';
import { type Desk, openDesk } from './browser.ts';

/** A desk where this person is signed in. */
export async function deskOf(browser: Browser, site: TestSite, who: Who, path: string): Promise<Desk> {
  const desk = await openDesk(browser);
  const url = site.origin.replace('http:', 'https:');
  await desk.context.addCookies([...who.client.cookies].map(([name, value]) => ({ name, value, url, secure: true })));
  await desk.page.goto(site.origin + path);
  return desk;
}

/** Said once the request stands at the server; the form itself speaks of a second person before that. */
export const submitted = '已提交，待第二人批准';

/** Leaves a desk at which nothing went wrong behind the scene. */
export async function leave(desk: Desk): Promise<void> {
  expect(desk.troubles).toEqual([]);
  await desk.context.close();
}
