export { applyLook } from './applyLook';
export { useBrand } from './useBrand';
