/** What a run has looked at, item by item; nothing of it is kept but counts and the first failures. */
import type { Params } from '#/base/rules/refusal.ts';
import { type Failure, type Fault, mostFailures } from '../../rules/check-faults.ts';
import { checkCodes, type CheckCode, type CheckResult, resultOf, type Tallied } from '../../rules/checks.ts';

export interface Found {
  code: CheckCode;
  result: CheckResult;
  examined: number;
  failed: number;
  failures: Failure[];
}

type Counts = Tallied & { failures: Failure[] };

export class Tally {
  readonly #items = new Map<CheckCode, Counts>();

  #of(code: CheckCode): Counts {
    const found = this.#items.get(code) ?? { examined: 0, failed: 0, unseen: 0, applies: true, failures: [] };
    this.#items.set(code, found);
    return found;
  }

  /** One more was looked at; it failed where there are faults. */
  look(code: CheckCode, at: string, ...faults: (readonly [fault: Fault, params?: Params])[]): void {
    const item = this.#of(code);
    item.examined += 1;
    if (faults.length === 0) return;
    item.failed += 1;
    for (const [fault, params = {}] of faults)
      if (item.failures.length < mostFailures) item.failures.push({ at, fault, params });
  }

  /** There is one of which the machine cannot tell. */
  unseen(code: CheckCode): void {
    this.#of(code).unseen += 1;
  }

  /** The package has nothing that the item is about. */
  inapplicable(code: CheckCode): void {
    this.#of(code).applies = false;
  }

  results(): Found[] {
    return checkCodes.map((code) => {
      const item = this.#items.get(code);
      const { examined = 0, failed = 0, failures = [] } = item ?? {};
      return { code, result: resultOf(code, item), examined, failed, failures };
    });
  }
}
