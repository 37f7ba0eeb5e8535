import {
  AlertOutlined,
  AuditOutlined,
  BarChartOutlined,
  ContainerOutlined,
  DesktopOutlined,
  FileProtectOutlined,
  HddOutlined,
  IdcardOutlined,
  IssuesCloseOutlined,
  ProfileOutlined,
  SafetyCertificateOutlined,
  TableOutlined,
  TeamOutlined,
} from '@ant-design/icons';
import { homeList, menuPage, type WebRoom } from '#/base/web/room.ts';
import { protectionApi } from '../rules/api.ts';
import { approvalList } from '../rules/api/approvals.ts';
import { backupList } from '../rules/api/backup.ts';
import { issueList } from '../rules/api/issues.ts';
import { alarmList, ledgerStatus, logMine, logSearch, reportMonthly } from '../rules/api/log.ts';
import { matrixShow, officeList, personList, terminalList } from '../rules/api/people.ts';
import { passwordChange, runLog } from '../rules/api/session.ts';
import './protection.css';

const pages = [
  menuPage({ icon: AuditOutlined, group: 'protection', letter: 'a' }, '/approvals', approvalList, () =>
    import('./approvals/ApprovalsPage.tsx').then((m) => m.ApprovalsPage),
  ),
  menuPage({ icon: AlertOutlined, group: 'protection', letter: 'w' }, '/alarms', alarmList, () =>
    import('./watch/AlarmsPage.tsx').then((m) => m.AlarmsPage),
  ),
  menuPage({ icon: IdcardOutlined, group: 'protection' }, '/offices', officeList, () =>
    import('./people/OfficesPage.tsx').then((m) => m.OfficesPage),
  ),
  menuPage(
    { icon: TeamOutlined, group: 'protection', letter: 'p', title: { zh: '人员与账号', en: 'People' } },
    '/people',
    personList,
    () => import('./people/PeoplePage.tsx').then((m) => m.PeoplePage),
  ),
  menuPage(
    { icon: DesktopOutlined, group: 'protection', letter: 't', title: { zh: '终端', en: 'Terminals' } },
    '/terminals',
    terminalList,
    () => import('./people/TerminalsPage.tsx').then((m) => m.TerminalsPage),
  ),
  menuPage({ icon: TableOutlined, group: 'protection' }, '/permissions', matrixShow, () =>
    import('./people/MatrixPage.tsx').then((m) => m.MatrixPage),
  ),
  menuPage({ icon: IssuesCloseOutlined, group: 'oversight', letter: 'i' }, '/issues', issueList, () =>
    import('./watch/IssuesPage.tsx').then((m) => m.IssuesPage),
  ),
  menuPage(
    { icon: FileProtectOutlined, group: 'oversight', letter: 'l', title: { zh: '审计日志', en: 'Ledger' } },
    '/log',
    logSearch,
    () => import('./log/LogPage.tsx').then((m) => m.LogPage),
  ),
  menuPage(
    {
      icon: SafetyCertificateOutlined,
      group: 'oversight',
      letter: 'v',
      title: { zh: '日志核验', en: 'Verify the ledger' },
    },
    '/ledger',
    ledgerStatus,
    () => import('./log/LedgerPage.tsx').then((m) => m.LedgerPage),
  ),
  menuPage({ icon: BarChartOutlined, group: 'oversight' }, '/audit-report', reportMonthly, () =>
    import('./log/ReportPage.tsx').then((m) => m.ReportPage),
  ),
  menuPage({ icon: ProfileOutlined, group: 'oversight', letter: 'm' }, '/my-log', logMine, () =>
    import('./log/LogPage.tsx').then((m) => m.MyLogPage),
  ),
  menuPage(
    {
      icon: HddOutlined,
      group: 'system',
      letter: 'b',
      title: { zh: '备份与恢复演练', en: 'Backups' },
    },
    '/backups',
    backupList,
    () => import('./running/BackupsPage.tsx').then((m) => m.BackupsPage),
  ),
  menuPage({ icon: ContainerOutlined, group: 'system' }, '/run-log', runLog, () =>
    import('./running/RunLogPage.tsx').then((m) => m.RunLogPage),
  ),
];

const home = [
  homeList({
    key: 'protection.alarms',
    kind: 'alarm',
    title: { zh: '待处置预警', en: 'Open alarms' },
    empty: { zh: '没有待处置的预警。', en: 'No open alarm.' },
    path: '/alarms',
    view: alarmList,
    input: { state: 'open' },
    item: (row) => ({
      id: row.id,
      title: row.label,
      note: { zh: row.person?.name ?? '系统', en: row.person?.name ?? 'System' },
      at: row.raisedAt,
      path: '/alarms',
    }),
  }),
  homeList({
    key: 'protection.overdue',
    kind: 'alarm',
    title: { zh: '逾期问题', en: 'Overdue issues' },
    empty: { zh: '没有逾期未整改的问题。', en: 'No issue is overdue.' },
    path: '/issues',
    view: issueList,
    input: { overdue: true },
    item: (row) => ({
      id: row.id,
      title: { zh: `${row.number} ${row.title}`, en: `${row.number} ${row.title}` },
      note: { zh: `${row.owner.name},期限 ${row.dueOn}`, en: `${row.owner.name}, due on ${row.dueOn}` },
      overdue: true,
      path: '/issues',
    }),
  }),
  homeList({
    key: 'protection.approvals',
    kind: 'todo',
    title: { zh: '待我审批', en: 'Waiting for my approval' },
    empty: { zh: '没有等待您审批的申请。', en: 'Nothing waits for your approval.' },
    path: '/approvals',
    view: approvalList,
    input: { which: 'todo' },
    item: (row) => ({
      id: row.id,
      title: row.label,
      note: { zh: `${row.requestedBy.name} 申请`, en: `asked by ${row.requestedBy.name}` },
      at: row.requestedAt,
      path: '/approvals',
    }),
  }),
];

/** Pages of protection: those a visitor sees, and the officers' screens. */
export const protectionRoom: WebRoom = {
  name: 'protection',
  menu: pages.map(({ item }) => item),
  routes: [
    {
      path: '/login',
      title: { zh: '登录', en: 'Sign in' },
      open: true,
      load: () => import('./open/LoginPage.tsx').then((m) => m.LoginPage),
    },
    {
      path: '/ceremony',
      title: { zh: '启用仪式', en: 'Opening ceremony' },
      open: true,
      load: () => import('./open/CeremonyPage.tsx').then((m) => m.CeremonyPage),
    },
    {
      path: '/activate',
      title: { zh: '启用账号', en: 'Activate' },
      open: true,
      load: () => import('./open/ActivatePage.tsx').then((m) => m.ActivatePage),
    },
    {
      path: '/enrol',
      title: { zh: '终端注册', en: 'Enrol' },
      open: true,
      load: () => import('./open/ActivatePage.tsx').then((m) => m.EnrolPage),
    },
    {
      path: '/password',
      title: passwordChange.label,
      needs: [passwordChange.name],
      load: () => import('./open/PasswordPage.tsx').then((m) => m.PasswordPage),
    },
    ...pages.map(({ route }) => route),
  ],
  acts: [...protectionApi, { name: 'protection.backup.finish', label: { zh: '备份', en: 'Backup' } }],
  home,
};
