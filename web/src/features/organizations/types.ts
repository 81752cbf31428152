import type { Schemas } from '../../core/api';

export type Organization = Schemas['Organization'];
export type OrganizationRow = Schemas['OrganizationRow'];
export type Domain = Schemas['OrganizationDomain'];
export type DomainRow = Schemas['OrganizationDomainRow'];
export type Unit = Schemas['Unit'];
export type Term = Schemas['Term'];
export type Group = Schemas['Group'];
export type StructurePerson = Schemas['StructurePerson'];
export type RulePreview = Omit<Schemas['RulePreview'], 'rule'> & { rule: Rule };
export type GroupDetail = Omit<Schemas['GroupDetail'], 'rule'> & { rule: Rule | null };

/** A condition of a rule group: see the server's `group_rules`. */
export interface Leaf {
  fact: Fact;
  is: string | number;
  key?: string;
  below?: boolean;
}

export type Rule = Leaf | { all: Rule[] } | { any: Rule[] } | { not: Rule };

export const FACTS = ['role', 'unit', 'grade_level', 'field', 'job_role', 'joined_in_term'] as const;
export type Fact = typeof FACTS[number];

export const UNIT_KINDS = ['department', 'school', 'faculty', 'campus', 'team', 'other'] as const;
export const TERM_KINDS = ['year', 'semester', 'term', 'grading-period'] as const;
