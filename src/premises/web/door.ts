/** What premises offers to later rooms' pages. */
export { PhotoSourceItem } from './points/PhotoSourceField.tsx';
