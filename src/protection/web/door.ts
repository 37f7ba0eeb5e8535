/** What protection offers to later rooms' pages. */
export { PersonSelect } from './fields/PersonSelect.tsx';
