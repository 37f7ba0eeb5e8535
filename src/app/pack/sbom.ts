import { spawnSync } from 'node:child_process';
import type { Installed } from './packages.ts';

interface Bom {
  metadata: { component: Record<string, unknown> };
  components: { 'bom-ref': string; name: string; version: string }[];
  dependencies: { ref: string; dependsOn: string[] }[];
}

/** CycloneDX list of what is shipped, made by npm and cut down to the shipped packages. */
export function softwareBill(checkout: string, packages: readonly Installed[]): string {
  const made = spawnSync('npm', ['sbom', '--sbom-format=cyclonedx', '--sbom-type=application'], {
    cwd: checkout,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (made.status !== 0) throw new Error(`npm sbom: ${made.stderr || String(made.error)}`);
  const bom = JSON.parse(made.stdout) as Bom;
  const shipped = new Set(packages.map(({ name, version }) => `${name}@${version}`));
  const components = bom.components.filter(({ name, version }) => shipped.has(`${name}@${version}`));
  const refs = new Set([String(bom.metadata.component['bom-ref']), ...components.map((one) => one['bom-ref'])]);
  const dependencies = bom.dependencies
    .filter(({ ref }) => refs.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((on) => refs.has(on)) }));
  const listed = new Set(components.map(({ name, version }) => `${name}@${version}`));
  const unlisted = [...shipped].filter((one) => !listed.has(one));
  if (unlisted.length > 0) throw new Error(`npm sbom does not list ${unlisted.join(', ')}`);
  return `${JSON.stringify({ ...bom, components, dependencies }, null, 2)}\n`;
}
