import { declarationsOf } from '#/base/rules/declare.ts';
import * as agent from './api/agent.ts';
import * as approvals from './api/approvals.ts';
import * as backup from './api/backup.ts';
import * as issues from './api/issues.ts';
import * as log from './api/log.ts';
import * as people from './api/people.ts';
import * as session from './api/session.ts';

/** Everything protection declares. */
export const protectionApi = declarationsOf(session, people, agent, approvals, log, issues, backup);
