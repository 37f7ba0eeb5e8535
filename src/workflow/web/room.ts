import { ApartmentOutlined, CarryOutOutlined, FundOutlined, CalculatorOutlined } from '@ant-design/icons';
import { menuPage, type WebRoom } from '#/base/web/room.ts';
import { workflowApi } from '../rules/api.ts';
import { definitionList, projectLine } from '../rules/api/definitions.ts';
import { pileShow, taskClaim } from '../rules/api/tasks.ts';
import { boardCount, boardShow, pieceWorkShow } from '../rules/api/tracking.ts';
import { strings } from './strings.ts';
import './workflow.css';

const titled = (key: 'tasksTitle' | 'boardTitle' | 'pieceTitle' | 'linesTitle') => ({
  title: { zh: strings.zh[key], en: strings.en[key] },
});

const tasks = menuPage(
  { icon: CarryOutOutlined, group: 'work', needs: [pileShow.name, taskClaim.name], ...titled('tasksTitle') },
  '/tasks',
  pileShow,
  () => import('./TasksPage.tsx').then((m) => m.TasksPage),
);
const board = menuPage(
  { icon: FundOutlined, group: 'work', needs: [boardShow.name, boardCount.name], ...titled('boardTitle') },
  '/board',
  boardShow,
  () => import('./BoardPage.tsx').then((m) => m.BoardPage),
);
const pieces = menuPage(
  { icon: CalculatorOutlined, group: 'work', ...titled('pieceTitle') },
  '/piece-work',
  pieceWorkShow,
  () => import('./PieceWorkPage.tsx').then((m) => m.PieceWorkPage),
);
const lines = menuPage(
  {
    icon: ApartmentOutlined,
    group: 'work',
    needs: [definitionList.name, projectLine.name],
    last: true,
    ...titled('linesTitle'),
  },
  '/workflows',
  definitionList,
  () => import('./DefinitionsPage.tsx').then((m) => m.DefinitionsPage),
);

/** Pages of the work itself (5.6). */
export const workflowRoom: WebRoom = {
  name: 'workflow',
  menu: [tasks.item, board.item, pieces.item, lines.item],
  routes: [tasks.route, board.route, pieces.route, lines.route],
  actions: [
    {
      key: 'workflow.tasks',
      title: { zh: '领任务', en: 'Claim' },
      note: { zh: '领一摞，做完提交', en: 'Claim a pile, submit it' },
      path: '/tasks',
      icon: CarryOutOutlined,
      needs: [pileShow.name, taskClaim.name],
    },
    {
      key: 'workflow.board',
      title: { zh: '看进度', en: 'Board' },
      note: { zh: '挂起和滞留的在前', en: 'Held up and overdue first' },
      path: '/board',
      icon: FundOutlined,
      needs: [boardShow.name, boardCount.name],
    },
  ],
  acts: workflowApi,
};
