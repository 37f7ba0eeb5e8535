/** What engagement offers to `app` and to later rooms. */
import type { Binding } from '#/base/server/door/bind.ts';
import { projectRegisterRoutes } from './routes/project-register.ts';
import { type ProjectDeps, projectRoutes } from './routes/projects.ts';
import { type ScopeDeps, scopeRoutes } from './routes/scopes.ts';
import { type StaffDeps, staffRoutes } from './routes/staff.ts';
import { trainingRoutes } from './routes/training.ts';
import { staffRegisterRoutes } from './routes/staff-register.ts';

export { engagementLooks } from './alarms.ts';

export { type CountOriginals, heldBy, type InHand } from './in-hand.ts';
export { type PlacedCode, type ScopeReader, scopeReader, specificationOf } from './in-scope.ts';
export { mayWork, membersOf, projectsOf, refuseApprover, refuseLateApprover, refuseOutsider } from './members.ts';
export { refuseUntrained } from './trained.ts';
export { findProject, findSpecification } from './store/projects.ts';

/** Every declared act and view of the room, with its code. */
export const engagementBindings = (deps: ProjectDeps & ScopeDeps & StaffDeps): Binding[] => [
  ...projectRoutes(deps),
  ...projectRegisterRoutes(),
  ...scopeRoutes(deps),
  ...staffRoutes(deps),
  ...staffRegisterRoutes(deps),
  ...trainingRoutes(),
];
