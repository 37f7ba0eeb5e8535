import type { Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import { printForm, type Printed } from '#/base/server/print.ts';
import { cardForm } from '../forms/ceremony-forms.ts';
import { type Keyring, newCardCode, newPaperCode } from './keyring.ts';

export const codesPerCard = 40;

export interface IssuedCard {
  factorId: string;
  cardNumber: string;
  codes: string[];
  printed: Printed;
}

/** Issues a printed card of one-time codes to a person; only their keyed hashes are stored. */
export async function issueCard(
  tx: Tx,
  keyring: Keyring,
  card: {
    personId: string;
    holder: string;
    username: string;
    archiveName: string;
    issuedBy: string | null;
    issuedOn: string;
  },
): Promise<IssuedCard> {
  const factorId = newId();
  const cardNumber = newPaperCode(2);
  const codes = [...new Set(Array.from({ length: codesPerCard + 8 }, newCardCode))].slice(0, codesPerCard);
  await tx
    .insertInto('factor')
    .values({
      id: factorId,
      person_id: card.personId,
      kind: 'card',
      label: cardNumber,
      sealed: null,
      facts: {},
      issued_by: card.issuedBy,
    })
    .execute();
  await tx
    .insertInto('factor_code')
    .values(
      codes.map((code, index) => ({
        factor_id: factorId,
        position: index + 1,
        code_hash: keyring.codeHash(code, cardNumber),
      })),
    )
    .execute();
  const data = {
    archiveName: card.archiveName,
    holder: card.holder,
    username: card.username,
    cardNumber,
    issuedOn: card.issuedOn,
    codes: null,
  };
  const printed = await printForm(tx, cardForm, data, card.issuedBy ?? card.personId, { codes });
  return { factorId, cardNumber, codes, printed };
}
