import { businessDay } from '#/base/rules/business-day.ts';
import type { Finding, Looks } from '#/protection/server/door.ts';
import type { EngagementAlarm } from '../rules/alarms.ts';
import type { InHand } from './in-hand.ts';
import { membersOf } from './members.ts';
import { listProjects } from './store/projects.ts';
import { staffOver } from './store/staff.ts';

/** What engagement looks for. Originals and badges are later rooms': they say what is held. */
export const engagementLooks = (inHand: InHand): Looks<EngagementAlarm> => ({
  /**
   * 6.6, 7.1-5: whose role in a project is over, by its date or because it was taken away at once, and who
   * still holds something of it, or a badge. Told once a business day, until it is back.
   */
  async 'staff-holding'({ db, rule, timeZone, now }) {
    const today = businessDay(now, timeZone);
    const findings: Finding[] = [];
    const tell = (project: string, personId: string, count: number, what: string): void => {
      const dedupe = `${rule.kind}/${project}/${personId}/${today}`;
      if (findings.some((one) => one.dedupe === dedupe)) return;
      findings.push({ kind: rule.kind, dedupe, personId, terminalId: null, facts: { project, count, what } });
    };
    for (const project of await listProjects(db, { state: 'open', limit: 1_000 }, null)) {
      const working = new Set((await membersOf(db, project)).map((one) => one.person_id));
      for (const { personId, count, what } of await inHand(db, { projectId: project.id }))
        if (!working.has(personId)) tell(project.number, personId, count, what.zh);
    }
    for (const { person_id: personId, number } of await staffOver(db, today))
      for (const { count, what } of await inHand(db, { personId })) tell(number, personId, count, what.zh);
    return findings;
  },
});
