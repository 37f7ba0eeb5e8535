/** What imaging offers to later rooms' pages. */
export { ImagePane, type MarkedBox } from './view/ImagePane.tsx';
