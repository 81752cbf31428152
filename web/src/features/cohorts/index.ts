export { qrPath } from './qrPath';
