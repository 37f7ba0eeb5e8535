import type { OutputOf } from '#/base/rules/declare.ts';
import type { inspectionShow } from '../../rules/api/inspections.ts';

export type Inspection = OutputOf<typeof inspectionShow>;
export type InspectedSlot = Inspection['slots'][number];
export type FoundDefect = Inspection['defects'][number];
