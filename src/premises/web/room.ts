import { CloudOutlined, ExportOutlined, LayoutOutlined, SolutionOutlined, SafetyOutlined } from '@ant-design/icons';
import type { MenuItem, WebRoom, WebRoute } from '#/base/web/room.ts';
import { premisesApi } from '../rules/api.ts';
import { checklistShow, readingList, siteCheckList } from '../rules/api/checks.ts';
import { placeShow } from '../rules/api/plan.ts';
import { releaseList } from '../rules/api/releases.ts';
import { visitList, visitorList } from '../rules/api/visits.ts';
import './premises.css';

const page = (
  { icon, letter }: Pick<MenuItem, 'icon'> & { letter: string },
  path: string,
  view: { name: string; label: MenuItem['title'] },
  needs: readonly string[],
  load: WebRoute['load'],
): { item: MenuItem; route: WebRoute } => ({
  item: { icon, letter, group: 'place', key: view.name, path, title: view.label, needs },
  route: { path, title: view.label, needs, load },
});

const pages = [
  page({ icon: LayoutOutlined, letter: 'f' }, '/plan', placeShow, [placeShow.name], () =>
    import('./plan/PlanPage.tsx').then((m) => m.PlanPage),
  ),
  page(
    { icon: SafetyOutlined, letter: 's' },
    '/site-checks',
    checklistShow,
    [checklistShow.name, siteCheckList.name],
    () => import('./checks/ChecksPage.tsx').then((m) => m.ChecksPage),
  ),
  page({ icon: CloudOutlined, letter: 'r' }, '/climate', readingList, [readingList.name], () =>
    import('./climate/ClimatePage.tsx').then((m) => m.ClimatePage),
  ),
  page({ icon: SolutionOutlined, letter: 'e' }, '/visits', visitList, [visitList.name, visitorList.name], () =>
    import('./visits/VisitsPage.tsx').then((m) => m.VisitsPage),
  ),
  page({ icon: ExportOutlined, letter: 'o' }, '/releases', releaseList, [releaseList.name], () =>
    import('./releases/ReleasesPage.tsx').then((m) => m.ReleasesPage),
  ),
];

/** Pages of the processing place (4). Overdue points come to the desk as alarms. */
export const premisesRoom: WebRoom = {
  name: 'premises',
  menu: pages.map(({ item }) => item),
  routes: pages.map(({ route }) => route),
  acts: premisesApi,
};
