/** Everybody who works was educated and trained: without it nobody claims a task (2.5-3, 3.8-2). */
import type { WorkingRole } from '#/base/rules/roles.ts';
import { trainingRegister } from '#/engagement/rules/api/training.ts';
import { dayFromToday } from './custody-site.ts';
import type { Who } from './people.ts';

export async function train(
  { lead, manager, projectId: subject }: { lead: Who; manager: Who; projectId: string },
  people: readonly (readonly [Who, WorkingRole])[],
): Promise<void> {
  const shared = { heldOn: dayFromToday(0), days: 5, hours: 30, topic: '培训', trainer: '讲师', attachmentId: null };
  const result = { score: 90, passed: true };
  for (const [who, kind] of [
    [lead, 'secrecy'],
    [manager, 'trade'],
  ] as const)
    await who.client.act(trainingRegister, {
      subject,
      input: {
        ...{ ...shared, kind },
        people: people.map(([{ personId }, role]) => ({ personId, role: kind === 'trade' ? role : null, ...result })),
      },
    });
}
