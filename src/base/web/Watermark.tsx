import { useEffect, useRef, useState } from 'react';
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

/**
 * Name, party, terminal and time over every signed-in page, dialogs included, so that a photograph
 * of the screen says who took it and where.
 *
 * Not Ant Design's: that one sets a `style` attribute and a data: image, which the CSP bars. A
 * watermark removed by hand comes back.
 */
export function Watermark({ session }: { session: SessionState }) {
  const host = useRef<HTMLDivElement>(null);
  const [mended, mend] = useState(0);
  const time = useSiteTime();
  const now = time(useServerNow(session.serverTime));
  const who = `${session.person.name} · ${session.party.name}`;
  const whereWhen = `${session.terminal?.name ?? ''} ${now}`.trim();

  useEffect(() => {
    const element = host.current;
    const parent = element?.parentElement;
    if (element === null || parent === null || parent === undefined) return;
    const again = (): void => mend((n) => n + 1);
    const inside = new MutationObserver(again);
    inside.observe(element, {
      attributes: true,
      childList: true,
      subtree: true,
      attributeFilter: ['style', 'class', 'hidden'],
    });
    const outside = new MutationObserver((records) => {
      if (records.some((record) => [...record.removedNodes].includes(element))) {
        parent.append(element);
        again();
      }
    });
    outside.observe(parent, { childList: true });
    return () => {
      inside.disconnect();
      outside.disconnect();
    };
  }, [mended]);

  return (
    <div ref={host} className="sc-watermark-host" aria-hidden="true">
      <svg key={mended} className="sc-watermark" width="100%" height="100%">
        <defs>
          <pattern
            id="sc-watermark"
            width="420"
            height="210"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(-20)"
          >
            <text x="0" y="50">
              {who}
            </text>
            <text x="0" y="71">
              {whereWhen}
            </text>
            <text x="210" y="155">
              {who}
            </text>
            <text x="210" y="176">
              {whereWhen}
            </text>
          </pattern>
        </defs>
        <rect width="100%" height="100%" fill="url(#sc-watermark)" />
      </svg>
    </div>
  );
}
