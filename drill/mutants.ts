/** Guards of obligations of class a, each with the test that must turn red without it. */
export interface Mutant {
  clause: string;
  /** What is taken away. */
  what: string;
  file: string;
  /** Stands in the file exactly once. */
  guard: string;
  without: string;
  project: 'rules' | 'server';
  test: string;
}

export const mutants: readonly Mutant[] = [
  {
    clause: '4.3-3',
    what: 'a footage keeper is of the archive department',
    file: 'src/premises/server/routes/place.ts',
    guard: `input.duty === 'footage-keeper' && person.party_kind !== 'archive'`,
    without: 'false',
    project: 'server',
    test: 'src/premises/server/plan.test.ts',
  },
  {
    clause: '4.4-2',
    what: 'a cabinet says which stage it holds',
    file: 'src/premises/server/routes/fixtures.ts',
    guard: `(input.kind === 'cabinet') !== (input.stage !== null)`,
    without: 'false',
    project: 'server',
    test: 'src/premises/server/plan.test.ts',
  },
  {
    clause: '4.4-2',
    what: 'a place has a cabinet for each stage',
    file: 'src/premises/rules/acceptance.ts',
    guard: '...storageLacks(facts), ',
    without: '',
    project: 'rules',
    test: 'src/premises/rules/acceptance.test.ts',
  },
  {
    clause: '4.9-1',
    what: 'both sides name patrollers before the place is accepted',
    file: 'src/premises/rules/acceptance.ts',
    guard: `if (!has('patroller', 'vendor'))`,
    without: 'if (false)',
    project: 'rules',
    test: 'src/premises/rules/acceptance.test.ts',
  },
  {
    clause: '4.9-1',
    what: 'only an appointed patroller enters a round',
    file: 'src/premises/server/routes/patrols.ts',
    guard: 'const side = await sideOfPatroller(tx, personId, on);',
    without: `const side = (await sideOfPatroller(tx, personId, on)) ?? 'archive';`,
    project: 'server',
    test: 'src/premises/server/patrols.test.ts',
  },
  {
    clause: '4.3-6',
    what: 'footage younger than six months stays',
    file: 'src/premises/rules/retention.ts',
    guard: 'piece.since === null || trustedNow(clock) < keptUntil(piece.since, timeZone)',
    without: 'false',
    project: 'rules',
    test: 'src/premises/rules/retention.test.ts',
  },
  {
    clause: '4.3-6',
    what: 'deletion looks at the age of each piece',
    file: 'src/premises/server/routes/footage-deletion.ts',
    guard: 'since: row.counts_from?.getTime() ?? null',
    without: 'since: 0',
    project: 'server',
    test: 'src/premises/server/footage-deletion.test.ts',
  },
  {
    clause: '4.3-8',
    what: 'footage that no playback check vouches for stays',
    file: 'src/premises/rules/retention.ts',
    guard: 'if (!isCovered(piece, seen))',
    without: 'if (false)',
    project: 'rules',
    test: 'src/premises/rules/retention.test.ts',
  },
  {
    clause: '4.3-8',
    what: 'a check vouches only for what its person has played',
    file: 'src/premises/rules/playback.ts',
    guard: 'heldIn(range, here) > 0 && !isCovered(range, [...opened, ...elsewhere])',
    without: 'false',
    project: 'rules',
    test: 'src/premises/rules/playback.test.ts',
  },
];
