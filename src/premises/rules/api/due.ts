import { z } from 'zod';
import { view } from '#/base/rules/declare.ts';
import { archiveRoles } from '#/base/rules/roles.ts';
import { instant, listOf, none, words } from '#/base/rules/wire.ts';
import { dueKinds } from '../due.ts';

/** What in the place waits for this person: checks and readings he may enter, rounds of his side if he patrols. */
export const dueList = view({
  name: 'premises.due.list',
  label: { zh: '场所待办', en: 'Due in the place' },
  roles: [...archiveRoles, 'vendorManager', 'teamLeader', 'vendorSecurityLead'],
  clauses: ['4.2-1', '4.2-5', '4.9-2'],
  subject: 'site',
  input: none,
  output: listOf(
    z.object({
      id: z.string(),
      kind: z.enum(dueKinds),
      title: words,
      note: words,
      dueAt: instant.nullable(),
      overdue: z.boolean(),
    }),
  ),
});
