import { refuse } from '#/base/rules/refusal.ts';
import { bindAct, bindView, type Binding } from '#/base/server/door/bind.ts';
import { agentInvite, agentRevoke } from '../../rules/api/agent.ts';
import { terminalList, terminalRegister, terminalRevoke } from '../../rules/api/people.ts';
import { newPaperCode, sha256 } from '../keyring.ts';
import {
  findTerminalById,
  insertAgentCode,
  insertTerminal,
  listTerminals,
  revokeAgent,
  revokeTerminal,
} from '../store/terminals.ts';

export const terminalRoutes = (): Binding[] => [
  bindAct(terminalRegister, {
    async run(tx, { input }) {
      const code = newPaperCode(3);
      const made = await insertTerminal(tx, { ...input, codeHash: sha256(code) });
      if (!made) return refuse('name-taken', { name: input.name }, 'input.name');
      return {
        output: { terminalId: made.id, code, expiresAt: made.expiresAt.toISOString() },
        subjectId: made.id,
        after: { secondFactorPort: input.secondFactorPort, sealNumber: input.sealNumber },
      };
    },
  }),

  bindAct(terminalRevoke, {
    async run(tx, { subject, version }) {
      const terminal = await findTerminalById(tx, subject ?? '');
      if (!terminal || terminal.state === 'revoked') return refuse('not-found', { what: '终端 / terminal' });
      const revoked = await revokeTerminal(tx, terminal.id, version);
      if (!revoked) return refuse('version-conflict', { current: terminal.version });
      return { output: {}, before: { state: terminal.state }, after: { state: 'revoked' } };
    },
  }),

  bindAct(agentInvite, {
    async run(tx, { subject }) {
      const terminal = await findTerminalById(tx, subject ?? '');
      if (!terminal) return refuse('not-found', { what: '终端 / terminal' });
      if (terminal.state !== 'enrolled') return refuse('terminal-not-in-use');
      const code = newPaperCode(3);
      const expiresAt = (await insertAgentCode(tx, terminal.id, sha256(code))).toISOString();
      return { output: { code, expiresAt }, after: { agent: 'invited', expiresAt } };
    },
  }),

  bindAct(agentRevoke, {
    async run(tx, { subject, version }) {
      const terminal = await findTerminalById(tx, subject ?? '');
      if (!terminal || terminal.state !== 'enrolled') return refuse('not-found', { what: '终端 / terminal' });
      const enrolled = terminal.agent_hash !== null;
      const revoked = await revokeAgent(tx, terminal.id, version);
      if (!revoked) return refuse('version-conflict', { current: terminal.version });
      return { output: {}, before: { agent: enrolled ? 'enrolled' : 'none' }, after: { agent: 'revoked' } };
    },
  }),

  bindView(terminalList, async (tx) => ({
    items: (await listTerminals(tx)).map((row) => ({
      id: row.id,
      name: row.name,
      state: row.state,
      secondFactorPort: row.second_factor_port,
      sealNumber: row.seal_number,
      enrolledAt: row.enrolled_at?.toISOString() ?? null,
      agentInvited: Boolean(row.agent_invited),
      agentEnrolledAt: row.agent_enrolled_at?.toISOString() ?? null,
      version: row.version,
    })),
    next: null,
  })),
];
