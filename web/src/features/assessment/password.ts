import type { Problem } from '../../core/api';

/** Whether it is the password that keeps an attempt from beginning. */
export function isAboutPassword(problem: Problem | null): boolean {
  return problem !== null && (problem.code === 'quiz-password-needed' || problem.errors.some(error => error.field === 'password' || error.field === '/password'));
}
