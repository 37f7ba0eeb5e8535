import { refuse, type Refusal } from '#/base/rules/refusal.ts';
import {
  isOffice,
  type Office,
  partiesOfRole,
  partyOfRole,
  type PartyKind,
  type Role,
  roleNames,
} from '#/base/rules/roles.ts';

/** What a person holds, as the database says. */
export interface Duties {
  name: string;
  party: PartyKind;
  offices: readonly Office[];
  roles: readonly Role[];
}

export const partyNames: Record<PartyKind, { zh: string; en: string }> = {
  archive: { zh: '档案部门', en: 'archive department' },
  vendor: { zh: '数字化服务机构', en: 'vendor' },
  authority: { zh: '行政主管部门', en: 'authority' },
};

/** 5.6-8: an office goes to a person of the commissioning unit who holds nothing else. */
export function refuseOffice(person: Duties): Refusal | null {
  if (person.party !== 'archive') return refuse('not-commissioning-unit', { name: person.name });
  const held = person.offices[0];
  if (held) return refuse('two-offices', { name: person.name, office: roleNames[held].zh });
  return person.roles.length > 0 ? refuse('business-officer', { name: person.name }) : null;
}

/** 5.6-8, 3.7-2: a business role goes to a person of the right party who holds no office. */
export function refuseRole(person: Duties, role: Role, from: string, until: string | null): Refusal | null {
  if (isOffice(role)) return refuse('office-not-role', {}, 'input.role');
  const office = person.offices[0];
  if (office) return refuse('officer-business', { name: person.name, office: roleNames[office].zh });
  if (!partiesOfRole(role).includes(person.party)) {
    return refuse('wrong-party', { role: roleNames[role].zh, party: partyNames[partyOfRole(role)].zh }, 'input.role');
  }
  // 3.9-1: an inspector from outside is here for a time.
  if (role === 'externalInspector' && until === null) return refuse('end-date-needed', {}, 'input.until');
  if (until !== null && until < from) return refuse('dates-reversed', {}, 'input.until');
  // 3.7-2: who answers for the vendor's security does no production work, and the reverse.
  const lead = (one: Role): boolean => one === 'vendorSecurityLead';
  const clash = person.party === 'vendor' && person.roles.some((held) => lead(held) !== lead(role));
  return clash ? refuse('security-lead-alone', { name: person.name }) : null;
}
