/** What imaging offers to later rooms' pages. */
export { ImageFrame } from './view/ImageFrame.tsx';
export { ImagePane, type MarkedBox } from './view/ImagePane.tsx';
