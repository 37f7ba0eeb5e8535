import type { Words } from './declare.ts';

/** A kind of alarm (预警), declared by the room that looks for it; its rule is set by the auditor (5.5-5). */
export interface AlarmDecl {
  kind: string;
  label: Words;
  /** What the rule's threshold counts; null where there is nothing to count. */
  unit: Words | null;
  /** Whether it looks back over a span of time; the others look at the state of things. */
  windowed: boolean;
  /** Names of the facts that an alarm of this kind carries: counts and codes, never a title or content. */
  facts: Readonly<Record<string, Words>>;
}
