import { NumberOutlined, ProjectOutlined } from '@ant-design/icons';
import { menuPage, type WebRoom } from '#/base/web/room.ts';
import { engagementApi } from '../rules/api.ts';
import { projectList, projectShow } from '../rules/api/projects.ts';
import { schemeList } from '../rules/api/scopes.ts';
import './engagement.css';

const projects = menuPage({ icon: ProjectOutlined, group: 'project', letter: 'n' }, '/projects', projectList, () =>
  import('./ProjectsPage.tsx').then((m) => m.ProjectsPage),
);

const schemes = menuPage(
  { icon: NumberOutlined, group: 'project', letter: 'y', last: true },
  '/code-schemes',
  schemeList,
  () => import('./schemes/SchemesPage.tsx').then((m) => m.SchemesPage),
);

/** Pages of projects and people (2, 3). */
export const engagementRoom: WebRoom = {
  name: 'engagement',
  menu: [projects.item, schemes.item],
  routes: [
    projects.route,
    schemes.route,
    {
      path: '/projects/:id',
      title: projectShow.label,
      needs: [projectShow.name],
      load: () => import('./ProjectPage.tsx').then((m) => m.ProjectPage),
    },
  ],
  home: [],
  acts: engagementApi,
};
