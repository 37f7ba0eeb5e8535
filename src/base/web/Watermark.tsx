import { useEffect, useLayoutEffect, useState } from 'react';
import type { SessionState } from './session.ts';
import { useSiteTime } from './TimeText.tsx';

/** The server's clock, ticking in the page: a terminal's own clock may be wrong. */
function useServerNow(serverTime: string, everyMs = 30_000): string {
  const [offset, setOffset] = useState(() => Date.parse(serverTime) - Date.now());
  const [, tick] = useState(0);
  useEffect(() => setOffset(Date.parse(serverTime) - Date.now()), [serverTime]);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return new Date(Date.now() + offset).toISOString();
}

const svg = (name: string, attributes: Record<string, string>, ...children: (Element | string)[]): Element => {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
};

function draw(who: string, whereWhen: string): HTMLElement {
  const text = (x: string, y: string, words: string): Element => svg('text', { x, y }, words);
  const pattern = svg(
    'pattern',
    {
      id: 'sc-watermark',
      width: '420',
      height: '210',
      patternUnits: 'userSpaceOnUse',
      patternTransform: 'rotate(-20)',
    },
    text('0', '50', who),
    text('0', '71', whereWhen),
    text('210', '155', who),
    text('210', '176', whereWhen),
  );
  const rect = svg('rect', { width: '100%', height: '100%', fill: 'url(#sc-watermark)' });
  const host = document.createElement('div');
  host.className = 'sc-watermark-host';
  host.setAttribute('aria-hidden', 'true');
  host.append(svg('svg', { class: 'sc-watermark', width: '100%', height: '100%' }, svg('defs', {}, pattern), rect));
  return host;
}

/** Keeps the drawing on the page whatever is done to it, until the returned function takes it off. */
function keepDrawn(redraw: () => HTMLElement): () => void {
  let host: HTMLElement;
  const observer = new MutationObserver((records) => {
    const touched = records.some((record) => record.target !== document.body);
    if (touched || host.parentElement !== document.body) again();
  });
  const takeOff = (): void => {
    observer.disconnect();
    host.remove();
  };
  const put = (): void => {
    host = redraw();
    document.body.append(host);
    observer.observe(document.body, { childList: true });
    observer.observe(host, { attributes: true, characterData: true, childList: true, subtree: true });
  };
  const again = (): void => {
    takeOff();
    put();
  };
  put();
  return takeOff;
}

/**
 * Name, party, terminal and time over every signed-in page, dialogs included, so that a photograph
 * of the screen says who took it and where.
 *
 * Not Ant Design's: that one sets a `style` attribute and a data: image, which the CSP bars. Drawn
 * beside React's tree: React gives up a page whose nodes were taken away by hand, and this one
 * must come back.
 */
export function Watermark({ session }: { session: SessionState }) {
  const time = useSiteTime();
  const now = time(useServerNow(session.serverTime));
  const who = `${session.person.name} · ${session.party.name}`;
  const whereWhen = `${session.terminal?.name ?? ''} ${now}`.trim();
  useLayoutEffect(() => keepDrawn(() => draw(who, whereWhen)), [who, whereWhen]);
  return null;
}
