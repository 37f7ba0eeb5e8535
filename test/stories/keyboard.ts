/** Working a page as a person without a mouse does: Tab until the thing has the focus, and see that it has. */
import type { Locator, Page } from 'playwright-core';
import { expect, vi } from 'vitest';

/** More stops than any page or drawer has between two things. */
const stops = 90;

const hasFocus = async (target: Locator): Promise<boolean> =>
  (await target.and(target.page().locator(':focus')).count()) > 0;

/** Whether something on or around the focused element is drawn because of the focus. */
// A string, since tests are compiled without the page's types.
const focusIsSeen = (page: Page): Promise<boolean> =>
  page.evaluate<boolean>(`(() => {
    const at = document.activeElement;
    if (at === null || at === document.body) return false;
    const marked = (one) => {
      const { outlineStyle, boxShadow } = getComputedStyle(one);
      return outlineStyle !== 'none' || boxShadow !== 'none';
    };
    // A field's frame is drawn by its wrapper, a row's by its cells.
    const above = [at.parentElement, at.parentElement?.parentElement, at.parentElement?.parentElement?.parentElement];
    return [at, ...at.children, ...above].some((one) => one instanceof Element && marked(one));
  })()`);

/** Tabs forward until `target` has the focus; fails when it cannot be reached or the focus cannot be seen. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.first().waitFor();
  for (let stop = 0; stop < stops; stop += 1) {
    if (await hasFocus(target)) {
      expect(await focusIsSeen(page), `focus on ${String(target)} is visible`).toBe(true);
      return;
    }
    await page.keyboard.press('Tab');
  }
  throw new Error(`${String(target)} cannot be reached by Tab`);
}

/** Tabs there and presses Enter. */
export async function press(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('Enter');
}

/** Tabs to a field and types. */
export async function write(page: Page, field: Locator, text: string): Promise<void> {
  await tabTo(page, field);
  await page.keyboard.insertText(text);
}

/** Opens a select that has the focus and takes the option of this text. */
export async function choose(page: Page, field: Locator, text: string): Promise<void> {
  await tabTo(page, field);
  const option = page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option', {
    hasText: text,
  });
  // A list that is opened while its drawer still slides in is closed by it: a person presses again.
  for (let attempt = 0; attempt < 30; attempt += 1) {
    await page.keyboard.press('ArrowDown');
    if (
      await option
        .first()
        .waitFor({ timeout: 700 })
        .then(
          () => true,
          () => false,
        )
    )
      break;
  }
  await option.first().waitFor();
  for (let step = 0; step < stops; step += 1) {
    if (((await option.first().getAttribute('class')) ?? '').includes('ant-select-item-option-active')) break;
    await page.keyboard.press('ArrowDown');
  }
  await page.keyboard.press('Enter');
}

/** Escape until it has gone: one that comes while a form above is still going belongs to that form. */
export const escape = (dialog: Locator): Promise<void> =>
  vi.waitFor(
    async () => {
      await dialog.page().keyboard.press('Escape');
      await dialog.waitFor({ state: 'hidden', timeout: 1_000 });
    },
    { timeout: 20_000 },
  );

/** Where the focus comes back to when a drawer or dialog has gone. */
export async function expectFocus(target: Locator): Promise<void> {
  await expect.poll(() => hasFocus(target), { timeout: 20_000, message: `focus is on ${String(target)}` }).toBe(true);
}

/** A letter after `g`, as slowly as a person types: a scanner types faster. */
export async function go(page: Page, letter: string, path: string): Promise<void> {
  await page.keyboard.press('g', { delay: 40 });
  await page.keyboard.press(letter, { delay: 40 });
  await page.waitForURL((url) => url.pathname === path);
}

/** A scanner's burst: the browser is given the times of its keys, which a busy machine would otherwise stretch. */
export async function scan(page: Page, code: string): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  const begun = Date.now() / 1000;
  // Sent in one go, as a scanner does: an answer for each key is not waited for.
  const keys = [...code, '\r'].flatMap((text, index) => {
    const key = text === '\r' ? { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13 } : { key: text };
    const timestamp = begun + index * 0.004;
    return [
      { type: 'keyDown' as const, ...key, text, timestamp },
      { type: 'keyUp' as const, ...key, timestamp: timestamp + 0.002 },
    ];
  });
  await Promise.all(keys.map((key) => devtools.send('Input.dispatchKeyEvent', key)));
  await devtools.detach();
}

/** A scan, and the verdict that the page gives of it. */
export async function scanned(page: Page, code: string, verdict: RegExp): Promise<void> {
  await scan(page, code);
  await page.locator('.sc-verdict').filter({ hasText: verdict }).waitFor();
}
