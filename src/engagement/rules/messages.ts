import { archivalCodeMessages } from './archival-code-messages.ts';
import { projectMessages } from './project-messages.ts';
import { scopeMessages } from './scope-messages.ts';
import { staffMessages } from './staff-messages.ts';
import { trainingMessages } from './training-messages.ts';

/** What the room refuses, in words. */
export const engagementMessages = {
  ...projectMessages,
  ...scopeMessages,
  ...staffMessages,
  ...trainingMessages,
  ...archivalCodeMessages,
};
