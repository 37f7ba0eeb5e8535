import { siteTime } from '#/base/forms/site-time.ts';
import { refuse } from '#/base/rules/refusal.ts';
import { bindAct, type Binding } from '#/base/server/door/bind.ts';
import { printForm } from '#/base/server/print.ts';
import { findSite, today } from '#/base/server/site.ts';
import { type ActivationSlips, activationSlipsForm } from '../../forms/activation-slips.ts';
import { accountPrintCodes } from '../../rules/api/people.ts';
import { newActivation } from '../activation.ts';
import { lockNewAccounts, updateAccount } from '../store/accounts.ts';

/** 启用码单: for one person or a group, who were all agreed to by the security officer when they were registered. */
export const activationRoutes = (): Binding[] => [
  bindAct(accountPrintCodes, {
    async run(tx, { actor, input }) {
      const ids = [...new Set(input.accounts)];
      const accounts = await lockNewAccounts(tx, ids);
      if (accounts.length < ids.length) return refuse('account-not-new', {}, 'input.accounts');
      if (accounts.some((one) => one.person_id === actor.personId)) return refuse('own-matter');
      const activations = accounts.map((account) => ({ account, ...newActivation() }));
      for (const { account, hash, expiresAt } of activations)
        await updateAccount(tx, account.id, null, { activation_hash: hash, activation_expires_at: expiresAt });
      const expiresAt = activations[0]?.expiresAt.toISOString() ?? '';
      const site = await findSite(tx);
      const data: ActivationSlips = {
        archiveName: site?.name ?? '',
        printedOn: await today(tx),
        slips: accounts.map((one) => ({ name: one.name, party: one.party_name, username: one.username })),
      };
      // The codes are on this paper only; what is kept of the print names the people.
      const until = siteTime(expiresAt, site?.timeZone ?? 'Asia/Shanghai');
      const shown = { codes: activations.map(({ code }) => code), until };
      const printed = await printForm(tx, activationSlipsForm, data, actor.personId, shown);
      return { output: { printed, expiresAt }, after: { accounts: ids, expiresAt } };
    },
  }),
];
