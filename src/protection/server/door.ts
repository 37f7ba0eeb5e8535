/** What protection offers to `app` and to later rooms. */
import type { AlarmDecl } from '#/base/rules/alarms.ts';
import type { AnyDecl } from '#/base/rules/declare.ts';
import type { Config } from '#/base/server/config.ts';
import type { Db } from '#/base/server/db.ts';
import type { Binding } from '#/base/server/door/bind.ts';
import type { LedgerGate } from '#/base/server/door/ports.ts';
import type { JobQueue } from '#/base/server/jobs/queue.ts';
import { activationSlipsForm } from '../forms/activation-slips.ts';
import { auditReportForm } from '../forms/audit-report.ts';
import { cardForm, staffingForm } from '../forms/ceremony-forms.ts';
import { checkpointForm } from '../forms/checkpoint-page.ts';
import type { Keyring } from './keyring.ts';
import { activationRoutes } from './routes/activation.ts';
import { alarmRoutes } from './routes/alarms.ts';
import { approvalRoutes } from './routes/approvals.ts';
import { backupRoutes } from './routes/backup.ts';
import { ceremonyRoutes } from './routes/ceremony.ts';
import { factorRoutes } from './routes/factors.ts';
import { issueRoutes } from './routes/issues.ts';
import { ledgerRoutes } from './routes/ledger.ts';
import { logRoutes } from './routes/log.ts';
import { loginRoutes } from './routes/login.ts';
import { officeRoutes } from './routes/offices.ts';
import { peopleRoutes } from './routes/people.ts';
import { reportRoutes } from './routes/report.ts';
import { runLogRoutes } from './routes/run-log.ts';
import { sessionRoutes } from './routes/session.ts';
import { terminalRoutes } from './routes/terminals.ts';

export { aboutSite, type Finding, lookForAlarms, type Looks, protectionLooks } from './alarms.ts';
export { clearRequests } from './store/approvals.ts';
export { alarmThreshold, alarmTimes, refusedSince, untoldEntries } from './store/alarms.ts';
export { issuesOpen } from './store/issues.ts';
export { readBackupManifest, type RestoreReport } from './backup/manifest.ts';
export { hashFile } from './backup/write.ts';
export { backupHandler, backupJob, scheduleBackups } from './backup/jobs.ts';
export { protectionDutyPages } from './duty-pages.ts';
export { openIssue } from './issues.ts';
export { type Keyring, openKeyring } from './keyring.ts';
export { enterDatabaseExport, recoverTerminal } from './console.ts';
export { createPolicy } from './policy.ts';
export { createSessions, personAtAgent } from './session-port.ts';
export { ensureSetupCode } from './setup-code.ts';
export { refuseRole } from '../rules/duties.ts';
export { endScoped, enrol, knownPerson } from './staff.ts';
export { usernamesTaken } from './store/accounts.ts';
export { nextNumber } from './store/numbers.ts';
export {
  assignmentsFor,
  bearersOf,
  findHeld,
  findParty,
  listParties,
  lockScoped,
  names as namesOf,
  rolesFor,
  scopesOf,
  rolesInForce,
} from './store/people.ts';

export interface ProtectionDeps {
  db: Db;
  config: Config;
  keyring: Keyring;
  gate: LedgerGate;
  queue: Pick<JobQueue, 'enqueue'>;
  declared: readonly AnyDecl[];
  /** Every room's kinds of alarm. */
  alarms: readonly AlarmDecl[];
}

/** Every declared act and view of the room, with its code. */
export const protectionBindings = (deps: ProtectionDeps): Binding[] => [
  ...ceremonyRoutes(deps),
  ...loginRoutes(deps),
  ...sessionRoutes(deps),
  ...peopleRoutes(),
  ...activationRoutes(),
  ...officeRoutes(),
  ...factorRoutes(deps),
  ...terminalRoutes(),
  ...approvalRoutes(deps.declared),
  ...logRoutes(deps.declared),
  ...ledgerRoutes(deps),
  ...alarmRoutes(deps.alarms),
  ...reportRoutes(deps.declared, deps.alarms),
  ...issueRoutes(),
  ...backupRoutes(deps),
  ...runLogRoutes(deps.config),
];

export const protectionForms = [staffingForm, cardForm, activationSlipsForm, checkpointForm, auditReportForm] as const;
