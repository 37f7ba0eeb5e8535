/** A scanner's machine with a terminal of its own, and the credential of its folder watcher. */
import { Client } from '#/app/client.ts';
import { agentEnrol, agentInvite } from '#/protection/rules/api/agent.ts';
import { terminalRegister } from '#/protection/rules/api/people.ts';
import { terminalEnrol } from '#/protection/rules/api/session.ts';
import type { Door, Officers } from './people.ts';

/** Asks as a folder watcher does: by its terminal's credential alone. */
export class WatcherClient extends Client {
  readonly #credential: string;

  constructor(origin: string, credential: string) {
    super(origin);
    this.#credential = credential;
  }

  override request(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    return super.request(method, path, body, { ...headers, authorization: `Bearer ${this.#credential}` });
  }
}

export interface Machine {
  terminalId: string;
  /** Its browser, nobody signed in. */
  browser: Client;
}

export async function newMachine(site: Door, { securityOfficer }: Officers, name: string): Promise<Machine> {
  const input = { name, secondFactorPort: false, sealNumber: null };
  const { terminalId, code } = await securityOfficer.client.act(terminalRegister, { input });
  const browser = site.visitor();
  await browser.public(terminalEnrol, { code });
  return { terminalId, browser };
}

export const watcherCode = async ({ securityOfficer }: Officers, { terminalId }: Machine): Promise<string> =>
  (await securityOfficer.client.act(agentInvite, { subject: terminalId })).code;

export async function enrolWatcher(site: Door, officers: Officers, machine: Machine): Promise<WatcherClient> {
  const code = await watcherCode(officers, machine);
  const { credential } = await site.visitor().public(agentEnrol, { code });
  return new WatcherClient(site.origin, credential);
}
