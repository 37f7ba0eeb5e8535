/** A project: what is outsourced, to whom, in which state (2.2, 2.3). */
import type { Words } from '#/base/rules/declare.ts';
import { refuse, type Refusal } from '#/base/rules/refusal.ts';
import { isVendorRole, isWorkingRole, type PartyKind, type Role } from '#/base/rules/roles.ts';

/** 项目类型. What an archive does by itself has no vendor. */
export const projectKinds = ['arrangement', 'digitization', 'both', 'own'] as const;
export type ProjectKind = (typeof projectKinds)[number];

export const projectKindNames: Record<ProjectKind, Words> = {
  arrangement: { zh: '整理', en: 'Arrangement' },
  digitization: { zh: '数字化', en: 'Digitization' },
  both: { zh: '整理+数字化', en: 'Arrangement and digitization' },
  own: { zh: '自行数字化', en: 'By the archive itself' },
};

/** draft → open → closed. Originals enter batches of open projects only. */
export const projectStates = ['draft', 'open', 'closed'] as const;
export type ProjectState = (typeof projectStates)[number];

export const projectStateNames: Record<ProjectState, Words> = {
  draft: { zh: '筹备', en: 'In preparation' },
  open: { zh: '已开工', en: 'Open' },
  closed: { zh: '已结项', en: 'Closed' },
};

interface ProjectTerms {
  kind: ProjectKind;
  vendorId: string | null;
  startsOn: string;
  endsOn: string;
}

/** A project is done by a vendor or by the archive itself, and ends after it begins. */
export function refuseTerms({ kind, vendorId, startsOn, endsOn }: ProjectTerms): Refusal | null {
  if ((kind === 'own') !== (vendorId === null)) return refuse('vendor-of-project', {}, 'input.vendorId');
  return endsOn < startsOn ? refuse('project-dates', {}, 'input.endsOn') : null;
}

/** What an opening asks for, and whether it is there. */
export interface OpeningFacts {
  kind: ProjectKind;
  scopes: number;
  specified: boolean;
  archiveKeepers: number;
  vendorManagers: number;
  securityLeads: number;
}

export const openingNeeds = [
  { code: 'scope', clause: '2.2-1', label: { zh: '项目范围', en: 'Scope' } },
  { code: 'specification', clause: '2.2-3', label: { zh: '技术指标', en: 'Technical specification' } },
  { code: 'keeper', clause: '2.1-2', label: { zh: '档案保管员', en: 'Archive keeper' } },
  { code: 'manager', clause: '3.5-1', label: { zh: '服务方项目经理', en: 'Vendor project manager' } },
  { code: 'security', clause: '3.7-2', label: { zh: '服务方安全保密专员', en: 'Vendor security lead' } },
] as const;
export type OpeningNeed = (typeof openingNeeds)[number]['code'];

/** 2.1-2, 2.2-1, 2.2-3, 3.7-2: what an opening still lacks. */
export function lacksForOpening(facts: OpeningFacts): OpeningNeed[] {
  const scanned = facts.kind !== 'arrangement';
  const outsourced = facts.kind !== 'own';
  return openingNeeds
    .map(({ code }) => code)
    .filter(
      (code) =>
        ({
          scope: facts.scopes === 0,
          specification: scanned && !facts.specified,
          keeper: facts.archiveKeepers === 0,
          manager: outsourced && facts.vendorManagers === 0,
          security: outsourced && facts.securityLeads === 0,
        })[code],
    );
}

/** Nothing is registered by that id. */
export const noProject = (): Refusal => refuse('not-found', { what: { zh: '项目', en: 'project' } });

/** What cannot be done in this state, said with the state. */
export const refuseProjectState = (state: ProjectState): Refusal =>
  refuse('project-state', { state: projectStateNames[state] });

/**
 * 2.2-1, 3.5-1: in an outsourced project the vendor's roles count for people of that vendor only;
 * in one that the archive does itself (自行), working roles count for its own people. The archive's
 * own roles count in every project.
 */
export function countsIn(
  { vendorId }: { vendorId: string | null },
  role: Role,
  party: { id: string; kind: PartyKind },
): boolean {
  if (!isVendorRole(role)) return true;
  return vendorId === null ? party.kind === 'archive' && isWorkingRole(role) : party.id === vendorId;
}
