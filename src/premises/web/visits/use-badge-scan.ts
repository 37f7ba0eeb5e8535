import { useState } from 'react';
import { fill, type Problem, type Refusal } from '#/base/rules/refusal.ts';
import { useBarcode, type Verdict } from '#/base/web/barcode.tsx';
import { problemOf } from '#/base/web/client.ts';
import { useLanguage, useStrings } from '#/base/web/locale.tsx';
import { useClient } from '#/base/web/query.tsx';
import { usePermitted } from '#/base/web/session.ts';
import { badgeScan } from '../../rules/api/badges.ts';
import { badgeMessages } from '../../rules/badge-messages.ts';
import { isBadgeCode, refuseBadge } from '../../rules/badges.ts';
import type { Scan } from './ScannedPerson.tsx';
import { strings } from './strings.ts';
import type { Leaving } from './LeaveForm.tsx';

/** The form at the door that is filled in. */
export type DoorForm =
  | { form: 'enter'; scan: Scan | null }
  | { form: 'leave'; leaving: Leaving }
  | { form: 'visitor' }
  | { form: 'admit' };

const nameIn = (form: DoorForm): string | null => {
  if (form.form === 'leave') return form.leaving.name;
  return form.form === 'enter' ? (form.scan?.person.name ?? null) : null;
};

/** The words of the server for a badge that lets nobody in. */
function problemOfBadge({ code, params }: Refusal): Problem {
  const { status, zh, en } = badgeMessages[code as keyof typeof badgeMessages];
  return {
    ...{ type: 'about:blank', title: code, detail: '', code, status, params },
    zh: fill(zh.what, params, 'zh'),
    en: fill(en.what, params, 'en'),
    nextZh: fill(zh.next, params, 'zh'),
    nextEn: fill(en.next, params, 'en'),
  };
}

/**
 * 4.7-1: a badge that is scanned opens the form that comes next for its bearer. What lets nobody in
 * stays on the page until the next scan: a verdict beside the box is gone in seconds.
 */
export function useBadgeScan(open: DoorForm | null, ask: (form: DoorForm) => void): Problem | null {
  const s = useStrings(strings);
  const { language } = useLanguage();
  const permitted = usePermitted();
  const client = useClient();
  const [refused, setRefused] = useState<Problem | null>(null);

  const wrong = (problem: Problem): Verdict => {
    setRefused(problem);
    return { right: false, note: problem[language] };
  };

  const take = (scan: Scan): Verdict => {
    const { visit, person, party: organisation, state, number } = scan;
    const refusal = refuseBadge(state, number);
    // Who is inside may leave with a badge that has expired meanwhile; a lost one is never his.
    if (refusal !== null && (visit === null || state !== 'expired')) return wrong(problemOfBadge(refusal));
    if (visit === null) {
      ask({ form: 'enter', scan });
      return { right: true, note: s.scanned(person.name) };
    }
    ask({ form: 'leave', leaving: { ...visit, name: person.name, organisation, visitorCard: null, scan } });
    return { right: true, note: s.scannedOut(person.name) };
  };

  useBarcode(
    (code) => isBadgeCode(code) && permitted(badgeScan.name),
    async (code) => {
      // A form that is being filled in is somebody's: the next in the queue does not take it from him.
      if (open !== null && !(open.form === 'enter' && open.scan === null)) {
        const name = nameIn(open);
        return { right: false, note: name === null ? s.closeForm : s.finishFirst(name) };
      }
      setRefused(null);
      try {
        const answer = await client.call(badgeScan, { input: { code } });
        if (answer.state === 'pending') throw new Error('a scan never waits for approval');
        return take(answer.output);
      } catch (error) {
        return wrong(problemOf(error));
      }
    },
  );
  return refused;
}
