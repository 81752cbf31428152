/** Set while answers of the person wait on this device, so that other pages need not open the database to know. */
export const owedFlag = (user: number): string => `owed-answers.${user}`;
