/** Whether steps make a line by which originals may be worked (5.6-1). */
import { refuse, type Refusal } from '#/base/rules/refusal.ts';
import { earlierOf, kindOrder, kinds, type Step, stepKinds } from './step.ts';

/** Every fault, each with its field; none where the line may be released. */
export function faultsOf(steps: readonly Step[]): Refusal[] {
  const broken = namesOf(steps);
  // A line whose steps do not even name each other is not looked at further.
  return broken.length > 0 ? broken : [...waysOf(steps), ...kindsOf(steps), ...personsOf(steps), ...reopeningOf(steps)];
}

const at = (steps: readonly Step[], step: Step, part: string): string => `input.steps.${steps.indexOf(step)}.${part}`;

function namesOf(steps: readonly Step[]): Refusal[] {
  const keys = steps.map(({ key }) => key);
  return steps.flatMap((step, index) => [
    ...(keys.indexOf(step.key) === index
      ? []
      : [refuse('step-key-twice', { key: step.key }, `input.steps.${index}.key`)]),
    ...(['after', 'notBy', 'reopens'] as const).flatMap((part) =>
      step[part]
        .filter((key) => !keys.includes(key))
        .map((key) => refuse('step-unknown', { step: step.name, key }, at(steps, step, part))),
    ),
  ]);
}

/** One way in and one way out: every step can be reached from the first, and leads to the last. */
function waysOf(steps: readonly Step[]): Refusal[] {
  const earlier = earlierOf(steps);
  const ring = steps.find(({ key }) => earlier.get(key)?.has(key));
  if (ring) return [refuse('step-ring', { step: ring.name }, at(steps, ring, 'after'))];
  const [first] = steps;
  const last = steps.at(-1);
  if (!first || !last) return [refuse('line-empty', {}, 'input.steps')];
  return steps.flatMap((step) => [
    ...(step === first || earlier.get(step.key)?.has(first.key)
      ? []
      : [refuse('step-unreachable', { step: step.name, first: first.name }, at(steps, step, 'after'))]),
    ...(step === last || earlier.get(last.key)?.has(step.key)
      ? []
      : [refuse('step-dead-end', { step: step.name, last: last.name }, at(steps, step, 'key'))]),
  ]);
}

/** DA/T 31-2017: which kinds there must be, always gone through, and in which order. */
function kindsOf(steps: readonly Step[]): Refusal[] {
  const earlier = earlierOf(steps);
  const required = stepKinds.filter((kind) => kinds[kind].required);
  return [
    ...required
      .filter((kind) => !steps.some((step) => step.kind === kind))
      .map((kind) => refuse('step-missing', { kind: kinds[kind].name }, 'input.steps')),
    ...steps
      .filter((step) => kinds[step.kind].required && !step.mandatory)
      .map((step) => refuse('step-not-optional', { step: step.name }, at(steps, step, 'mandatory'))),
    ...kindOrder.flatMap(([before, later]) =>
      steps
        .filter((step) => step.kind === later)
        .flatMap((step) =>
          steps
            .filter((other) => other.kind === before && !earlier.get(step.key)?.has(other.key))
            .map((other) => refuse('step-order', { step: step.name, earlier: other.name }, at(steps, step, 'after'))),
        ),
    ),
    ...steps
      .filter((step) => step.kind === 'scan' && !step.needsDevice)
      .map((step) => refuse('step-device', { step: step.name }, at(steps, step, 'needsDevice'))),
  ];
}

/** 双人规则: somebody may do it, and whoever judges work did none of it. */
function personsOf(steps: readonly Step[]): Refusal[] {
  const earlier = earlierOf(steps);
  return steps.flatMap((step) => [
    ...(step.roles.length > 0 ? [] : [refuse('step-nobody', { step: step.name }, at(steps, step, 'roles'))]),
    ...step.notBy
      .filter((key) => !earlier.get(step.key)?.has(key))
      .map((key) => refuse('not-by-later', { step: step.name, key }, at(steps, step, 'notBy'))),
    ...steps
      .filter((other) => kinds[step.kind].judges.includes(other.kind))
      .filter((other) => earlier.get(step.key)?.has(other.key) && !step.notBy.includes(other.key))
      .map((other) => refuse('step-judges-itself', { step: step.name, other: other.name }, at(steps, step, 'notBy'))),
  ]);
}

function reopeningOf(steps: readonly Step[]): Refusal[] {
  const earlier = earlierOf(steps);
  return steps.flatMap((step) =>
    step.reopens
      .filter((key) => !earlier.get(key)?.has(step.key))
      .map((key) => refuse('reopens-earlier', { step: step.name, key }, at(steps, step, 'reopens'))),
  );
}
