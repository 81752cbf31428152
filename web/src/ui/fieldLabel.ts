import type { InjectionKey } from 'vue';

/** The label of the field around a control, for controls that the form library does not know. */
export const fieldLabel: InjectionKey<() => string> = Symbol('field-label');
