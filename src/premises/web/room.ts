import {
  AuditOutlined,
  BookOutlined,
  CloudOutlined,
  ContactsOutlined,
  ExportOutlined,
  LayoutOutlined,
  SolutionOutlined,
  SafetyOutlined,
  VideoCameraOutlined,
} from '@ant-design/icons';
import { homeList, menuPage, type WebRoom } from '#/base/web/room.ts';
import { premisesApi } from '../rules/api.ts';
import { badgeList } from '../rules/api/badges.ts';
import { checklistShow, readingList, siteCheckList } from '../rules/api/checks.ts';
import { dueList } from '../rules/api/due.ts';
import { dayList } from '../rules/api/duty-days.ts';
import { footageDay, footageMonth } from '../rules/api/footage.ts';
import { patrolList, patrolPlan } from '../rules/api/patrols.ts';
import { placeShow } from '../rules/api/plan.ts';
import { releaseList } from '../rules/api/releases.ts';
import { visitList, visitorList } from '../rules/api/visits.ts';
import './footage.css';
import './premises.css';

const pages = [
  menuPage({ icon: LayoutOutlined, group: 'place', letter: 'f' }, '/plan', placeShow, () =>
    import('./plan/PlanPage.tsx').then((m) => m.PlanPage),
  ),
  menuPage(
    { icon: SafetyOutlined, group: 'place', letter: 's', needs: [checklistShow.name, siteCheckList.name] },
    '/site-checks',
    checklistShow,
    () => import('./checks/ChecksPage.tsx').then((m) => m.ChecksPage),
  ),
  menuPage({ icon: CloudOutlined, group: 'place', letter: 'r' }, '/climate', readingList, () =>
    import('./climate/ClimatePage.tsx').then((m) => m.ClimatePage),
  ),
  menuPage(
    { icon: SolutionOutlined, group: 'place', letter: 'e', needs: [visitList.name, visitorList.name] },
    '/visits',
    visitList,
    () => import('./visits/VisitsPage.tsx').then((m) => m.VisitsPage),
  ),
  menuPage({ icon: ContactsOutlined, group: 'place', letter: 'd' }, '/badges', badgeList, () =>
    import('./badges/BadgesPage.tsx').then((m) => m.BadgesPage),
  ),
  menuPage(
    { icon: AuditOutlined, group: 'place', letter: 'x', needs: [patrolPlan.name, patrolList.name] },
    '/patrols',
    patrolPlan,
    () => import('./patrols/PatrolsPage.tsx').then((m) => m.PatrolsPage),
  ),
  menuPage({ icon: BookOutlined, group: 'place', letter: 'z' }, '/duty-book', dayList, () =>
    import('./duty/DutyPage.tsx').then((m) => m.DutyPage),
  ),
  menuPage({ icon: VideoCameraOutlined, group: 'place', letter: 'k' }, '/footage', footageMonth, () =>
    import('./footage/FootagePage.tsx').then((m) => m.FootagePage),
  ),
  menuPage({ icon: ExportOutlined, group: 'place', letter: 'o' }, '/releases', releaseList, () =>
    import('./releases/ReleasesPage.tsx').then((m) => m.ReleasesPage),
  ),
];

const pathOf = {
  check: '/site-checks',
  reading: '/climate',
  patrol: '/patrols',
  playback: '/footage',
  recorder: '/footage',
} as const;

/** Pages of the processing place (4). What is due stands on the desk; what is late alarms besides. */
export const premisesRoom: WebRoom = {
  name: 'premises',
  menu: pages.map(({ item }) => item),
  routes: [
    ...pages.map(({ route }) => route),
    {
      path: '/footage/:camera/:on',
      title: footageDay.label,
      needs: [footageDay.name],
      load: () => import('./footage/DayPage.tsx').then((m) => m.DayPage),
    },
  ],
  home: [
    homeList({
      key: 'premises.due',
      kind: 'todo',
      title: dueList.label,
      empty: { zh: '场所里没有应办事项。', en: 'Nothing is due in the place.' },
      path: '/patrols',
      view: dueList,
      input: {},
      item: ({ id, kind, title, note, dueAt, overdue }) => ({
        ...{ id, title, note, overdue, path: pathOf[kind] },
        ...(dueAt !== null && { at: dueAt }),
      }),
    }),
  ],
  acts: premisesApi,
};
