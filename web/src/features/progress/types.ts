import type { Schemas } from '../../core/api';

export type MyTime = Schemas['MyTime'];
export type LearningWeek = Schemas['LearningWeek'];
export type MySession = Schemas['MySession'];
export type Session = Schemas['Session'];
export type EngagementPart = Schemas['EngagementPart'];
export type Engagement = Schemas['Engagement'];
export type MyEngagement = Schemas['MyEngagement'];
export type LearnerSessions = Schemas['LearnerSessions'];
