/** Tables of workflow; comments on columns are in migrations/. */
import type { Generated } from 'kysely';
import type { Fixed, FixedDefault, Json } from '#/base/server/tables.ts';
import type { Step } from '../rules/step.ts';
import type { TaskEvent, TaskState } from '../rules/task.ts';

declare module '#/base/server/tables.ts' {
  interface Tables {
    claim: ClaimTable;
    project_workflow: ProjectWorkflowTable;
    rework: ReworkTable;
    task: TaskTable;
    task_event: TaskEventTable;
    task_result: TaskResultTable;
    work_unit: WorkUnitTable;
    workflow_version: WorkflowVersionTable;
  }
}

interface WorkflowVersionTable {
  id: Fixed<string>;
  name: Fixed<string>;
  number: Fixed<number>;
  steps: Json<Step[]>;
  released_by: Fixed<string>;
  agreed_by: Fixed<string>;
  released_at: FixedDefault<Date>;
}

interface ProjectWorkflowTable {
  id: Fixed<string>;
  project_id: Fixed<string>;
  version_id: Fixed<string>;
  bound_by: Fixed<string>;
  bound_at: FixedDefault<Date>;
}

interface WorkUnitTable {
  id: Fixed<string>;
  original_id: Fixed<string>;
  batch_id: Fixed<string>;
  project_id: Fixed<string>;
  version_id: Fixed<string>;
  state: TaskState;
  step: string;
  holder_id: string | null;
  since: Date;
  due_at: Date | null;
  blocked_reason: string | null;
  opened_at: FixedDefault<Date>;
  given_back_at: Date | null;
  closed_at: Date | null;
  version: Generated<number>;
}

export interface TaskTable {
  unit_id: Fixed<string>;
  step: Fixed<string>;
  project_id: Fixed<string>;
  state: TaskState;
  by_id: string | null;
  reserved_for: string | null;
  round: Generated<number>;
  ready_at: Date | null;
  due_at: Date | null;
  claim_id: string | null;
  claimed_at: Date | null;
  lease_until: Date | null;
}

interface ClaimTable {
  id: Fixed<string>;
  project_id: Fixed<string>;
  claimed_by: Fixed<string>;
  assigned_by: Fixed<string | null>;
  claimed_at: FixedDefault<Date>;
}

/** What is told of a unit, beside what changes a task: that it came into work, and was given back. */
export type Told = TaskEvent['type'] | 'open' | 'giveBack';

interface TaskEventTable {
  id: Fixed<string>;
  unit_id: Fixed<string>;
  step: Fixed<string | null>;
  event: Fixed<Told>;
  by_id: Fixed<string | null>;
  person_id: Fixed<string | null>;
  reason: string | null;
  occurred_at: Fixed<Date>;
}

interface TaskResultTable {
  id: Fixed<string>;
  unit_id: Fixed<string>;
  step: Fixed<string>;
  round: Fixed<number>;
  project_id: Fixed<string>;
  done_by: Fixed<string>;
  done_on: Fixed<string>;
  device_id: Fixed<string | null>;
  pages: Fixed<number>;
  a4: Fixed<number>;
  items: Fixed<number>;
  volumes: Fixed<number>;
  slip_step_id: Fixed<string | null>;
  started_at: Fixed<Date>;
  finished_at: FixedDefault<Date>;
}

interface ReworkTable {
  result_id: Fixed<string>;
  event_id: Fixed<string>;
  project_id: Fixed<string>;
  caused: Fixed<boolean>;
  deducted_on: Fixed<string>;
}
